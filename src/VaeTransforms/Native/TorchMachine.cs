using System.Runtime.InteropServices;

namespace VaeTransforms.Native;

/// <summary>The properties of a machine that decide whether libtorch runs on it.</summary>
/// <param name="Rid">The .NET runtime identifier of the system and the processor, such as linux-x64.</param>
/// <param name="GlibcVersion">The version of the GNU C library; null if there is none, as on Windows and Alpine.</param>
/// <param name="HasNewLibstdcxx">Whether libstdc++ is new enough for TorchSharp's library; true on systems without it.</param>
internal sealed partial record TorchMachine(string Rid, string? GlibcVersion, bool HasNewLibstdcxx)
{
    // The machines that TorchSharp and libtorch are built for.
    private static readonly string[] Supported = ["linux-x64", "win-x64", "win-arm64", "osx-arm64"];

    /// <summary>This machine.</summary>
    internal static TorchMachine Current()
    {
        string? glibc = OperatingSystem.IsLinux() ? ReadGlibcVersion() : null;
        bool isMusl = OperatingSystem.IsLinux() && glibc is null;
        string architecture = isMusl ? $"musl-{Architecture}" : Architecture;
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return new TorchMachine($"{system}-{architecture}", glibc, !OperatingSystem.IsLinux() || ExportsNewestSymbol());
    }

    /// <summary>Whether there is a libtorch for this kind of machine.</summary>
    internal bool IsSupported => Supported.Contains(Rid);

    /// <summary>The kinds of machine with a libtorch.</summary>
    internal static string SupportedRids => string.Join(", ", Supported);

#pragma warning disable CA1308 // Runtime identifiers are in lower case.
    private static string Architecture => RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    private static bool ExportsNewestSymbol() =>
        NativeLibrary.TryLoad(TorchSharpImage.CppRuntime, out nint libstdcxx)
            && NativeLibrary.TryGetExport(libstdcxx, TorchSharpImage.NewestSymbol, out _);

    private static string? ReadGlibcVersion()
    {
        try
        {
            return Marshal.PtrToStringUTF8(GnuGetLibcVersion());
        }
        catch (Exception)
        {
            // Whatever it is: the load context that is asked for the C library is anybody's code.
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "gnu_get_libc_version")]
    private static partial nint GnuGetLibcVersion();
}

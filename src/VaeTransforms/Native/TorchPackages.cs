using System.Reflection;
using TorchSharp;

namespace VaeTransforms.Native;

/// <summary>The folders on this machine that may contain the native libraries of TorchSharp and libtorch.</summary>
/// <remarks>
/// An application has the libraries in its own folder, and .NET finds them there. A notebook or a script uses TorchSharp.dll
/// from the NuGet cache, where every package has its own folder.
/// </remarks>
internal sealed record TorchPackages
{
    /// <summary>The name that TorchSharp imports its native functions from.</summary>
    internal const string TorchSharpLibrary = "LibTorchSharp";

    /// <summary>TorchSharp's version.</summary>
    internal required string TorchSharpVersion { get; init; }

    /// <summary>The version of libtorch that this TorchSharp is built for; null if it is unknown.</summary>
    internal required string? LibTorchVersion { get; init; }

    /// <summary>The path of TorchSharp.dll; empty inside a single-file application.</summary>
    internal required string TorchSharpPath { get; init; }

    /// <summary>The application's folder.</summary>
    internal required string BaseDirectory { get; init; }

    /// <summary>The folders that the host searches for native libraries.</summary>
    internal required IReadOnlyList<string> SearchDirectories { get; init; }

    /// <summary>The name of this operating system and processor in packages, such as linux-x64.</summary>
    internal required string Rid { get; init; }

    /// <summary>The NuGet cache that TorchSharp.dll was loaded from; null if it is in the folder of an application.</summary>
    internal string? PackageCache =>
        TorchSharpPackage is { } package && Directory.GetParent(package) is { } named
            && named.Name.Equals("torchsharp", StringComparison.OrdinalIgnoreCase)
                ? named.Parent?.FullName
                : null;

    /// <summary>All folders to search, in order. Some may not exist.</summary>
    internal IEnumerable<string> Folders
    {
        get
        {
            string natives = Path.Combine("runtimes", Rid, "native");
            List<string> folders = [.. SearchDirectories, BaseDirectory, Path.Combine(BaseDirectory, natives)];
            if (Path.GetDirectoryName(TorchSharpPath) is { Length: > 0 } beside)
            {
                folders.AddRange([beside, Path.Combine(beside, natives)]);
            }

            if (TorchSharpPackage is { } package)
            {
                folders.Add(Path.Combine(package, natives));
            }

            if (PackageCache is { } cache && LibTorchVersion is { } version)
            {
                folders.Add(Path.Combine(cache, $"libtorch-cpu-{Rid}", version, natives));
            }

            return folders.Select(Path.TrimEndingDirectorySeparator).Distinct();
        }
    }

    /// <summary>
    /// Whether that NuGet cache contains a CUDA libtorch. It consists of several packages, which only TorchSharp can
    /// combine.
    /// </summary>
    internal bool HasCachedCuda => IsCached($"libtorch-cuda-*-{Rid}*");

    /// <summary>Whether that NuGet cache contains a libtorch for this machine.</summary>
    internal bool HasCachedLibTorch => IsCached($"libtorch-cpu-{Rid}") || HasCachedCuda;

    /// <summary>The packages of this process.</summary>
    /// <param name="rid">The name of this operating system and processor in packages, such as linux-x64.</param>
    /// <exception cref="FileNotFoundException">TorchSharp.dll itself is missing.</exception>
    internal static TorchPackages OfThisProcess(string rid)
    {
        Assembly torchSharp = typeof(torch).Assembly;
        string version = torchSharp.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? $"{torchSharp.GetName().Version}";
        return new TorchPackages
        {
            Rid = rid,
            TorchSharpVersion = version.Split('+')[0],
            LibTorchVersion = ReadLibTorchVersion(),
            TorchSharpPath = torchSharp.Location,
            BaseDirectory = AppContext.BaseDirectory,
            SearchDirectories = $"{AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES")}"
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        };
    }

    /// <summary>The path of a library in the first folder that contains it; null if no folder does.</summary>
    /// <param name="library">The name, without the prefix and extension of the operating system.</param>
    internal string? Find(string library)
    {
        string file = FileName(library);
        return Folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }

    /// <summary>The file name of a library on this operating system.</summary>
    /// <param name="library">The name, without the prefix and extension of the operating system.</param>
    internal static string FileName(string library) =>
        OperatingSystem.IsWindows() ? $"{library}.dll"
            : OperatingSystem.IsMacOS() ? $"lib{library}.dylib"
            : $"lib{library}.so";

    /// <summary>The folder of TorchSharp's package if TorchSharp.dll is in one; otherwise null.</summary>
    private string? TorchSharpPackage =>
        Path.GetDirectoryName(TorchSharpPath) is { Length: > 0 } framework
            && Directory.GetParent(framework) is { Name: "lib", Parent: { } package }
                ? package.FullName
                : null;

    private bool IsCached(string packagePattern) =>
        PackageCache is { } cache && LibTorchVersion is { } version
            && Directory.EnumerateDirectories(cache, packagePattern)
                .Any(package => Directory.Exists(Path.Combine(package, version)));

    /// <summary>
    /// A constant of TorchSharp, read as metadata. The public property would run the type initializer, which must not run
    /// before the native libraries are known to load.
    /// </summary>
    private static string? ReadLibTorchVersion()
    {
        FieldInfo? field = typeof(torch).GetField("libtorchPackageVersion", BindingFlags.NonPublic | BindingFlags.Static);
        string? version = field is { IsLiteral: true } ? field.GetRawConstantValue() as string : null;

        // NuGet leaves a fourth part of zero out of the names of folders.
        return version?.EndsWith(".0", StringComparison.Ordinal) == true && version.Count(c => c == '.') == 3
            ? version[..^2]
            : version;
    }
}

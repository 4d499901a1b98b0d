using System.Reflection;
using TorchSharp;

namespace VaeTransforms.Native;

/// <summary>Where TorchSharp's and libtorch's native libraries may lie on this machine.</summary>
/// <remarks>
/// An application has them beside it, and .NET finds them there by itself. In a notebook or a script TorchSharp.dll is used
/// straight out of the NuGet cache, where every package has a folder of its own and nothing lies beside anything.
/// </remarks>
internal sealed record TorchPackages
{
    /// <summary>The name that TorchSharp imports its native functions from.</summary>
    internal const string TorchSharpLibrary = "LibTorchSharp";

    /// <summary>TorchSharp's version.</summary>
    internal required string TorchSharpVersion { get; init; }

    /// <summary>The version of libtorch that this TorchSharp is built for; null where it does not say.</summary>
    internal required string? LibTorchVersion { get; init; }

    /// <summary>The path of TorchSharp.dll; empty inside a single-file application.</summary>
    internal required string TorchSharpPath { get; init; }

    /// <summary>The application's folder.</summary>
    internal required string BaseDirectory { get; init; }

    /// <summary>The folders that the host searches for native libraries.</summary>
    internal required IReadOnlyList<string> SearchDirectories { get; init; }

    /// <summary>The packages' name of this operating system and processor.</summary>
    internal required string Rid { get; init; }

    /// <summary>The NuGet cache that TorchSharp.dll is used out of; null when it lies with an application.</summary>
    internal string? PackageCache =>
        TorchSharpPackage is { } package && Directory.GetParent(package) is { } named
            && named.Name.Equals("torchsharp", StringComparison.OrdinalIgnoreCase)
                ? named.Parent?.FullName
                : null;

    /// <summary>Every folder worth a look, nearest first; some do not exist.</summary>
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
    /// Whether the NuGet cache that TorchSharp.dll is used from holds a CUDA libtorch; such a package comes in parts that
    /// only TorchSharp knows how to put together.
    /// </summary>
    internal bool HasCachedCuda => IsCached($"libtorch-cuda-*-{Rid}*");

    /// <summary>Whether the NuGet cache that TorchSharp.dll is used from holds any libtorch for this machine.</summary>
    internal bool HasCachedLibTorch => IsCached($"libtorch-cpu-{Rid}") || HasCachedCuda;

    /// <summary>The packages as this process sees them.</summary>
    /// <param name="rid">The packages' name of this operating system and processor.</param>
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

    /// <summary>The path of a library in the first folder that has it; null where none has.</summary>
    /// <param name="library">Its name, without what the operating system puts around it.</param>
    internal string? Find(string library)
    {
        string file = FileName(library);
        return Folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }

    /// <summary>A library's file name on this operating system.</summary>
    /// <param name="library">Its name, without what the operating system puts around it.</param>
    internal static string FileName(string library) =>
        OperatingSystem.IsWindows() ? $"{library}.dll"
            : OperatingSystem.IsMacOS() ? $"lib{library}.dylib"
            : $"lib{library}.so";

    /// <summary>The folder of TorchSharp's package, if TorchSharp.dll lies two folders down in one.</summary>
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
    /// TorchSharp's constant, read as metadata: its public property would run the type initialiser, which must not happen
    /// before the native libraries are known to load.
    /// </summary>
    private static string? ReadLibTorchVersion()
    {
        FieldInfo? field = typeof(torch).GetField("libtorchPackageVersion", BindingFlags.NonPublic | BindingFlags.Static);
        string? version = field is { IsLiteral: true } ? field.GetRawConstantValue() as string : null;

        // NuGet names folders without a fourth part of zero.
        return version?.EndsWith(".0", StringComparison.Ordinal) == true && version.Count(c => c == '.') == 3
            ? version[..^2]
            : version;
    }
}

using System.Text.RegularExpressions;

namespace VaeTransforms.Native;

/// <summary>Explains why libtorch did not load, to the person who can change that.</summary>
internal sealed partial record TorchLoadFailure
{
    private const string ServingNeedsNone = "A process that only serves models does not need libtorch.";

    /// <summary>The first library that could not be loaded, without the prefix and extension of the operating system.</summary>
    internal required string Library { get; init; }

    /// <summary>The message of the system's loader, with a line for each place that it tried.</summary>
    internal required string LoaderMessage { get; init; }

    /// <summary>The reason why a patched copy could not be used; null if none was tried.</summary>
    internal Exception? PatchFailure { get; init; }

    /// <summary>Whether the user turned patching off.</summary>
    internal required bool CompatibilityIsOff { get; init; }

    /// <summary>The folders that were searched.</summary>
    internal required TorchPackages Packages { get; init; }

    /// <summary>The machine.</summary>
    internal required TorchMachine Machine { get; init; }

    /// <summary>The exception for the user.</summary>
    /// <param name="cause">The exception of the loader.</param>
    internal TorchRuntimeException ToException(Exception? cause)
    {
        (string what, string rule, string remedy) = Explain();
        return new TorchRuntimeException($"{what}\n{rule}\n{remedy}", cause);
    }

    private string File => TorchPackages.FileName(Library);

    private string TorchSharp => $"TorchSharp {Packages.TorchSharpVersion}";

    private string LibTorch => Packages.LibTorchVersion is { } version ? $"libtorch {version}" : "libtorch";

    private string CLibrary => Machine.GlibcVersion is { } version ? $"glibc {version}" : "another C library";

    private static string NativePackage => OperatingSystem.IsWindows() ? "TorchSharp-cuda-windows" : "TorchSharp-cuda-linux";

    private (string What, string Rule, string Remedy) Explain()
    {
        // The patched copy replaces TorchSharp's own library. Its message does not concern the libraries that it depends on.
        string output = Library == TorchPackages.TorchSharpLibrary && PatchFailure is DllNotFoundException
            ? $"{LoaderMessage}\n{PatchFailure.Message}"
            : LoaderMessage;
        string[] versions = [.. MissingVersion().Matches(output).Select(match => match.Groups[1].Value).Distinct()];
        if (!Machine.IsSupported)
        {
            return UnsupportedMachine();
        }

        if (versions.FirstOrDefault(version => version.StartsWith("GLIBC_", StringComparison.Ordinal)) is { } glibc)
        {
            return OldGlibc(glibc);
        }

        if (versions.FirstOrDefault(version => version != TorchSharpImage.NewestVersion) is { } libstdcxx)
        {
            return OldLibstdcxx(libstdcxx);
        }

        if (versions.Length > 0)
        {
            return CompatibilityIsOff ? SwitchedOff() : NotPatched();
        }

        if (UndefinedSymbol().Match(output) is { Success: true } symbol)
        {
            return VersionsDiffer(symbol.Groups[1].Value);
        }

        string? missing = MissingLibrary().Matches(output)
            .Select(match => Path.GetFileName(match.Groups[1].Value))
            .FirstOrDefault(name => !IsOneOfTheNamesTried(name));
        if (missing is not null && !ComesWithLibTorch(missing))
        {
            return MissingSystemLibrary(missing);
        }

        if (missing is not null || Packages.Find(Library) is null)
        {
            return NoNativePackage(missing ?? File);
        }

        return Unexplained(output);
    }

    private (string, string, string) UnsupportedMachine() => (
        $"Training needs {LibTorch}, but there is no libtorch for {Machine.Rid}.",
        $"{TorchSharp} has native libraries for {TorchMachine.SupportedRids}.",
        $"Train on one of these. On Linux, the C library must be glibc, not musl (Alpine). {ServingNeedsNone}");

    private (string, string, string) OldGlibc(string version) => (
        $"{File} cannot be loaded: it needs {version}, but the C library of this machine is older.",
        $"{TorchSharp} is built for glibc 2.34 and newer; this machine has {CLibrary}.",
        $"Train on Debian 12, Ubuntu 22.04, RHEL 9 or newer, or in a container image of one. {ServingNeedsNone}");

    private string NeedsOf(string version) =>
        $"{File} cannot be loaded: it needs {version} of {TorchSharpImage.CppRuntime}, but this machine has an older one.";

    private (string, string, string) OldLibstdcxx(string version) => (
        NeedsOf(version),
        $"{TorchSharp} needs the libstdc++ of GCC 11 or newer.",
        "Install a newer libstdc++ (libstdc++6 on Debian and Ubuntu, libstdc++ on RHEL), and check that "
            + "LD_LIBRARY_PATH does not lead to an older one.");

    private (string, string, string) SwitchedOff() => (
        NeedsOf(TorchSharpImage.NewestVersion),
        $"VaeTransforms can patch the library, but the AppContext switch '{TorchRuntime.DisableSwitch}' is on.",
        "Turn the switch off, or train on Debian 13, Ubuntu 24.04, RHEL 10 or newer.");

    private (string, string, string) NotPatched() => (
        NeedsOf(TorchSharpImage.NewestVersion),
        "VaeTransforms uses a patched copy in this case, but the copy failed: "
            + FirstLine(PatchFailure?.Message ?? "the file was not found."),
        "Make the user's cache folder or the folder for temporary files writable, use the version of TorchSharp that "
            + "VaeTransforms references, or train on Debian 13, Ubuntu 24.04, RHEL 10 or newer.");

    private (string, string, string) VersionsDiffer(string symbol) => (
        $"{File} cannot be loaded: the symbol {symbol} was not found.",
        $"{TorchSharp} is built for {LibTorch}, but another libtorch was found{At(Packages.Find("torch_cpu"))}.",
        $"Reference TorchSharp and TorchSharp-cpu (or {NativePackage}) in the same version, and clean the output folder.");

    private (string, string, string) MissingSystemLibrary(string library) => (
        $"{File} cannot be loaded: it needs the system library {library}, which is not installed.",
        $"{TorchSharp} and {LibTorch} do not contain the libraries of the operating system.",
        SystemPackage(library));

    private (string, string, string) NoNativePackage(string library) => (
        $"Training needs {LibTorch}, but {library} was not found.",
        $"{TorchSharp} does not contain libtorch; another package does. The folders searched are "
            + $"{string.Join(", ", Packages.Folders.Where(Directory.Exists))}.",
        $"Add the NuGet package TorchSharp-cpu (or {NativePackage}), version {Packages.TorchSharpVersion}, to the application "
            + $"that trains. {ServingNeedsNone}");

    private (string, string, string) Unexplained(string output) => (
        $"{File} cannot be loaded: {Reason(output)}",
        $"{TorchSharp} needs it; the file is in {Path.GetDirectoryName(Packages.Find(Library))}.",
        OperatingSystem.IsWindows()
            ? "Install the Microsoft Visual C++ Redistributable, or restore the application's packages again."
            : "Restore or publish the application again. The file may be damaged, or the system may not allow it to be "
                + "executed.");

    /// <summary>The line that gives the reason. The other lines name places where the loader did not find the file.</summary>
    private static string Reason(string output) =>
        output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("Unable to load", StringComparison.Ordinal))
            .FirstOrDefault(line => !MissingLibrary().IsMatch(line), FirstLine(output));

    private bool IsOneOfTheNamesTried(string file) =>
        file == Library || file == $"{Library}.so" || file == $"lib{Library}" || file == $"lib{Library}.so";

    private static bool ComesWithLibTorch(string file) =>
        file.StartsWith("libtorch", StringComparison.Ordinal) || file.StartsWith("libc10", StringComparison.Ordinal)
            || file.StartsWith("libgomp-", StringComparison.Ordinal)
            || file.StartsWith("libcud", StringComparison.Ordinal) && file != "libcuda.so.1";

    private static string SystemPackage(string library) => library switch
    {
        "libgomp.so.1" => "Install it: libgomp1 on Debian and Ubuntu, libgomp on RHEL and Fedora.",
        "libstdc++.so.6" => "Install it: libstdc++6 on Debian and Ubuntu, libstdc++ on RHEL and Fedora.",
        "libgcc_s.so.1" => "Install it: libgcc-s1 on Debian and Ubuntu, libgcc on RHEL and Fedora.",
        "libcuda.so.1" => "Install the NVIDIA driver, or reference TorchSharp-cpu instead of a CUDA package.",
        _ => $"Install the package that has it: 'apt-file search {library}' on Debian and Ubuntu, "
            + $"'dnf provides \"*/{library}\"' on RHEL and Fedora.",
    };

    private static string At(string? path) => path is null ? "" : $", in {Path.GetDirectoryName(path)}";

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();

    [GeneratedRegex(@"version [`']([\w.]+)' not found")]
    private static partial Regex MissingVersion();

    [GeneratedRegex(@"undefined symbol: ([^\s,]+)")]
    private static partial Regex UndefinedSymbol();

    [GeneratedRegex(@"([^\s:]+): cannot open shared object file")]
    private static partial Regex MissingLibrary();
}

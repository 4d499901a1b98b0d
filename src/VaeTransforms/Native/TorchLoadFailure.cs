using System.Text.RegularExpressions;

namespace VaeTransforms.Native;

/// <summary>Says what a failed load of libtorch means to the person who has to mend it.</summary>
internal sealed partial record TorchLoadFailure
{
    private const string ServingNeedsNone = "A process that only serves a model needs no libtorch.";

    /// <summary>The first library that could not be loaded, without what the operating system puts around its name.</summary>
    internal required string Library { get; init; }

    /// <summary>What the system's loader said, a line for each place that it looked in.</summary>
    internal required string LoaderMessage { get; init; }

    /// <summary>Why no mended copy could be used; null when none was tried.</summary>
    internal Exception? Refusal { get; init; }

    /// <summary>Whether the user has switched the mending off.</summary>
    internal required bool CompatibilityIsOff { get; init; }

    /// <summary>Where the libraries were looked for.</summary>
    internal required TorchPackages Packages { get; init; }

    /// <summary>The machine that they should have been loaded on.</summary>
    internal required TorchMachine Machine { get; init; }

    /// <summary>The exception for the user.</summary>
    /// <param name="cause">What the loader threw.</param>
    internal TorchRuntimeException ToException(Exception? cause)
    {
        (string what, string rule, string remedy) = Explain();
        return new TorchRuntimeException($"{what}\n{rule}\n{remedy}", cause);
    }

    private string File => TorchPackages.FileName(Library);

    private string TorchSharp => $"TorchSharp {Packages.TorchSharpVersion}";

    private string LibTorch => Packages.LibTorchVersion is { } version ? $"libtorch {version}" : "libtorch";

    private static string NativePackage => OperatingSystem.IsWindows() ? "TorchSharp-cuda-windows" : "TorchSharp-cuda-linux";

    private (string What, string Rule, string Remedy) Explain()
    {
        // The mended copy stands for TorchSharp's own library; what it met says nothing about those below.
        string said = Library == TorchPackages.TorchSharpLibrary && Refusal is DllNotFoundException
            ? $"{LoaderMessage}\n{Refusal.Message}"
            : LoaderMessage;
        string[] versions = [.. MissingVersion().Matches(said).Select(match => match.Groups[1].Value).Distinct()];
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
            return CompatibilityIsOff ? SwitchedOff() : NotMended();
        }

        if (UndefinedSymbol().Match(said) is { Success: true } symbol)
        {
            return VersionsDiffer(symbol.Groups[1].Value);
        }

        string? missing = MissingLibrary().Matches(said)
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

        return Unexplained(said);
    }

    private (string, string, string) UnsupportedMachine() => (
        $"{LibTorch}, which training needs, cannot be loaded: there is none for {Machine.Rid}.",
        $"{TorchSharp} has native libraries for {TorchMachine.SupportedRids}.",
        $"Train on one of these; on Linux that means glibc, not musl (Alpine). {ServingNeedsNone}");

    private (string, string, string) OldGlibc(string version) => (
        $"{File} cannot be loaded: it needs {version}, and this machine's C library is older.",
        $"{TorchSharp} is built for glibc 2.34 and newer; this machine has {Machine.GlibcVersion ?? "another C library"}.",
        $"Train on Debian 12, Ubuntu 22.04, RHEL 9 or newer, or in a container image of one. {ServingNeedsNone}");

    private string NeedsOf(string version) =>
        $"{File} cannot be loaded: it needs {version} of {TorchSharpImage.CppRuntime}, and this machine's is older.";

    private (string, string, string) OldLibstdcxx(string version) => (
        NeedsOf(version),
        $"{TorchSharp} needs the libstdc++ of GCC 11 or newer.",
        "Install a newer libstdc++ (libstdc++6 on Debian and Ubuntu, libstdc++ on RHEL), and see that LD_LIBRARY_PATH does "
            + "not put an older one before it.");

    private (string, string, string) SwitchedOff() => (
        NeedsOf(TorchSharpImage.NewestVersion),
        $"VaeTransforms can mend that by itself, but the AppContext switch '{TorchRuntime.DisableSwitch}' is on.",
        "Turn the switch off, or train on Debian 13, Ubuntu 24.04, RHEL 10 or newer.");

    private (string, string, string) NotMended() => (
        NeedsOf(TorchSharpImage.NewestVersion),
        "VaeTransforms mends that with a changed copy, but none could be used: "
            + FirstLine(Refusal?.Message ?? "the file was not found."),
        "Make the user's cache folder or the folder for temporary files writable, use the TorchSharp that VaeTransforms asks "
            + "for, or train on Debian 13, Ubuntu 24.04, RHEL 10 or newer.");

    private (string, string, string) VersionsDiffer(string symbol) => (
        $"{File} cannot be loaded: the symbol {symbol} is nowhere to be found.",
        $"{TorchSharp} is built for {LibTorch}, and another libtorch lies beside it{At(Packages.Find("torch_cpu"))}.",
        $"Reference TorchSharp and TorchSharp-cpu (or {NativePackage}) in the same version, and clean the output folder.");

    private (string, string, string) MissingSystemLibrary(string library) => (
        $"{File} cannot be loaded: it needs the system's {library}, which is not installed.",
        $"{TorchSharp} and {LibTorch} bring their own libraries, but not those of the operating system.",
        SystemPackage(library));

    private (string, string, string) NoNativePackage(string library) => (
        $"{LibTorch}, which training needs, is not in this application: {library} was not found.",
        $"{TorchSharp} leaves it to a package of its own; looked in "
            + $"{string.Join(", ", Packages.Folders.Where(Directory.Exists))}.",
        $"Add the NuGet package TorchSharp-cpu (or {NativePackage}), version {Packages.TorchSharpVersion}, to the application "
            + $"that trains. {ServingNeedsNone}");

    private (string, string, string) Unexplained(string said) => (
        $"{File} cannot be loaded: {Reason(said)}",
        $"{TorchSharp} needs it; it lies in {Path.GetDirectoryName(Packages.Find(Library))}.",
        OperatingSystem.IsWindows()
            ? "Install the Microsoft Visual C++ Redistributable, or restore the application's packages again."
            : "Restore or publish the application again; the file may be damaged, or not allowed to be executed.");

    /// <summary>The loader says of every place that it looked in vain there; what remains is the reason.</summary>
    private static string Reason(string said) =>
        said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("Unable to load", StringComparison.Ordinal))
            .FirstOrDefault(line => !MissingLibrary().IsMatch(line), FirstLine(said));

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

using VaeTransforms.Native;
using VaeTransforms.Tests.Contract.Refusals;

namespace VaeTransforms.Tests.Native;

/// <summary>Machines and packages that libtorch cannot be loaded with. Each message has three lines.</summary>
internal static class LoadMistakes
{
    private const string NoFile = "cannot open shared object file: No such file or directory";
    private const string NotFound = "Unable to load shared library 'LibTorchSharp' or one of its dependencies.\n";
    private const string Newest =
        NotFound + "/a/x.so: /lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /a/x.so)\n";

    private static readonly TorchLoadFailure Failure = new()
    {
        Library = TorchPackages.TorchSharpLibrary,
        LoaderMessage = "",
        CompatibilityIsOff = false,
        Machine = new TorchMachine("linux-x64", "2.36", HasNewLibstdcxx: false),
        Packages = new TorchPackages
        {
            Rid = "linux-x64",
            TorchSharpVersion = "0.107.0",
            LibTorchVersion = "2.10.0",
            TorchSharpPath = "",
            BaseDirectory = "/",
            SearchDirectories = [],
        },
    };

    public static IReadOnlyList<Mistake> All { get; } =
    [
        Loader(
            "A system library that packages are known for",
            $"{NotFound}libgomp.so.1: {NoFile}\n/a/LibTorchSharp.so: {NoFile}",
            "libgomp.so.1",
            "libgomp1 on Debian and Ubuntu, libgomp on RHEL"),
        Loader("Another system library", $"{NotFound}libelf.so.1: {NoFile}", "libelf.so.1", "apt-file search libelf.so.1"),
        Loader(
            "An old C library",
            NotFound + "/a/x.so: /lib/libc.so.6: version `GLIBC_2.34' not found (required by /a/x.so)",
            "GLIBC_2.34",
            "Debian 12, Ubuntu 22.04, RHEL 9 or newer"),
        Loader(
            "An old C++ library",
            Newest + "/c/x.so: /lib/libstdc++.so.6: version `CXXABI_1.3.13' not found (required by /c/x.so)",
            "CXXABI_1.3.13",
            "Install a newer libstdc++"),
        Loader(
            "Another version of libtorch",
            NotFound + "/a/libLibTorchSharp.so: undefined symbol: _ZN3c105ErrorC1Ev, version X",
            "_ZN3c105ErrorC1Ev",
            "in the same version"),
        Loader(
            "No package with libtorch",
            $"{NotFound}/a/libLibTorchSharp.so: {NoFile}\nlibtorch.so: {NoFile}",
            "libtorch.so",
            "Add the NuGet package TorchSharp-cpu"),
        Loader(
            "No native library at all",
            $"{NotFound}/a/libLibTorchSharp.so: {NoFile}",
            "libLibTorchSharp.so",
            "Add the NuGet package TorchSharp-cpu"),
        Of(
            "Patching is turned off",
            Failure with { LoaderMessage = Newest, CompatibilityIsOff = true },
            "GLIBCXX_3.4.32",
            "VaeTransforms.DisableTorchCompatibility",
            "Debian 13"),
        Of(
            "The patched copy cannot be written",
            Failure with { LoaderMessage = Newest, PatchFailure = new IOException("No space left on device.") },
            "GLIBCXX_3.4.32",
            "No space left on device.",
            "cache folder"),
        Of(
            "The patched copy needs a newer C library",
            Failure with
            {
                LoaderMessage = Newest,
                PatchFailure = new DllNotFoundException("/c/libLibTorchSharp.so: /lib/libc.so.6: version `GLIBC_2.34' not found"),
            },
            "GLIBC_2.34",
            "",
            "Debian 12"),
        Machine("linux-musl-x64"),
        Machine("linux-arm64"),
    ];

    private static Mistake Loader(string name, string output, string missing, string remedy) =>
        Of(name, Failure with { LoaderMessage = output }, missing, "0.107.0", remedy);

    private static Mistake Machine(string rid) => Of(
        $"A machine of kind {rid}",
        Failure with { LoaderMessage = NotFound, Machine = new TorchMachine(rid, null, HasNewLibstdcxx: false) },
        rid,
        "linux-x64, win-x64, win-arm64, osx-arm64",
        "glibc");

    /// <param name="name">The name of the mistake.</param>
    /// <param name="failure">What failed.</param>
    /// <param name="lines">A fact of each of the three lines.</param>
    private static Mistake Of(string name, TorchLoadFailure failure, params string[] lines) =>
        new(name, typeof(TorchRuntimeException), _ => throw failure.ToException(null), lines);
}

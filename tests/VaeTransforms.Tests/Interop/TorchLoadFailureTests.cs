using VaeTransforms.Native;
using Xunit;

namespace VaeTransforms.Tests.Interop;

public sealed class TorchLoadFailureTests
{
    private const string NoFile = "cannot open shared object file: No such file or directory";
    private const string NotFound = "Unable to load shared library 'LibTorchSharp' or one of its dependencies.\n";
    private const string Newest = NotFound + "/a/x.so: /lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /a/x.so)\n";

    private static readonly TorchMachine Debian12 = new("linux-x64", "2.36", HasNewLibstdcxx: false);

    public TorchLoadFailureTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "The messages are those of Linux's loader.");

    public static TheoryData<string, string, string> LoaderMessages => new()
    {
        {
            $"{NotFound}libgomp.so.1: {NoFile}\n/a/LibTorchSharp.so: {NoFile}",
            "libgomp.so.1",
            "libgomp1 on Debian and Ubuntu, libgomp on RHEL"
        },
        {
            $"{NotFound}libelf.so.1: {NoFile}",
            "libelf.so.1",
            "apt-file search libelf.so.1"
        },
        {
            NotFound + "/a/x.so: /lib/libc.so.6: version `GLIBC_2.34' not found (required by /a/x.so)",
            "GLIBC_2.34",
            "Debian 12, Ubuntu 22.04, RHEL 9 or newer"
        },
        {
            Newest + "/c/x.so: /lib/libstdc++.so.6: version `CXXABI_1.3.13' not found (required by /c/x.so)",
            "CXXABI_1.3.13",
            "Install a newer libstdc++"
        },
        {
            NotFound + "/a/libLibTorchSharp.so: undefined symbol: _ZN3c105ErrorC1Ev, version X",
            "_ZN3c105ErrorC1Ev",
            "in the same version"
        },
        {
            $"{NotFound}/a/libLibTorchSharp.so: {NoFile}\nlibtorch.so: {NoFile}",
            "libtorch.so",
            "Add the NuGet package TorchSharp-cpu"
        },
        {
            $"{NotFound}/a/libLibTorchSharp.so: {NoFile}",
            "libLibTorchSharp.so",
            "Add the NuGet package TorchSharp-cpu"
        },
    };

    [Theory]
    [MemberData(nameof(LoaderMessages))]
    public void The_message_names_what_is_missing_and_what_to_do(string said, string missing, string remedy)
    {
        string[] lines = Lines(Failure(said));

        Assert.Contains(missing, lines[0], StringComparison.Ordinal);
        Assert.Contains("0.107.0", lines[1], StringComparison.Ordinal);
        Assert.Contains(remedy, lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void On_an_old_machine_the_switch_is_named_when_it_is_off()
    {
        string[] lines = Lines(Failure(Newest) with { CompatibilityIsOff = true });

        Assert.Contains("GLIBCXX_3.4.32", lines[0], StringComparison.Ordinal);
        Assert.Contains("VaeTransforms.DisableTorchCompatibility", lines[1], StringComparison.Ordinal);
        Assert.Contains("Debian 13", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_that_could_not_be_made_is_explained()
    {
        string[] lines = Lines(Failure(Newest) with { Refusal = new IOException("No space left on device.") });

        Assert.Contains("No space left on device.", lines[1], StringComparison.Ordinal);
        Assert.Contains("cache folder", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_mended_copy_lacks_counts_more_than_what_it_mends()
    {
        TorchLoadFailure failure = Failure(Newest) with
        {
            Refusal = new DllNotFoundException("/c/libLibTorchSharp.so: /lib/libc.so.6: version `GLIBC_2.34' not found"),
        };

        Assert.Contains("GLIBC_2.34", Lines(failure)[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linux-musl-x64")]
    [InlineData("linux-arm64")]
    public void A_machine_without_a_libtorch_is_told_which_have_one(string rid)
    {
        string[] lines = Lines(Failure(NotFound) with { Machine = new TorchMachine(rid, null, HasNewLibstdcxx: false) });

        Assert.Contains(rid, lines[0], StringComparison.Ordinal);
        Assert.Contains("linux-x64, win-x64, win-arm64, osx-arm64", lines[1], StringComparison.Ordinal);
        Assert.Contains("glibc", lines[2], StringComparison.Ordinal);
    }

    private static TorchLoadFailure Failure(string said) => new()
    {
        Library = TorchPackages.TorchSharpLibrary,
        LoaderMessage = said,
        CompatibilityIsOff = false,
        Machine = Debian12,
        Packages = new TorchPackages
        {
            Rid = "linux-x64",
            TorchSharpVersion = "0.107.0",
            LibTorchVersion = "2.10.0",
            TorchSharpPath = "",
            BaseDirectory = "/nowhere",
            SearchDirectories = [],
        },
    };

    private static string[] Lines(TorchLoadFailure failure)
    {
        string[] lines = failure.ToException(null).Message.Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.All(lines, Assert.NotEmpty);
        return lines;
    }
}

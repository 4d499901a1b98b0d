using System.Diagnostics;
using TorchSharp;
using VaeTransforms.Native;
using Xunit;

namespace VaeTransforms.Tests.Native;

public sealed class TorchRuntimeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Many_threads_load_it_once()
    {
        Parallel.For(0, 8, _ => TorchRuntime.EnsureLoaded(null));
        TorchRuntime.EnsureLoaded(_ => Assert.Fail("The message was logged before, or there is none."));

        using torch.Tensor ones = torch.ones(3);
        Assert.Equal(3, ones.sum().item<float>());
    }

    [Fact]
    public void Processes_that_start_together_share_one_patched_copy()
    {
        Process[] processes =
        [
            .. Enumerable.Range(0, 3)
                .Select(_ => Start(TorchRuntimeInAFreshProcess.TorchSharp_computes, _folder, _folder, place: _folder)),
        ];

        Assert.All(processes, FreshProcess.AssertPasses);
        if (TorchRuntimeInAFreshProcess.IsOldMachine)
        {
            Assert.Single(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
        }
    }

    [Fact]
    public void Without_a_writable_folder_the_patched_copy_is_in_memory() =>
        FreshProcess.AssertPasses(
            Start(
                TorchRuntimeInAFreshProcess.TorchSharp_computes,
                temporary: "/dev/null",
                cache: "/dev/null",
                place: "memory"));

    [Fact]
    public void An_old_machine_trains_only_if_patching_is_on()
    {
        Assert.SkipUnless(TorchRuntimeInAFreshProcess.IsOldMachine, "TorchSharp loads here without a patch.");
        FreshProcess.AssertPasses(
            Start(TorchRuntimeInAFreshProcess.The_switch_decides, _folder, cache: _folder, place: _folder));
    }

    [Fact]
    public void Without_a_native_package_the_message_names_one()
    {
        FreshProcess.CopyManagedPartTo(_folder);
        FreshProcess.AssertPasses(
            FreshProcess.Start(TorchRuntimeInAFreshProcess.Without_natives_nothing_loads, _folder));
    }

    private static Process Start(Action test, string temporary, string cache, string place) =>
        FreshProcess.Start(
            test,
            AppContext.BaseDirectory,
            ("TMPDIR", temporary),
            ("XDG_CACHE_HOME", cache),
            (TorchRuntimeInAFreshProcess.ExpectedPlace, place));
}

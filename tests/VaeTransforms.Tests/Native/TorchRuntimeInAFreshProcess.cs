using TorchSharp;
using VaeTransforms.Native;
using Xunit;

namespace VaeTransforms.Tests.Native;

/// <summary>The methods that <see cref="TorchRuntimeTests"/> runs with <see cref="FreshProcess"/>.</summary>
internal static class TorchRuntimeInAFreshProcess
{
    internal const string ExpectedPlace = "VAETRANSFORMS_EXPECTED_PLACE";

    internal static bool IsOldMachine => OperatingSystem.IsLinux() && !TorchMachine.Current().HasNewLibstdcxx;

    internal static void TorchSharp_computes()
    {
        List<string> log = [];
        TorchRuntime.EnsureLoaded(log.Add);
        TorchRuntime.EnsureLoaded(log.Add);

        using torch.Tensor random = torch.rand(2, 2);
        Assert.InRange(random.sum().item<float>(), 0, 4);
        if (IsOldMachine)
        {
            Assert.Contains(Environment.GetEnvironmentVariable(ExpectedPlace)!, Assert.Single(log), StringComparison.Ordinal);
        }
        else
        {
            Assert.Empty(log);
        }
    }

    internal static void The_switch_decides()
    {
        AppContext.SetSwitch(TorchRuntime.DisableSwitch, true);
        string[] lines = Assert.Throws<TorchRuntimeException>(() => TorchRuntime.EnsureLoaded(null)).Message.Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Contains("GLIBCXX_3.4.32", lines[0], StringComparison.Ordinal);
        Assert.Contains(TorchRuntime.DisableSwitch, lines[1], StringComparison.Ordinal);

        AppContext.SetSwitch(TorchRuntime.DisableSwitch, false);
        TorchSharp_computes();
    }

    internal static void Without_natives_nothing_loads()
    {
        foreach (int attempt in new[] { 1, 2 })
        {
            TorchRuntimeException thrown = Assert.Throws<TorchRuntimeException>(() => TorchRuntime.EnsureLoaded(null));
            string[] lines = thrown.Message.Split('\n');
            Assert.Equal(3, lines.Length);
            Assert.Contains(TorchPackages.FileName("torch_cpu"), lines[0], StringComparison.Ordinal);
            Assert.Contains("2.10.0", lines[0], StringComparison.Ordinal);
            Assert.Contains("TorchSharp-cpu", lines[2], StringComparison.Ordinal);
            Assert.NotNull(thrown.InnerException);
        }
    }
}

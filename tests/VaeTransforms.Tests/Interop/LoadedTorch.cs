using VaeTransforms.Native;
using VaeTransforms.Tests.Interop;
using Xunit;

[assembly: AssemblyFixture(typeof(LoadedTorch))]

namespace VaeTransforms.Tests.Interop;

/// <summary>
/// Loads libtorch before the first test. TorchSharp's own initializer runs once in a process and, run first, finds no
/// library on a machine with an old libstdc++: every test that trains would then fail, and which test is first is chance.
/// </summary>
public sealed class LoadedTorch
{
    public LoadedTorch() => TorchRuntime.EnsureLoaded(null);
}

using VaeTransforms.Native;
using VaeTransforms.Tests.Native;
using Xunit;

[assembly: AssemblyFixture(typeof(LoadedTorch))]

namespace VaeTransforms.Tests.Native;

/// <summary>
/// Loads libtorch before the first test. TorchSharp's own initializer runs once in a process. If it runs first, it finds no
/// library on a machine with an old libstdc++, and every test that trains fails. The order of the tests is random.
/// </summary>
public sealed class LoadedTorch
{
    public LoadedTorch() => TorchRuntime.EnsureLoaded(null);
}

using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>The state of a random stream as bytes.</summary>
internal static class RandomStream
{
    public static byte[] StateOf(Generator generator)
    {
        using Tensor state = generator.get_state();
        return state.data<byte>().ToArray();
    }

    public static void Set(Generator generator, byte[] state)
    {
        using Tensor bytes = tensor(state, uint8);
        generator.set_state(bytes);
    }
}

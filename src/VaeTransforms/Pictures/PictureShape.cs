using VaeTransforms.Model;

namespace VaeTransforms.Detection;

/// <summary>The axes of a row, as far as they are known.</summary>
internal static class PictureShape
{
    /// <summary>[channels, height, width] of a picture, [D] for any other row.</summary>
    /// <param name="model">Its network may know the shape.</param>
    /// <param name="axes">Those of the column.</param>
    public static TensorShape Of(TrainedVae model, IReadOnlyList<int> axes) =>
        model.Architecture.Network.InputShape is { Sizes.Count: 3 } own ? own
        : axes.Count == 3 ? new TensorShape([.. axes])
        : new TensorShape(model.Architecture.InputSize);
}

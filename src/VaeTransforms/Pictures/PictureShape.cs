namespace VaeTransforms.Pictures;

/// <summary>The axes of a row without its condition, as far as they are known.</summary>
internal static class PictureShape
{
    /// <summary>[channels, height, width] of a picture, [D] for any other row.</summary>
    /// <param name="architecture">Its network may have the shape.</param>
    /// <param name="axes">Those of the column.</param>
    public static TensorShape Of(VaeArchitecture architecture, IReadOnlyList<int> axes) =>
        architecture.Network.InputShape is { Sizes.Count: 3 } own ? own
        : axes.Count == 3 ? new TensorShape([.. axes])
        : new TensorShape(architecture.ScoredSlots);

    /// <summary>Whether rows are pictures, whose slots are in one unit.</summary>
    /// <param name="architecture">Its network may have the shape.</param>
    /// <param name="axes">Those of the column.</param>
    public static bool IsPicture(VaeArchitecture architecture, IReadOnlyList<int> axes) =>
        Of(architecture, axes).Sizes.Count == 3;
}

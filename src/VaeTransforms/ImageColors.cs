namespace VaeTransforms;

/// <summary>Which channels of an image a model reads.</summary>
public enum ImageColors
{
    /// <summary>Gray if no training image has a color, otherwise red, green and blue.</summary>
    Automatic,

    /// <summary>One channel. Images with colors are converted to gray.</summary>
    Gray,

    /// <summary>Three channels: red, green and blue.</summary>
    Rgb,
}

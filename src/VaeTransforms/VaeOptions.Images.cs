using VaeTransforms.Model;

namespace VaeTransforms;

/// <content>What becomes of a column of images.</content>
public sealed partial record VaeOptions
{
    private const int MaxImageSide = 4096;

    /// <summary>
    /// The number of rows of pixels that an image is resized to, from 1 to 4,096; <see cref="ImageWidth"/> must be set too.
    /// Default: null, the size of the images, which must then all have the same.
    /// </summary>
    /// <remarks>Only for a column of <c>MLImage</c>. Resizing is part of the model that is saved.</remarks>
    public int? ImageHeight
    {
        get;
        init => field = OptionRule.Check(
            value, value is null or (>= 1 and <= MaxImageSide), "must be from 1 to 4096, or null for the size of the images.");
    }

    /// <summary>The number of columns of pixels, as <see cref="ImageHeight"/>.</summary>
    public int? ImageWidth
    {
        get;
        init => field = OptionRule.Check(
            value, value is null or (>= 1 and <= MaxImageSide), "must be from 1 to 4096, or null for the size of the images.");
    }

    /// <summary>
    /// Which channels of an image the model reads. Default: Automatic, which means Gray if no training image has a color,
    /// otherwise Rgb.
    /// </summary>
    /// <remarks>
    /// Only for a column of <c>MLImage</c>. Levels from 0 to 255 become numbers from 0 to 1. Transparency is not read.
    /// </remarks>
    public ImageColors ImageColors
    {
        get;
        init => field = OptionRule.Check(value, Enum.IsDefined(value), "must be Automatic, Gray or Rgb.");
    }

    private void ValidateImages()
    {
        if (ImageHeight is null != ImageWidth is null)
        {
            throw new ArgumentException(
                $"ImageHeight and ImageWidth must be set together, but ImageHeight is {OptionRule.Text(ImageHeight)} and "
                    + $"ImageWidth is {OptionRule.Text(ImageWidth)}. Set both, or none for the size of the images.",
                nameof(ImageHeight));
        }
    }
}

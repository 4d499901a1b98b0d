using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Pictures;

/// <summary>What the images of a column have in common.</summary>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Columns of pixels.</param>
/// <param name="AreGray">Whether red, green and blue are the same everywhere.</param>
internal sealed record TrainingImages(int Height, int Width, bool AreGray)
{
    /// <summary>Reads the images.</summary>
    /// <param name="data">The training data.</param>
    /// <param name="name">The column.</param>
    /// <param name="options">They may state the size and the colors.</param>
    /// <exception cref="ArgumentException">An image is missing, or two differ in size and the options state none.</exception>
    public static TrainingImages Of(IDataView data, string name, VaeOptions options)
    {
        (int Height, int Width)? size = options.ImageHeight is { } height ? (height, options.ImageWidth!.Value) : null;
        bool isStated = size is not null;
        bool areGray = true;
        long row = 0;
        foreach (MLImage? image in Read(data, name))
        {
            MLImage read = image ?? throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"Row {row} of column '{name}' has no image, but a VAE needs one in each row. Leave out such rows."));
            size ??= (read.Height, read.Width);
            if (!isStated && size != (read.Height, read.Width))
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Images must have the same size, but in column '{name}' row 0 has {size.Value.Width}×{size.Value.Height} "
                    + $"pixels and row {row} has {read.Width}×{read.Height}. Set ImageHeight and ImageWidth, and each image is "
                    + $"resized to them."));
            }

            areGray = areGray && (options.ImageColors == ImageColors.Gray || IsGray(read));
            row++;

            // Nothing else can be learned from the remaining images.
            if (isStated && (!areGray || options.ImageColors != ImageColors.Automatic))
            {
                break;
            }
        }

        return size is { } found
            ? new TrainingImages(found.Height, found.Width, options.ImageColors switch
            {
                ImageColors.Gray => true,
                ImageColors.Rgb => false,
                _ => areGray,
            })
            : throw new ArgumentException(
                $"Column '{name}' has no rows, but a VAE needs at least two. Check the source of the data.");
    }

    /// <summary>
    /// The images of a column. Each is there until the next one is read: ML.NET disposes what it has given before.
    /// </summary>
    private static IEnumerable<MLImage?> Read(IDataView data, string name)
    {
        DataViewSchema.Column column = data.Schema[name];
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<MLImage?> getter = cursor.GetGetter<MLImage?>(column);
        MLImage? image = null;
        while (cursor.MoveNext())
        {
            getter(ref image);
            yield return image;
        }
    }

    private static bool IsGray(MLImage image)
    {
        ReadOnlySpan<byte> pixels = image.Pixels;
        for (int i = 0; i + 2 < pixels.Length; i += image.BitsPerPixel / 8)
        {
            if (pixels[i] != pixels[i + 1] || pixels[i] != pixels[i + 2])
            {
                return false;
            }
        }

        return true;
    }
}

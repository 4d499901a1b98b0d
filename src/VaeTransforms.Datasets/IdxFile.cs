using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using Microsoft.ML;

namespace VaeTransforms.Datasets;

/// <summary>
/// Reads IDX files of unsigned bytes, the format of MNIST and Fashion-MNIST. Files compressed with gzip are recognized by
/// their content, not by their name.
/// </summary>
/// <remarks>
/// The format is two zero bytes, the type (8: unsigned byte), the number of dimensions, the dimensions as big-endian 32-bit
/// integers, then the values. LeCun, Cortes and Burges, 'The MNIST database of handwritten digits'.
/// </remarks>
public static class IdxFile
{
    private const int UnsignedByte = 8;

    /// <summary>Images and their labels as a view, in the files' order.</summary>
    /// <param name="mlContext">The context that creates the view.</param>
    /// <param name="imagesPath">A file of three dimensions: images, rows, columns.</param>
    /// <param name="labelsPath">A file of one dimension with a label from 0 per image.</param>
    /// <param name="labelNames">
    /// The names of the labels from 0. Null, the default, names them "0", "1" and so on up to the highest label in the file.
    /// Give the names if two views must have the same schema and one file may lack the highest label.
    /// </param>
    /// <returns>
    /// <c>Features</c>, Vector&lt;Single, rows · columns&gt;: pixels scaled to [0, 1], row by row, with slot names
    /// <c>pixel_0_0</c> and so on. <c>Label</c>, a UInt32 key with the names as key values. The view is in memory and takes 4
    /// bytes per pixel.
    /// </returns>
    /// <exception cref="InvalidDataException">
    /// A file is not an IDX file of that number of dimensions, the files have different counts, or a label has no name.
    /// </exception>
    public static IDataView LoadImages(
        MLContext mlContext, string imagesPath, string labelsPath, IReadOnlyList<string>? labelNames = null)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        byte[] labels = ReadLabels(labelsPath);
        IdxImages images = ReadImages(imagesPath);
        if (images.Pixels.Length != labels.Length)
        {
            throw new InvalidDataException(
                $"'{imagesPath}' has {images.Pixels.Length} images, but '{labelsPath}' has {labels.Length} labels. "
                + "Use the two files of the same set.");
        }

        int highest = labels.Max();
        labelNames ??=
            [.. Enumerable.Range(0, highest + 1).Select(label => label.ToString(CultureInfo.InvariantCulture))];
        if (highest >= labelNames.Count)
        {
            throw new InvalidDataException(
                $"'{labelsPath}' has the label {highest}, but {labelNames.Count} names were given. Name every label from 0.");
        }

        return LabeledView.WithClasses(
            mlContext,
            Array.ConvertAll(images.Pixels, image => Array.ConvertAll(image, pixel => pixel / 255f)),
            labels.Select(label => (int)label),
            LabeledView.PixelNames(images.Height, images.Width),
            [.. labelNames]);
    }

    /// <summary>The images of a file of three dimensions.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The images, in the file's order.</returns>
    /// <exception cref="InvalidDataException">The file is not such an IDX file, or it is incomplete.</exception>
    public static IdxImages ReadImages(string path)
    {
        (int[] dimensions, byte[][] images) = Read(path, rank: 3);
        return new IdxImages(dimensions[1], dimensions[2], images);
    }

    /// <summary>The labels of a file of one dimension.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The labels, in the file's order.</returns>
    /// <exception cref="InvalidDataException">The file is not such an IDX file, or it is incomplete.</exception>
    public static byte[] ReadLabels(string path) => Read(path, rank: 1).Items[0];

    // The items of a file of three dimensions are its images; a file of one dimension has one item, the list of its values.
    private static (int[] Dimensions, byte[][] Items) Read(string path, int rank)
    {
        using FileStream file = File.OpenRead(path);
        using Stream stream = IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : file;
        try
        {
            int[] dimensions = ReadHeader(stream, rank);
            byte[][] items = rank == 1
                ? [ReadBytes(stream, dimensions[0], "values")]
                : [.. Enumerable.Range(0, dimensions[0])
                    .Select(_ => ReadBytes(stream, dimensions[1] * dimensions[2], "values"))];
            return stream.ReadByte() == -1
                ? (dimensions, items)
                : throw new InvalidDataException(
                    $"it continues after the {string.Join(" x ", dimensions)} values that its header states");
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException(
                $"'{path}' cannot be read as an IDX file of unsigned bytes in {rank} dimension(s): {error.Message.TrimEnd('.')}. "
                + "Images have 3 dimensions and labels 1. If the path is right, download the file again.",
                error);
        }
    }

    private static bool IsGzip(FileStream file)
    {
        bool isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return isGzip;
    }

    private static int[] ReadHeader(Stream stream, int rank)
    {
        byte[] magic = ReadBytes(stream, 4, "magic number");
        if (magic is not [0, 0, UnsignedByte, _] || magic[3] != rank)
        {
            throw new InvalidDataException(
                $"it starts with {Convert.ToHexString(magic)}, not with 0000{UnsignedByte:X2}{rank:X2}");
        }

        int[] dimensions = [.. Enumerable.Range(0, rank)
            .Select(_ => BinaryPrimitives.ReadInt32BigEndian(ReadBytes(stream, 4, "dimensions")))];
        return dimensions.All(size => size > 0) && dimensions[1..].Aggregate(1L, (a, b) => a * b) <= Array.MaxLength
            ? dimensions
            : throw new InvalidDataException($"its dimensions are {string.Join(" x ", dimensions)}");
    }

    private static byte[] ReadBytes(Stream stream, int count, string what)
    {
        byte[] bytes = new byte[count];
        return stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count
            ? bytes
            : throw new InvalidDataException($"it ends within its {what}");
    }
}

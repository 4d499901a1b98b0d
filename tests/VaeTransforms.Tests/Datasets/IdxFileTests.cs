using System.IO.Compression;
using Microsoft.ML;
using VaeTransforms.Datasets;
using Xunit;

namespace VaeTransforms.Tests.Datasets;

public sealed class IdxFileTests : IDisposable
{
    // Three images of 2 x 3 pixels: 0, 1, … 16, 255.
    private static readonly byte[] Images =
        [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 3, .. Enumerable.Range(0, 17).Select(i => (byte)i), 255];

    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 3, 2, 0, 1];

    private static readonly MLContext MLContext = new(seed: 1);

    private readonly string _folder = Directory.CreateTempSubdirectory("idx").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Images_keep_their_order_size_and_bytes()
    {
        IdxImages images = IdxFile.ReadImages(Save(Images));

        Assert.Equal((2, 3), (images.Height, images.Width));
        Assert.Equal([[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11], [12, 13, 14, 15, 16, 255]], images.Pixels);
        Assert.Equal([2, 0, 1], IdxFile.ReadLabels(Save(Labels)));
    }

    [Fact]
    public void Compressed_files_are_read_without_a_file_extension()
    {
        Assert.Equal(IdxFile.ReadImages(Save(Images)).Pixels, IdxFile.ReadImages(Save(Gzip(Images))).Pixels);
        Assert.Equal([2, 0, 1], IdxFile.ReadLabels(Save(Gzip(Labels))));
    }

    [Fact]
    public void A_view_has_pixels_from_0_to_1_with_names_and_labels_as_keys()
    {
        IDataView view = IdxFile.LoadImages(MLContext, Save(Images), Save(Labels));

        Assert.Equal("Vector<Single, 6>", view.Schema["Features"].Type.ToString());
        Assert.Equal(["pixel_0_0", "pixel_0_1", "pixel_0_2", "pixel_1_0", "pixel_1_1", "pixel_1_2"], view.SlotNames());
        Assert.Equal([12 / 255f, 13 / 255f, 14 / 255f, 15 / 255f, 16 / 255f, 1f], view.Features()[2]);
        Assert.Equal(["0", "1", "2"], view.LabelNames());
        Assert.Equal([3u, 1u, 2u], view.Keys());
    }

    [Fact]
    public void Labels_have_the_given_names()
    {
        string[] names = ["shirt", "shoe", "bag", "coat"];
        IDataView view = IdxFile.LoadImages(MLContext, Save(Images), Save(Labels), names);
        Assert.Equal(names, view.LabelNames());

        var error = Assert.Throws<InvalidDataException>(
            () => IdxFile.LoadImages(MLContext, Save(Images), Save(Labels), names[..2]));
        Assert.EndsWith(
            "has the label 2, but 2 names were given. Name every label from 0.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_and_labels_of_two_sets_are_refused_with_both_counts()
    {
        string images = Save(Images);
        string labels = Save([0, 0, 8, 1, 0, 0, 0, 2, 0, 1]);

        var error = Assert.Throws<InvalidDataException>(() => IdxFile.LoadImages(MLContext, images, labels));
        Assert.Equal($"'{images}' has 3 images, but '{labels}' has 2 labels. Use the two files of the same set.", error.Message);
    }

    public static TheoryData<byte[], string> BadImages => new()
    {
        { [], "it ends within its magic number" },
        { "PK\u0003\u0004 and more"u8.ToArray(), "it starts with 504B0304, not with 00000803" },
        { Labels, "it starts with 00000801, not with 00000803" },
        { Images[..10], "it ends within its dimensions" },
        { Images[..^1], "it ends within its values" },
        { [.. Images, 0], "it continues after the 3 x 2 x 3 values that its header states" },
        { [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 3], "its dimensions are 1 x 0 x 3" },
        { [0, 0, 8, 3, 0, 0, 0, 1, 127, 0, 0, 0, 127, 0, 0, 0], "its dimensions are 1 x 2130706432 x 2130706432" },
        { Gzip(Images)[..^12], "" },
        { [0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], "" },
    };

    [Theory]
    [MemberData(nameof(BadImages))]
    public void A_truncated_or_foreign_file_is_refused_with_the_reason(byte[] bytes, string reason)
    {
        string path = Save(bytes);

        var error = Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path));
        Assert.StartsWith(
            $"'{path}' cannot be read as an IDX file of unsigned bytes in 3 dimension(s): {reason}",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Fashion_MNIST_has_60000_garments_of_ten_kinds()
    {
        const string Folder = "/usr/share/datasets/fashion-mnist";
        Assert.SkipUnless(Directory.Exists(Folder), $"Fashion-MNIST (Debian: dataset-fashion-mnist) is not in {Folder}.");

        IdxImages images = IdxFile.ReadImages(Path.Combine(Folder, "train-images-idx3-ubyte.gz"));
        byte[] labels = IdxFile.ReadLabels(Path.Combine(Folder, "train-labels-idx1-ubyte.gz"));

        Assert.Equal((60_000, 28, 28), (images.Pixels.Length, images.Height, images.Width));
        Assert.Equal(Enumerable.Repeat(6_000, 10), labels.CountBy(label => label).Select(count => count.Value));
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return stream.ToArray();
    }

    private string Save(byte[] bytes)
    {
        string path = Path.Combine(_folder, Path.GetRandomFileName());
        File.WriteAllBytes(path, bytes);
        return path;
    }
}

using Microsoft.ML;
using VaeTransforms.Datasets;
using Xunit;

namespace VaeTransforms.Tests.Datasets;

public sealed class DigitsTests
{
    private static readonly MLContext MLContext = new(seed: 1);

    [Fact]
    public void Every_digit_occurs_as_often_as_UCI_states()
    {
        IDataView view = Digits.Load(MLContext);

        Assert.Equal(1797, view.GetRowCount());
        Assert.Equal(
            [178, 182, 177, 183, 181, 182, 181, 179, 174, 180],
            view.Keys().CountBy(key => key).OrderBy(count => count.Key).Select(count => count.Value));
    }

    [Fact]
    public void Pixels_are_whole_amounts_of_ink_from_0_to_16()
    {
        float[] pixels = [.. Digits.Load(MLContext).Features().SelectMany(row => row)];

        Assert.All(pixels, pixel => Assert.True(pixel is >= 0 and <= 16 && pixel == MathF.Floor(pixel)));
        Assert.Equal(561_718, pixels.Sum(pixel => (double)pixel));
    }

    [Fact]
    public void Columns_are_64_named_pixels_and_a_key_named_by_the_digit()
    {
        IDataView view = Digits.Load(MLContext);

        Assert.Equal("Vector<Single, 64>", view.Schema["Features"].Type.ToString());
        Assert.Equal("Key<UInt32, 0-9>", view.Schema["Label"].Type.ToString());
        Assert.Equal(
            ["pixel_0_0", "pixel_0_1", "pixel_1_0", "pixel_7_7"], new[] { 0, 1, 8, 63 }.Select(i => view.SlotNames()[i]));
        Assert.Equal("0123456789", string.Concat(view.LabelNames()));
    }

    [Fact]
    public void View_and_arrays_hold_the_same_rows_in_the_same_order()
    {
        IDataView view = Digits.Load(MLContext);
        (float[][] features, int[] labels) = Digits.Read();

        Assert.Equal(features, view.Features());
        Assert.Equal(labels, view.Keys().Select(key => (int)key - 1));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], labels[..10]);
    }

    [Fact]
    public void Clustering_is_evaluated_on_the_label_as_it_is()
    {
        IDataView view = Digits.Load(MLContext);
        IDataView clusters = MLContext.Clustering.Trainers.KMeans(numberOfClusters: 10).Fit(view).Transform(view);

        Assert.InRange(MLContext.Clustering.Evaluate(clusters, labelColumnName: "Label").NormalizedMutualInformation, 0.5, 1);
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Datasets;
using Xunit;

namespace VaeTransforms.Tests.Datasets;

public sealed class BreastCancerTests
{
    private static readonly MLContext MLContext = new(seed: 1);

    [Fact]
    public void A_mass_labeled_true_is_malignant()
    {
        IDataView view = BreastCancer.Load(MLContext);
        bool[] malignant = [.. view.GetColumn<bool>("Label")];
        float[] radius = [.. view.Features().Select(row => row[0])];

        Assert.Equal(BooleanDataViewType.Instance, view.Schema["Label"].Type);
        Assert.Equal((212, 357), (malignant.Count(label => label), malignant.Count(label => !label)));
        Assert.True(radius.Where((_, i) => malignant[i]).Average() > radius.Where((_, i) => !malignant[i]).Average() + 4);
    }

    [Fact]
    public void Measurements_have_their_names()
    {
        IDataView view = BreastCancer.Load(MLContext);
        string[] names = view.SlotNames();
        float[][] rows = view.Features();

        Assert.Equal("Vector<Single, 30>", view.Schema["Features"].Type.ToString());
        Assert.Equal(30, names.Distinct().Count());
        Assert.Equal(14.1273, Mean("mean radius"), 1e-3);
        Assert.Equal(654.889, Mean("mean area"), 1e-2);
        Assert.Equal(0.0839458, Mean("worst fractal dimension"), 1e-5);

        // The first row of the file, by scikit-learn's column names.
        Assert.Equal(0.07871f, rows[0][Array.IndexOf(names, "mean fractal dimension")]);
        Assert.Equal(1.095f, rows[0][Array.IndexOf(names, "radius error")]);
        Assert.Equal(25.38f, rows[0][Array.IndexOf(names, "worst radius")]);

        double Mean(string name) => rows.Average(row => (double)row[Array.IndexOf(names, name)]);
    }

    [Fact]
    public void View_and_arrays_hold_the_same_rows_in_the_same_order()
    {
        IDataView view = BreastCancer.Load(MLContext);
        (float[][] features, bool[] labels) = BreastCancer.Read();

        Assert.Equal(features, view.Features());
        Assert.Equal(labels, view.GetColumn<bool>("Label"));
    }
}

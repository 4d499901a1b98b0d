using Microsoft.ML;

namespace VaeTransforms.Datasets;

/// <summary>
/// 569 fine-needle aspirates of breast masses, with 30 measurements of their cell nuclei each: a table of mixed units.
/// </summary>
/// <remarks>
/// UCI's 'Breast Cancer Wisconsin (Diagnostic)' (W. H. Wolberg, W. N. Street and O. L. Mangasarian, 1995; CC BY 4.0), in
/// the order and with the column names of scikit-learn's <c>load_breast_cancer</c>.
/// </remarks>
public static class BreastCancer
{
    private const string Resource = "breast_cancer.csv.gz";

    private static readonly string[] Measurements =
    [
        "radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points", "symmetry",
        "fractal dimension",
    ];

    private static readonly string[] SlotNames =
    [
        .. Measurements.Select(name => "mean " + name),
        .. Measurements.Select(name => name + " error"),
        .. Measurements.Select(name => "worst " + name),
    ];

    /// <summary>The measurements as a view, in a fixed order.</summary>
    /// <param name="mlContext">The context that creates the view.</param>
    /// <returns>
    /// <c>Features</c>, Vector&lt;Single, 30&gt;: mean, standard error and mean of the three largest values of ten
    /// measurements, each in its own unit, with slot names such as <c>mean radius</c>, <c>radius error</c> and
    /// <c>worst radius</c>. <c>Label</c>, Boolean: true for the 212 malignant masses, false for the 357 benign ones.
    /// </returns>
    public static IDataView Load(MLContext mlContext)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        (float[][] features, bool[] labels) = Read();
        return LabeledView.WithFlags(mlContext, features, labels, SlotNames);
    }

    /// <summary>The measurements as plain arrays, in the order of <see cref="Load"/>.</summary>
    /// <returns>Measurements, [569][30], and labels, [569], true for malignant. The caller owns the arrays.</returns>
    public static (float[][] Features, bool[] Labels) Read()
    {
        float[][] rows = EmbeddedCsv.Read(Resource, headerLines: 1);

        // The file's target is 0 for malignant and 1 for benign.
        return (Array.ConvertAll(rows, row => row[..SlotNames.Length]), Array.ConvertAll(rows, row => row[^1] == 0));
    }
}

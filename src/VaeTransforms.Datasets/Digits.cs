using Microsoft.ML;

namespace VaeTransforms.Datasets;

/// <summary>1,797 handwritten digits of 13 people as 8×8 images, small enough to train on in a second.</summary>
/// <remarks>
/// The test set of UCI's 'Optical Recognition of Handwritten Digits' (E. Alpaydin and C. Kaynak, 1998; CC BY 4.0), in
/// the order of scikit-learn's <c>load_digits</c>.
/// </remarks>
public static class Digits
{
    /// <summary>Rows and columns of an image.</summary>
    public const int Side = 8;

    private const string Resource = "digits.csv.gz";
    private const int PixelCount = Side * Side;

    /// <summary>The digits as a view, in a fixed order.</summary>
    /// <param name="mlContext">The context that creates the view.</param>
    /// <returns>
    /// <c>Features</c>, Vector&lt;Single, 64&gt;: ink per pixel from 0 to 16, row by row, with slot names <c>pixel_0_0</c>
    /// to <c>pixel_7_7</c>. <c>Label</c>, Key&lt;UInt32, 0-9&gt; with the key values "0" to "9".
    /// <c>Clustering.Evaluate</c> and the multiclass trainers accept this label; <c>MapKeyToValue</c> converts it to text.
    /// </returns>
    public static IDataView Load(MLContext mlContext)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        (float[][] features, int[] labels) = Read();
        return LabeledView.WithClasses(
            mlContext, features, labels, LabeledView.PixelNames(Side, Side), [.. Enumerable.Range(0, 10).Select(d => $"{d}")]);
    }

    /// <summary>The digits as plain arrays, in the order of <see cref="Load"/>.</summary>
    /// <returns>Ink per pixel from 0 to 16, [1797][64], and the digits from 0 to 9, [1797]. The caller owns the arrays.</returns>
    public static (float[][] Features, int[] Labels) Read()
    {
        float[][] rows = EmbeddedCsv.Read(Resource, headerLines: 0);
        return (Array.ConvertAll(rows, row => row[..PixelCount]), Array.ConvertAll(rows, row => (int)row[PixelCount]));
    }
}

using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Datasets;

namespace VaeTransforms.Benchmarks.Clusters;

/// <summary>
/// How many digits without a label are recognized when 100 of 1,797 have one: by an encoder whose mixture the labels name, and by
/// logistic regression on the pixels of the 100.
/// </summary>
internal static class LabelsCommand
{
    private const int Labeled = 100;
    private const float Ink = 16;

    /// <param name="seeds">The seeds, which choose the rows with a label too. Default: 1, 2 and 3.</param>
    /// <param name="output">Where the table goes.</param>
    public static int Run(string[] seeds, TextWriter output)
    {
        output.WriteLine("| seed | VAE, accuracy | logistic regression |\n| --- | --- | --- |");
        foreach (int seed in seeds.Length == 0 ? [1, 2, 3] : Array.ConvertAll(seeds, int.Parse))
        {
            (float[][] pixels, int[] digits) = Digits.Read();
            int[] order = [.. Enumerable.Range(0, digits.Length)];

            // Another stream than that of the held-out rows, which are drawn by the seed.
            new Random(seed + 1000).Shuffle(order);
            HashSet<int> labeled = [.. order[..Labeled]];
            Row[] rows = [.. pixels.Select((row, i) => new Row
            {
                Features = [.. row.Select(ink => ink / Ink)],
                Digit = labeled.Contains(i) ? $"{digits[i]}" : "",
            })];
            var ml = new MLContext(seed);
            IDataView all = Keyed(ml, rows);
            var options = new VaeOptions
            {
                LatentDimension = 10,
                Prior = Prior.MixtureOfGaussians(),
                LabelColumnName = "Label",
                Likelihood = Likelihood.Bernoulli,
                ClusterColumnName = "PredictedLabel",
            };
            using VaeTransformer vae = ml.Transforms.VaeEncode("Latent", "Features", options).Fit(all);
            // A penalty of 1, ML.NET's default, is too much for so few rows.
            ITransformer regression = ml.MulticlassClassification.Trainers
                .LbfgsMaximumEntropy(l1Regularization: 0, l2Regularization: 0.1f)
                .Fit(Keyed(ml, [.. rows.Where(row => row.Digit.Length > 0)]));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {seed} | {Accuracy(vae):P1} | {Accuracy(regression):P1} |"));

            double Accuracy(ITransformer classifier)
            {
                uint[] predicted = [.. classifier.Transform(all).GetColumn<uint>("PredictedLabel")];
                return order[Labeled..].Average(row => predicted[row] - 1 == digits[row] ? 1.0 : 0);
            }
        }

        return 0;
    }

    private static IDataView Keyed(MLContext ml, Row[] rows)
    {
        IDataView data = ml.Data.LoadFromEnumerable(rows);
        IDataView keys = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 10).Select(digit => new { Digit = $"{digit}" }));
        return ml.Transforms.Conversion.MapValueToKey("Label", "Digit", keyData: keys).Fit(data).Transform(data);
    }

    private sealed class Row
    {
        [VectorType(64)]
        public float[] Features { get; set; } = [];

        public string Digit { get; set; } = "";
    }
}

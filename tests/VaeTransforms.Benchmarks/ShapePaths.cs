using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Datasets;

namespace VaeTransforms.Benchmarks;

/// <summary>
/// Decodings on the line from the circles to the triangles: the number of connected parts in a picture, and the
/// probabilities that a classifier gives it.
/// </summary>
internal static class ShapePaths
{
    private const int Steps = 16;

    // A pixel with this coverage or more is part of the shape.
    private const float Ink = 0.5f;

    public static void Print(MLContext mlContext, double[] betas, int seeds)
    {
        var upright = new ShapeOptions { MaxShift = 0, MaxRotation = 0 };
        IDataView data = mlContext.Data.Cache(Shapes.Generate(mlContext, rows: 1500, seed: 1, upright));
        using var classifier = new ShapeClassifier(mlContext, data);
        Console.WriteLine(
            $"## From circles to triangles: {Steps} steps between the means of their codes, centered upright shapes");
        Console.WriteLine();
        Console.WriteLine(
            "| Beta | seed | parts at the midpoint | P(circle) at start, middle, end | P(triangle) at start, middle, end "
            + "| largest step in the wrong direction: circle, triangle |");
        Console.WriteLine("| ---: | ---: | ---: | --- | --- | --- |");
        foreach (double beta in betas)
        {
            for (int seed = 1; seed <= seeds; seed++)
            {
                var options = new VaeOptions
                {
                    LatentDimension = 2,
                    HiddenLayers = [128, 64],
                    Likelihood = Likelihood.Bernoulli,
                    Beta = beta,
                    Epochs = 100,
                    Seed = seed,
                };
                using VaeTransformer vae = mlContext.Transforms.VaeEncode("Latent", "Features", options).Fit(data);
                Console.WriteLine($"| {beta} | {seed} | {Row(vae.Model, classifier, data)} |");
            }
        }

        Console.WriteLine();
    }

    private static string Row(VaeModel model, ShapeClassifier classifier, IDataView data)
    {
        float[][] rows = [.. data.GetColumn<float[]>("Features")];
        float[][] path = model.Interpolate(Center(Shape.Circle), Center(Shape.Triangle), Steps + 1);
        float[] circle = [.. path.Select(picture => classifier.Probability(picture, Shape.Circle))];
        float[] triangle = [.. path.Select(picture => classifier.Probability(picture, Shape.Triangle))];
        double circleAgainst = circle.Zip(circle.Skip(1), (before, after) => Math.Max(0, after - before)).Max();
        double triangleAgainst = triangle.Zip(triangle.Skip(1), (before, after) => Math.Max(0, before - after)).Max();
        return $"{Parts(path[Steps / 2])} | {Three(circle)} | {Three(triangle)} | {circleAgainst:F3}, {triangleAgainst:F3}";

        // Rows alternate between the kinds in the order of the enumeration.
        float[] Center(Shape shape)
        {
            float[][] codes = model.Encode([.. rows.Where((_, row) => row % 3 == (int)shape)]);
            return [.. Enumerable.Range(0, codes[0].Length).Select(j => codes.Average(code => code[j]))];
        }

        static string Three(float[] values) => $"{values[0]:F3}, {values[Steps / 2]:F3}, {values[Steps]:F3}";
    }

    /// <summary>
    /// The number of parts of the picture whose pixels are connected by sides or corners. Corners count, because a thin tip
    /// can run along a diagonal.
    /// </summary>
    private static int Parts(float[] picture)
    {
        bool[] ink = [.. picture.Select(value => value >= Ink)];
        int parts = 0;
        var open = new Stack<int>();
        for (int start = 0; start < ink.Length; start++)
        {
            parts += ink[start] ? 1 : 0;
            open.Push(start);
            while (open.TryPop(out int pixel))
            {
                if (!ink[pixel])
                {
                    continue;
                }

                ink[pixel] = false;
                int row = pixel / Shapes.Side;
                int column = pixel % Shapes.Side;
                for (int neighbor = 0; neighbor < 9; neighbor++)
                {
                    int y = row + (neighbor / 3) - 1;
                    int x = column + (neighbor % 3) - 1;
                    if (y is >= 0 and < Shapes.Side && x is >= 0 and < Shapes.Side)
                    {
                        open.Push((y * Shapes.Side) + x);
                    }
                }
            }
        }

        return parts;
    }

    /// <summary>Multinomial logistic regression on the pixels.</summary>
    private sealed class ShapeClassifier : IDisposable
    {
        private readonly PredictionEngine<Picture, Verdict> _engine;

        public ShapeClassifier(MLContext mlContext, IDataView data)
        {
            ITransformer model = mlContext.MulticlassClassification.Trainers
                .LbfgsMaximumEntropy(l2Regularization: 0.1f)
                .Fit(data);
            _engine = mlContext.Model.CreatePredictionEngine<Picture, Verdict>(model, data.Schema);
        }

        public float Probability(float[] picture, Shape shape) =>
            _engine.Predict(new Picture { Features = picture }).Score[(int)shape];

        public void Dispose() => _engine.Dispose();
    }

    private sealed class Picture
    {
        [VectorType(Shapes.Side * Shapes.Side)]
        public float[] Features { get; set; } = [];

        [KeyType(3)]
        public uint Label { get; set; }
    }

    private sealed class Verdict
    {
        public float[] Score { get; set; } = [];
    }
}

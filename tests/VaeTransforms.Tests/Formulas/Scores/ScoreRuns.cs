using VaeTransforms.Detection;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;
using VaeTransforms.Tests.Onnx;
using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Formulas.Scores;

/// <summary>Untrained networks, rows that scores learn from, and what graphs compute: for the tests of every score.</summary>
internal static class ScoreRuns
{
    /// <summary>Networks whose likelihoods and normalizations differ.</summary>
    public static readonly Dictionary<string, TrainedVae> Models = new()
    {
        ["Gaussian"] = TestModels.Random(TestModels.Architecture()),
        ["StudentT"] = TestModels.Random(TestModels.Architecture(likelihood: Likelihood.StudentT(3))),
        ["Quantile"] = TestModels.WithQuantiles(TestModels.Random(TestModels.Architecture(likelihood: Likelihood.StudentT(5)))),
    };

    // Eighty to learn from, of which the last twenty are held out, and forty new ones.
    public static readonly float[][] Known = TestModels.Rows(Models["Gaussian"], 80);
    public static readonly float[][] New = TestModels.Rows(Models["Gaussian"], 40, seed: 5);
    public static readonly long[] HeldOut = [.. Enumerable.Range(60, 20).Select(i => (long)i)];

    /// <summary>Every score that the library has, with every name of <see cref="Models"/>.</summary>
    public static TheoryData<string, AnomalyScore> All => new(
        from model in Models.Keys
        from score in EveryFormula.Made<AnomalyScore>()
        select (model, score));

    public static ScoreRows Rows(TrainedVae model, float[][] rows, long[] heldOut) =>
        Rows(model, rows, new RowSplit([.. Enumerable.Range(0, rows.Length).Select(row => (long)row).Except(heldOut)], heldOut));

    public static ScoreRows Rows(TrainedVae model, float[][] rows, RowSplit split) =>
        new(model, new RowMatrix([.. rows.SelectMany(row => row)], model.Architecture.InputSize), split);

    /// <summary>A model that scores by what was learned from <see cref="Known"/>.</summary>
    public static TrainedVae Learned(string model, AnomalyScore score) => Learned(Models[model], score);

    public static TrainedVae Learned(TrainedVae model, AnomalyScore score) =>
        model with { Scoring = new LearnedScore(score, score.Learn(Rows(model, Known, HeldOut)).Arrays) };

    /// <summary>The score of each row, in one batch.</summary>
    public static float[] Graph(TrainedVae model, float[][] rows)
    {
        using var scorer = new VaeScorer(model);
        using BatchScorer batch = scorer.CreateBatch(VaeOutputs.Score, rows.Length);
        return [.. BatchedRows.Compute(batch, rows, VaeOutputs.Score).Select(values => values[0])];
    }

    public static double NegativeElbo(TrainedVae model, float[] row)
    {
        var pass = new ReferencePass(model, row);
        return pass.KlDivergence + pass.ReconstructionError;
    }

    /// <summary>The draws of a row that scores take, [samples], each [K].</summary>
    public static IEnumerable<float[]> Draws(TrainedVae model, ReferencePass pass, int samples)
    {
        int latent = pass.Mean.Length;
        var noise = new float[samples * latent];
        StandardNormal.Fill(new Random(model.Training.Seed), noise);
        return Enumerable.Range(0, samples).Select(s => Enumerable.Range(0, latent)
            .Select(j => (float)(pass.Mean[j] + (Math.Exp(pass.LogVariance[j] / 2) * noise[(s * latent) + j])))
            .ToArray());
    }

    /// <summary>The mean distance to the nearest of <see cref="Known"/>, from its definition.</summary>
    public static double Distance(TrainedVae model, float[] row, int count, NeighborSpace space)
    {
        double[] units = space == NeighborSpace.Input ? Ranges() : ResidualUnits(model);
        double[] point = Point(row);
        double[] distances = [.. Known
            .Where(reference => !reference.SequenceEqual(row))
            .Select(reference => Math.Sqrt(Point(reference).Zip(point, (a, b) => (a - b) * (a - b)).Sum()))
            .Order()
            .Take(Math.Min(count, Known.Length - 1))];
        return distances.Average();

        double[] Point(float[] values) => space == NeighborSpace.Input
            ? [.. values.Zip(units, (value, unit) => value / unit)]
            : [.. new ReferencePass(model, values).Mean, .. Residual(model, values).Zip(units, (value, unit) => value / unit)];
    }

    private static double[] Ranges() => [.. Known[0].Select((_, slot) =>
        (double)Known.Max(known => known[slot]) - Known.Min(known => known[slot]))];

    /// <summary>The root mean square of the residuals of held-out rows.</summary>
    private static double[] ResidualUnits(TrainedVae model)
    {
        double[][] residuals = [.. HeldOut.Select(row => Residual(model, Known[row]))];
        return [.. residuals[0].Select((_, slot) => Math.Sqrt(residuals.Average(row => row[slot] * row[slot])))];
    }

    /// <summary>Distances from the reconstruction in units of the decoder's noise.</summary>
    private static double[] Residual(TrainedVae model, float[] row)
    {
        var pass = new ReferencePass(model, row);
        return [.. row.Select((value, slot) => (value - pass.Reconstruction[slot])
            / (model.SlotScales()[slot] * Math.Exp(new DenseParts(model).LogVariances[slot] / 2)))];
    }

    /// <summary>Checks what graphs give for new rows.</summary>
    public static void AssertScores(string model, AnomalyScore score, Func<TrainedVae, float[], double> expected) =>
        AssertNear([.. New.Select(row => expected(Models[model], row))], Graph(Learned(model, score), New));

    public static void AssertNear(IReadOnlyCollection<double> expected, float[] actual, double tolerance = 1e-4)
    {
        Assert.Equal(expected.Count, actual.Length);
        Assert.All(expected.Zip(actual), pair => Near.Equal(pair.First, pair.Second, tolerance));
    }
}

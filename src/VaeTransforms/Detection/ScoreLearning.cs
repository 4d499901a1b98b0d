using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;

namespace VaeTransforms.Detection;

/// <summary>Learns from rows what an anomaly score needs besides the network. No labels are seen.</summary>
internal static class ScoreLearning
{
    // The wide view: the nearest tenth of the references, so that a cluster of anomalies has to be a tenth of all rows before
    // its rows have only each other; of few rows more, since then a tenth is a handful.
    private const int WideShare = 10;
    private const int LeastWide = 20;

    // Quartiles of fewer held-out energies are chance.
    private const int LeastHeldOut = 20;

    // Logarithms of distances that differ by less than a hundredth are equal.
    private const double LeastUnit = 0.01;

    // In interquartile ranges above the lower quartile: beyond nine tenths of a normal distribution.
    private const double FarOut = 1;

    /// <param name="model">The trained network.</param>
    /// <param name="rows">[rowCount, D], row-major, in the input's own units.</param>
    /// <param name="rowCount">At least 3.</param>
    /// <param name="heldOut">Indices of the rows not trained on, upwards; at least one.</param>
    /// <param name="score">What to learn for.</param>
    /// <remarks>
    /// In the input's space all rows become neighbours, since a row that is one is not its own. Residuals of rows trained on
    /// are smaller than those of others, so there only these become neighbours, and held-out rows and new ones meet the same distances.
    /// </remarks>
    public static ScoreLesson Learn(TrainedVae model, float[] rows, long rowCount, long[] heldOut, AnomalyScore score)
    {
        var scoring = new LearnedScore { Score = score };
        double? masked = null;
        long[] all = All(rowCount);
        switch (score)
        {
            case TypicalityScore:
                scoring = scoring with { TypicalElbo = (float)NegativeElbos(model, rows, heldOut).Average(value => (double)value) };
                break;
            case NeighborsScore { Space: NeighborSpace.Input }:
                scoring = scoring with { References = InputPoints(model, rows, all) };
                break;
            case NeighborsScore:
                scoring = scoring with { References = LatentPoints(model, rows, Some(model, Except(all, heldOut))) };
                break;
            case CombinedScore:
                (scoring, masked) = Combined(model, rows, all, heldOut.Length < LeastHeldOut ? Except(all, heldOut) : heldOut, scoring);
                break;
        }

        int near = score is NeighborsScore { Count: var count } ? scoring.Count(count) : score is CombinedScore ? scoring.Count(LearnedScore.NearCount) : 0;
        var report = new AnomalyScoreReport
        {
            Score = score,
            References = scoring.References?.Count ?? 0,
            NearNeighbors = near,
            WideNeighbors = scoring.WideCount,
            MaskedShare = masked,
        };
        return new ScoreLesson(scoring, score.CanLeaveOut ? LeftOutScores.Of(model, rows, all, heldOut, scoring) : null, report);
    }

    /// <param name="model">The trained network.</param>
    /// <param name="rows">[n, D].</param>
    /// <param name="all">Indices of all rows.</param>
    /// <param name="energetic">Indices of the rows whose energies are normal ones.</param>
    /// <param name="scoring">What is known so far.</param>
    private static (LearnedScore Scoring, double Masked) Combined(
        TrainedVae model, float[] rows, long[] all, long[] energetic, LearnedScore scoring)
    {
        scoring = scoring with { References = InputPoints(model, rows, all), EnergyOffset = EnergyOffset(model) };
        int kept = scoring.References.Count;
        scoring = scoring with { WideCount = scoring.Count(Math.Max(LeastWide, kept / WideShare)) };

        (float[] near, float[] wide) = NeighborDistances.Of(
            scoring.References.Values, scoring.References, scoring.Count(LearnedScore.NearCount), scoring.WideCount);
        scoring = scoring with
        {
            Near = Scale(near, LearnedScore.LeastDistance),
            Wide = Scale(wide, LearnedScore.LeastDistance),
            Energy = Scale(Energies(model, rows, energetic, scoring.EnergyOffset), LearnedScore.LeastEnergy),
        };
        int masked = near.Zip(wide).Count(row => scoring.WidePosition(row.Second) is > FarOut and var far && far - scoring.NearPosition(row.First) > 1);
        return (scoring, (double)masked / kept);
    }

    /// <summary>The parts of the rows' negative ELBOs that are never below 0, in nats; one beyond all numbers is the largest number.</summary>
    public static float[] Energies(TrainedVae model, float[] rows, long[] indices, float offset) =>
        [.. NegativeElbos(model, rows, indices).Select(value => float.IsNaN(value) ? float.MaxValue : Math.Clamp(value - offset, 0, float.MaxValue))];

    private static long[] Except(long[] rows, long[] some)
    {
        HashSet<long> without = [.. some];
        return [.. rows.Where(row => !without.Contains(row))];
    }

    private static long[] All(long rowCount)
    {
        var all = new long[rowCount];
        for (long row = 0; row < rowCount; row++)
        {
            all[row] = row;
        }

        return all;
    }

    /// <summary>Those of the rows that are kept: all, or a random part of many.</summary>
    private static long[] Some(TrainedVae model, long[] rows) =>
        RandomSubset.Of(rows, LearnedScore.MostReferences, model.Training.Seed);

    private static ReferencePoints InputPoints(TrainedVae model, float[] rows, long[] among)
    {
        InputSpace space = InputSpace.Of(rows, model.Architecture.InputSize, among);
        return new ReferencePoints
        {
            Space = NeighborSpace.Input,
            Centre = space.Centre,
            Scale = space.Scale,
            Values = space.Points(rows, Some(model, among)),
            Width = model.Architecture.InputSize,
        };
    }

    private static ReferencePoints LatentPoints(TrainedVae model, float[] rows, long[] some)
    {
        int input = model.Architecture.InputSize;
        int latent = model.Architecture.LatentDimension;
        int width = latent + input;
        double[] deviations = model.NoiseDeviations();
        float[] scale = [.. model.SlotScales().Select((value, slot) => Math.Max((float)(value * deviations[slot]), float.Epsilon))];
        var values = new float[some.Length * width];
        using var scorer = new VaeScorer(model with { Scoring = null });
        HeldOutRows.Compute(scorer, VaeOutputs.Mean, rows, some, (row, mean) => mean.CopyTo(values.AsSpan(row * width)));
        HeldOutRows.Compute(scorer, VaeOutputs.Reconstruction, rows, some, (row, reconstruction) =>
        {
            for (int slot = 0; slot < input; slot++)
            {
                values[(row * width) + latent + slot] = (rows[(some[row] * input) + slot] - reconstruction[slot]) / scale[slot];
            }
        });
        return new ReferencePoints { Space = NeighborSpace.LatentAndResidual, Centre = new float[input], Scale = scale, Values = values, Width = width };
    }

    /// <summary>The negative ELBO of a row without any error; of a likelihood without a fixed peak, 0.</summary>
    private static float EnergyOffset(TrainedVae model) => (float)model.MinReconstructionError();

    private static float[] NegativeElbos(TrainedVae model, float[] rows, long[] indices) => Scores(model with { Scoring = null }, rows, indices);

    private static float[] Scores(TrainedVae model, float[] rows, long[] indices)
    {
        var scores = new float[indices.Length];
        using var scorer = new VaeScorer(model);
        HeldOutRows.Compute(scorer, VaeOutputs.Score, rows, indices, (row, values) => scores[row] = values[0]);
        return scores;
    }

    /// <summary>Of the logarithms of the values.</summary>
    private static ScoreScale Scale(float[] values, float least)
    {
        float[] logarithms = [.. values.Select(value => LearnedScore.Logarithm(value, least))];
        double lower = SampleQuantile.At(logarithms, 0.25);
        return new ScoreScale((float)lower, (float)Math.Max(SampleQuantile.At(logarithms, 0.75) - lower, LeastUnit));
    }
}

using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;

namespace VaeTransforms.Anomaly;

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
        LearnedScore? leftOut = null;
        double? masked = null;
        long[] seen = NotHeldOut(rowCount, heldOut);
        switch (score)
        {
            case TypicalityScore:
                scoring = scoring with { TypicalElbo = (float)NegativeElbos(model, rows, heldOut).Average(value => (double)value) };
                break;
            case NeighborsScore { Space: NeighborSpace.Input }:
                scoring = scoring with { References = InputPoints(model, rows, rowCount) };
                leftOut = scoring;
                break;
            case NeighborsScore:
                scoring = scoring with { References = LatentPoints(model, rows, Some(model, seen)) };
                break;
            case CombinedScore:
                (scoring, masked) = Combined(model, rows, rowCount, heldOut.Length < LeastHeldOut ? seen : heldOut, scoring);
                leftOut = scoring with { Energy = EnergyScale(model, rows, Some(model, seen), scoring.EnergyOffset) };
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
        return new ScoreLesson(scoring, leftOut is null ? null : new LeftOutRows(leftOut, seen), report);
    }

    /// <param name="model">The trained network.</param>
    /// <param name="rows">[rowCount, D].</param>
    /// <param name="rowCount">At least 3.</param>
    /// <param name="energetic">Indices of the rows whose energies are normal ones.</param>
    /// <param name="scoring">What is known so far.</param>
    private static (LearnedScore Scoring, double Masked) Combined(
        TrainedVae model, float[] rows, long rowCount, long[] energetic, LearnedScore scoring)
    {
        scoring = scoring with { References = InputPoints(model, rows, rowCount), EnergyOffset = EnergyOffset(model) };
        int kept = scoring.References.Count;
        scoring = scoring with { WideCount = scoring.Count(Math.Max(LeastWide, kept / WideShare)) };

        (float[] nearest, float[] widest) = Distances(scoring);
        float[] near = Logarithms(nearest, LearnedScore.LeastDistance);
        float[] wide = Logarithms(widest, LearnedScore.LeastDistance);
        scoring = scoring with { Near = Scale(near), Wide = Scale(wide), Energy = EnergyScale(model, rows, energetic, scoring.EnergyOffset) };

        double Position(float value, ScoreScale scale) => (value - scale.Lower) / scale.Unit;
        int masked = near.Zip(wide).Count(pair => Position(pair.Second, scoring.Wide) is > FarOut and var far && far - Position(pair.First, scoring.Near) > 1);
        return (scoring, (double)masked / kept);
    }

    private static ScoreScale EnergyScale(TrainedVae model, float[] rows, long[] indices, float offset) =>
        Scale(Logarithms(NegativeElbos(model, rows, indices).Select(value => Math.Max(value - offset, 0)), LearnedScore.LeastEnergy));

    /// <summary>Mean distances of each reference to its nearest few and to its nearest tenth of the others: as a new row would have them.</summary>
    private static (float[] Near, float[] Wide) Distances(LearnedScore scoring)
    {
        ReferencePoints points = scoring.References!;
        int few = scoring.Count(LearnedScore.NearCount);
        var near = new float[points.Count];
        var wide = new float[points.Count];
        SquaredDistances.Each(points.Values, points.Values, points.Width, (row, squares) =>
        {
            squares[row] = float.PositiveInfinity;
            squares.Sort();
            near[row] = MeanRoot(squares[..few]);
            wide[row] = MeanRoot(squares[..scoring.WideCount]);
        });
        return (near, wide);
    }

    private static float MeanRoot(ReadOnlySpan<float> squares)
    {
        double sum = 0;
        foreach (float square in squares)
        {
            sum += Math.Sqrt(square);
        }

        return (float)(sum / squares.Length);
    }

    private static long[] NotHeldOut(long rowCount, long[] heldOut)
    {
        HashSet<long> held = [.. heldOut];
        return [.. All(rowCount).Where(row => !held.Contains(row))];
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

    private static ReferencePoints InputPoints(TrainedVae model, float[] rows, long rowCount)
    {
        int width = model.Architecture.InputSize;
        long[] all = All(rowCount);
        long[] some = Some(model, all);
        var centre = new float[width];
        var scale = new float[width];
        for (int slot = 0; slot < width; slot++)
        {
            (centre[slot], scale[slot]) = InputRange.Of(rows, width, slot, all);
        }

        var values = new float[some.Length * width];
        for (int i = 0; i < some.Length; i++)
        {
            for (int slot = 0; slot < width; slot++)
            {
                values[(i * width) + slot] = (rows[(some[i] * width) + slot] - centre[slot]) / scale[slot];
            }
        }

        return new ReferencePoints { Space = NeighborSpace.Input, Centre = centre, Scale = scale, Values = values, Width = width };
    }

    private static ReferencePoints LatentPoints(TrainedVae model, float[] rows, long[] some)
    {
        int input = model.Architecture.InputSize;
        int latent = model.Architecture.LatentDimension;
        int width = latent + input;
        float[] scale = [.. model.Weights.Scale.Select((value, slot) => model.Weights.DecoderLogVariance.Length == 0
            ? value
            : Math.Max((float)(value * Math.Exp(model.Weights.DecoderLogVariance[slot] / 2)), float.Epsilon))];
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

    /// <summary>The negative ELBO of a row without any error: that of a Bernoulli likelihood starts from 0.</summary>
    private static float EnergyOffset(TrainedVae model) =>
        model.Architecture.Likelihood is LearnedVarianceLikelihood likelihood ? (float)likelihood.LeastError(model.Weights.DecoderLogVariance) : 0;

    private static float[] NegativeElbos(TrainedVae model, float[] rows, long[] indices) => Scores(model with { Scoring = null }, rows, indices);

    private static float[] Scores(TrainedVae model, float[] rows, long[] indices)
    {
        var scores = new float[indices.Length];
        using var scorer = new VaeScorer(model);
        HeldOutRows.Compute(scorer, VaeOutputs.Score, rows, indices, (row, values) => scores[row] = values[0]);
        return scores;
    }

    // A NaN is the score of a row beyond all numbers.
    private static float[] Logarithms(IEnumerable<float> values, float least) =>
        [.. values.Select(value => float.IsNaN(value) ? float.MaxValue : value).Select(value => (float)Math.Log(Math.Min(value, float.MaxValue) + (double)least))];

    private static ScoreScale Scale(float[] values)
    {
        double lower = SampleQuantile.At(values, 0.25);
        return new ScoreScale((float)lower, (float)Math.Max(SampleQuantile.At(values, 0.75) - lower, LeastUnit));
    }
}

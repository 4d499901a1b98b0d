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
    /// <remarks>Only rows trained on become neighbours, so that held-out rows and new ones meet the same distances.</remarks>
    public static (LearnedScore Scoring, AnomalyScoreReport Report) Learn(
        TrainedVae model, float[] rows, long rowCount, long[] heldOut, AnomalyScore score)
    {
        var scoring = new LearnedScore { Score = score };
        double? masked = null;
        switch (score)
        {
            case TypicalityScore:
                scoring = scoring with { TypicalElbo = (float)NegativeElbos(model, rows, heldOut).Average(value => (double)value) };
                break;
            case NeighborsScore neighbors:
                scoring = scoring with { References = Points(model, rows, neighbors.Space, Trained(rowCount, heldOut)) };
                break;
            case CombinedScore:
                (scoring, masked) = Combined(model, rows, Trained(rowCount, heldOut), heldOut, scoring);
                break;
        }

        int near = score is NeighborsScore { Count: var count } ? scoring.Count(count) : score is CombinedScore ? scoring.Count(LearnedScore.NearCount) : 0;
        return (scoring, new AnomalyScoreReport
        {
            Score = score,
            References = scoring.References?.Count ?? 0,
            NearNeighbors = near,
            WideNeighbors = scoring.WideCount,
            MaskedShare = masked,
        });
    }

    private static (LearnedScore Scoring, double Masked) Combined(
        TrainedVae model, float[] rows, long[] trained, long[] heldOut, LearnedScore scoring)
    {
        long[] some = Some(model, trained);
        scoring = scoring with { References = InputPoints(model, rows, some, trained) };
        scoring = scoring with
        {
            WideCount = scoring.Count(Math.Max(LeastWide, some.Length / WideShare)),
            EnergyOffset = EnergyOffset(model),
        };

        (float[] nearest, float[] widest) = Distances(scoring);
        float[] near = Logarithms(nearest, LearnedScore.LeastDistance);
        float[] wide = Logarithms(widest, LearnedScore.LeastDistance);
        float[] energies = Logarithms(
            NegativeElbos(model, rows, heldOut.Length < LeastHeldOut ? some : heldOut).Select(value => Math.Max(value - scoring.EnergyOffset, 0)),
            LearnedScore.LeastEnergy);
        scoring = scoring with { Near = Scale(near), Wide = Scale(wide), Energy = Scale(energies) };

        double Position(float value, ScoreScale scale) => (value - scale.Lower) / scale.Unit;
        int masked = near.Zip(wide).Count(pair => Position(pair.Second, scoring.Wide) is > FarOut and var far && far - Position(pair.First, scoring.Near) > 1);
        return (scoring, (double)masked / some.Length);
    }

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

    /// <summary>Indices of the rows trained on.</summary>
    private static long[] Trained(long rowCount, long[] heldOut)
    {
        HashSet<long> held = [.. heldOut];
        var trained = new List<long>();
        for (long row = 0; row < rowCount; row++)
        {
            if (!held.Contains(row))
            {
                trained.Add(row);
            }
        }

        return [.. trained];
    }

    /// <summary>Those of the rows trained on that are kept: all, or a random part of many.</summary>
    private static long[] Some(TrainedVae model, long[] trained) =>
        RandomSubset.Of(trained, LearnedScore.MostReferences, model.Training.Seed);

    private static ReferencePoints Points(TrainedVae model, float[] rows, NeighborSpace space, long[] trained) =>
        space == NeighborSpace.Input ? InputPoints(model, rows, Some(model, trained), trained) : LatentPoints(model, rows, Some(model, trained));

    private static ReferencePoints InputPoints(TrainedVae model, float[] rows, long[] some, long[] trained)
    {
        int width = model.Architecture.InputSize;
        var centre = new float[width];
        var scale = new float[width];
        for (int slot = 0; slot < width; slot++)
        {
            (centre[slot], scale[slot]) = InputRange.Of(rows, width, slot, trained);
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

using VaeTransforms.Analysis;
using VaeTransforms.Detection;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;
using VaeTransforms.Tests.Onnx;
using Xunit;

namespace VaeTransforms.Tests.Anomaly;

/// <summary>Every anomaly score of the graphs beside its formula in double precision.</summary>
public sealed class AnomalyScoreGraphTests
{
    private static readonly TrainedVae Vae = TestModels.Random(TestModels.Architecture());
    private static readonly TrainedVae Robust = TestModels.Random(TestModels.Architecture(likelihood: Likelihood.StudentT(3)));

    private static readonly TrainedVae Ranked = TestModels.WithQuantiles(TestModels.Random(TestModels.Architecture(likelihood: Likelihood.StudentT(5))));

    // Eighty to learn from, of which the last twenty are held out, and forty new ones.
    private static readonly float[][] Known = TestModels.Rows(Vae, 80);
    private static readonly float[][] New = TestModels.Rows(Vae, 40, seed: 5);
    private static readonly long[] HeldOut = [.. Enumerable.Range(60, 20).Select(i => (long)i)];

    public static TheoryData<AnomalyScore> Scores { get; } =
    [
        AnomalyScore.Combined,
        AnomalyScore.NegativeElbo,
        AnomalyScore.KlDivergence,
        AnomalyScore.ReconstructionError,
        AnomalyScore.Typicality,
        AnomalyScore.ReconstructionProbability(),
        AnomalyScore.ImportanceWeightedBound(8),
        AnomalyScore.Neighbors(),
        AnomalyScore.Neighbors(3, NeighborSpace.LatentAndResidual),
    ];

    [Theory]
    [MemberData(nameof(Scores))]
    public void A_score_is_what_its_formula_says(AnomalyScore score) =>
        AssertNear([.. New.Select(row => Reference(Vae, score, row))], Graph(Learned(Vae, score), New));

    [Theory]
    [MemberData(nameof(Scores))]
    public void A_score_is_what_its_formula_says_under_a_Student_t_likelihood(AnomalyScore score) =>
        AssertNear([.. New.Select(row => Reference(Robust, score, row))], Graph(Learned(Robust, score), New));

    [Theory]
    [MemberData(nameof(Scores))]
    public void A_score_is_what_its_formula_says_of_normalized_ranks(AnomalyScore score) =>
        AssertNear([.. New.Select(row => Reference(Ranked, score, row))], Graph(Learned(Ranked, score), New));

    [Theory]
    [InlineData(1, NeighborSpace.Input)]
    [InlineData(5, NeighborSpace.Input)]
    [InlineData(79, NeighborSpace.Input)]
    [InlineData(500, NeighborSpace.Input)]
    [InlineData(2, NeighborSpace.LatentAndResidual)]
    public void A_known_row_is_not_its_own_neighbour(int count, NeighborSpace space)
    {
        AnomalyScore score = AnomalyScore.Neighbors(count, space);

        AssertNear([.. References(space).Select(row => Reference(Vae, score, row))], Graph(Learned(Vae, score), References(space)));
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void A_row_that_is_not_finite_has_no_score_and_changes_no_other(AnomalyScore score)
    {
        TrainedVae model = Learned(Ranked, score);
        float[][] rows = [New[0], [.. New[1]], [.. New[2]], New[3]];
        float[] clean = Graph(model, rows);
        rows[1][2] = float.NaN;
        rows[2][0] = float.PositiveInfinity;
        float[] scores = Graph(model, rows);

        Assert.Equal([clean[0], float.NaN, float.NaN, clean[3]], scores);
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void A_model_read_from_its_file_scores_the_same(AnomalyScore score)
    {
        foreach (TrainedVae trained in new[] { Vae, Ranked })
        {
            using var model = new VaeModel(Learned(trained, score));
            using var stream = new MemoryStream();
            model.Save(stream);
            stream.Position = 0;
            using VaeModel read = VaeModel.Load(stream);

            Assert.Equal(score, read.AnomalyScore);
            Assert.Equal(New.Select(model.Score), New.Select(read.Score));
        }
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void One_row_scores_as_it_does_among_many(AnomalyScore score)
    {
        TrainedVae model = Learned(Vae, score);
        float[] together = Graph(model, New);

        AssertNear([.. New.Select(row => (double)Graph(model, [row])[0])], together);
    }

    /// <summary>Of a linear decoder, -E ln p(x|z) is known: the error at the mean and half the variance that z adds, in units of the noise.</summary>
    [Fact]
    public void Reconstruction_probability_nears_its_expectation_with_many_samples()
    {
        TrainedVae model = TestModels.Random(TestModels.Architecture(hiddenLayers: []));
        float[] scores = Graph(Learned(model, AnomalyScore.ReconstructionProbability(1024)), New);

        double[] expected = [.. New.Select(row =>
        {
            var pass = new ReferencePass(model, row);
            double added = 0;
            DenseParts.Part decoder = new DenseParts(model).Decoder[0];
            for (int slot = 0; slot < row.Length; slot++)
            {
                for (int j = 0; j < pass.LogVariance.Length; j++)
                {
                    double weight = decoder.Weight[(j * decoder.Outputs) + slot];
                    added += 0.5 * weight * weight * Math.Exp(pass.LogVariance[j] - new DenseParts(model).LogVariances[slot]);
                }
            }

            return pass.ReconstructionError + added;
        })];

        Assert.All(expected.Zip(scores), pair => Near.Equal(pair.First, pair.Second, 0.15));
    }

    [Fact]
    public void More_samples_bring_the_importance_weighted_bound_down_to_the_likelihood()
    {
        double one = Graph(Learned(Vae, AnomalyScore.ImportanceWeightedBound(1)), New).Average(score => (double)score);
        double some = Graph(Learned(Vae, AnomalyScore.ImportanceWeightedBound(32)), New).Average(score => (double)score);
        double many = Graph(Learned(Vae, AnomalyScore.ImportanceWeightedBound(1024)), New).Average(score => (double)score);

        Assert.True(one > some && some > many, $"{one}, {some}, {many}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1025)]
    public void Numbers_out_of_range_are_refused(int number)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => AnomalyScore.ReconstructionProbability(number));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnomalyScore.ImportanceWeightedBound(number));
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(() => AnomalyScore.Neighbors(number));
        Assert.StartsWith($"count must be from 1 to 1024; 5 is usual. It was {number}.", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => AnomalyScore.Neighbors(1, (NeighborSpace)7));
    }

    private static TrainedVae Learned(TrainedVae model, AnomalyScore score) => model with
    {
        Scoring = ScoreLearning.Learn(model, [.. Known.SelectMany(row => row)], Known.Length, HeldOut, score).Scoring,
    };

    private static float[] Graph(TrainedVae model, float[][] rows)
    {
        using var scorer = new VaeScorer(model);
        using BatchScorer batch = scorer.CreateBatch(VaeOutputs.Score, rows.Length);
        return [.. BatchedRows.Compute(batch, rows, VaeOutputs.Score).Select(values => values[0])];
    }

    private static double Reference(TrainedVae model, AnomalyScore score, float[] row)
    {
        return score switch
        {
            TypicalityScore => Math.Abs(Reference(model, AnomalyScore.NegativeElbo, row) - HeldOut.Average(i => Reference(model, AnomalyScore.NegativeElbo, Known[i]))),
            NeighborsScore(var count, var space) => Distance(model, row, count, space),
            CombinedScore => Combined(model, row, Reference(model, AnomalyScore.NegativeElbo, row)),
            _ => OfNetwork(model, score, row),
        };
    }

    private static double OfNetwork(TrainedVae model, AnomalyScore score, float[] row)
    {
        var pass = new ReferencePass(model, row);
        return score switch
        {
            NegativeElboScore => pass.KlDivergence + pass.ReconstructionError,
            KlDivergenceScore => pass.KlDivergence,
            ReconstructionErrorScore => pass.ReconstructionError,
            ReconstructionProbabilityScore(var samples) => Draws(model, pass, samples).Average(draw => new ReferencePass(model, row, draw).ReconstructionError),
            ImportanceWeightedBoundScore(var samples) => -LogMeanExp.Of([.. Draws(model, pass, samples).Select(draw =>
            {
                double[] z = [.. draw.Select(value => (double)value)];
                double[] zero = new double[z.Length];
                return NegativeLogLikelihood.Gaussian(z, pass.Mean, pass.LogVariance) - NegativeLogLikelihood.Gaussian(z, zero, zero)
                    - new ReferencePass(model, row, draw).ReconstructionError;
            })]),
            _ => throw new NotSupportedException(score.Name),
        };
    }

    private static double Combined(TrainedVae model, float[] row, double elbo)
    {
        // A tenth of the eighty rows is eight, so the wide view has its least, twenty.
        double[] same = new double[row.Length];
        double[] logVariance = [.. new DenseParts(model).LogVariances.Select(value => (double)value)];
        double offset = model.Architecture.Likelihood is StudentTLikelihood t
            ? NegativeLogLikelihood.StudentT(same, same, logVariance, t.DegreesOfFreedom)
            : NegativeLogLikelihood.Gaussian(same, same, logVariance);
        double near = Scaled(other => Math.Log(Distance(model, other, 5, NeighborSpace.Input) + 1e-6), Known);
        double wide = Scaled(other => Math.Log(Distance(model, other, 20, NeighborSpace.Input) + 1e-6), Known);
        double energy = Scaled(other => Math.Log(Reference(model, AnomalyScore.NegativeElbo, other) - offset + 1e-3), Known[60..]);
        return Math.Max((0.8 * near) + (0.2 * energy), wide - 0.25);

        double Scaled(Func<float[], double> value, float[][] normal)
        {
            double[] sorted = [.. normal.Select(value).Order()];
            double lower = Quantile(sorted, 0.25);
            return (value(row) - lower) / (Quantile(sorted, 0.75) - lower);
        }
    }

    private static double Quantile(double[] sorted, double q)
    {
        double position = q * (sorted.Length - 1);
        int below = (int)position;
        return sorted[below] + ((position - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }

    private static double Distance(TrainedVae model, float[] row, int count, NeighborSpace space)
    {
        float[][] references = References(space);
        double[] point = Point(row);
        double[] distances = [.. references
            .Where(reference => !reference.SequenceEqual(row))
            .Select(reference => Math.Sqrt(Point(reference).Zip(point).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second))))
            .Order()
            .Take(Math.Min(count, references.Length - 1))];
        return distances.Average();

        double[] Point(float[] values)
        {
            if (space == NeighborSpace.Input)
            {
                return [.. values.Select((value, slot) => value / ((double)references.Max(r => r[slot]) - references.Min(r => r[slot])))];
            }

            var pass = new ReferencePass(model, values);
            return [.. pass.Mean, .. values.Select((value, slot) =>
                (value - pass.Reconstruction[slot]) / (model.SlotScales()[slot] * Math.Exp(new DenseParts(model).LogVariances[slot] / 2)))];
        }
    }

    /// <summary>All rows where rows are points as they are; where a network makes points of them, those it was trained on.</summary>
    private static float[][] References(NeighborSpace space) => space == NeighborSpace.Input ? Known : Known[..60];

    private static IEnumerable<float[]> Draws(TrainedVae model, ReferencePass pass, int samples)
    {
        int latent = pass.Mean.Length;
        var noise = new float[samples * latent];
        StandardNormal.Fill(new Random(model.Training.Seed), noise);
        return Enumerable.Range(0, samples).Select(s => Enumerable.Range(0, latent)
            .Select(j => (float)(pass.Mean[j] + (Math.Exp(pass.LogVariance[j] / 2) * noise[(s * latent) + j])))
            .ToArray());
    }

    private static void AssertNear(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Near.Equal(pair.First, pair.Second, 1e-4));
    }
}

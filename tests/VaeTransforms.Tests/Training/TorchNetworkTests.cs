using TorchSharp;
using VaeTransforms.Formulas;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;
using VaeTransforms.Training;
using Xunit;
using static TorchSharp.torch;

namespace VaeTransforms.Tests.Training;

public sealed class TorchNetworkTests
{
    public static TheoryData<string, Activation, int[]> Architectures => new(
        from likelihood in new[] { "Gaussian", "IsotropicGaussian", "StudentT(2.5)", "StudentT(4)", "Bernoulli" }
        from activation in Enum.GetValues<Activation>()
        from hidden in new int[][] { [], [7], [9, 5] }
        select (likelihood, activation, hidden));

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Onnx_scores_match_TorchSharp_within_1e5(string likelihood, Activation activation, int[] hidden)
    {
        using DisposeScope scope = NewDisposeScope();
        using Example example = new(likelihood, activation, hidden);
        (Tensor mean, Tensor logVariance) = example.Formula.Encode(new(example.Normalized));
        Tensor decoded = example.Formula.Decode(mean);

        using var scorer = new VaeScorer(example.Model);
        using BatchScorer batch = scorer.CreateBatch(VaeOutputs.All, Example.RowCount);
        for (int i = 0; i < Example.RowCount; i++)
        {
            example.Rows.AsSpan(i * Example.Width, Example.Width).CopyTo(batch.Input(i));
        }

        batch.Run(Example.RowCount);

        for (int i = 0; i < Example.RowCount; i++)
        {
            float[] z = Row(mean, i);
            float kl = example.Formula.KlDivergence(mean, logVariance)[i].item<float>();
            float error = example.Formula.ReconstructionError(new(example.Normalized), decoded)[i].item<float>();
            Near(z, batch.Output(VaeOutputs.Mean, i));
            Near(Row(logVariance, i), batch.Output(VaeOutputs.LogVariance, i));
            Near([kl], batch.Output(VaeOutputs.KlDivergence, i));
            Near([error], batch.Output(VaeOutputs.ReconstructionError, i));
            Near([kl + error], batch.Output(VaeOutputs.Score, i));
        }
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Both_parts_of_the_loss_match_the_reference_formulas(string likelihood, Activation activation, int[] hidden)
    {
        using DisposeScope scope = NewDisposeScope();
        using Example example = new(likelihood, activation, hidden);
        (Tensor mean, Tensor logVariance) = example.Formula.Encode(new(example.Normalized));
        Tensor decoded = example.Formula.Decode(mean);

        double kl = 0;
        double error = 0;
        for (int i = 0; i < Example.RowCount; i++)
        {
            kl += DiagonalGaussian.KlToStandardNormal(Doubles(mean, i), Doubles(logVariance, i));
            double[] logVariances = [.. new DenseParts(example.Model).LogVariances.Select(v => (double)v)];
            error += example.Model.Architecture.Likelihood switch
            {
                BernoulliLikelihood => NegativeLogLikelihood.Bernoulli(Doubles(example.Normalized, i), Doubles(decoded, i)),
                StudentTLikelihood t => NegativeLogLikelihood.StudentT(
                    Doubles(example.Normalized, i), Doubles(decoded, i), logVariances, t.DegreesOfFreedom),
                IsotropicGaussianLikelihood => NegativeLogLikelihood.Gaussian(
                    Doubles(example.Normalized, i), Doubles(decoded, i), [.. Enumerable.Repeat(logVariances[0], Example.Width)]),
                _ => NegativeLogLikelihood.Gaussian(Doubles(example.Normalized, i), Doubles(decoded, i), logVariances),
            };
        }

        Near([(float)kl], [example.Formula.KlDivergence(mean, logVariance).sum().item<float>()]);
        Near([(float)error], [example.Formula.ReconstructionError(new(example.Normalized), decoded).sum().item<float>()]);
    }

    private static float[] Row(Tensor tensor, int row) => tensor[row].data<float>().ToArray();

    private static double[] Doubles(Tensor tensor, int row) => [.. Row(tensor, row).Select(value => (double)value)];

    private static void Near(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-5 * Math.Max(1, Math.Abs(expected[i])));
        }
    }

    /// <summary>A network with random weights, rows for it, and the same network as a model.</summary>
    private sealed class Example : IDisposable
    {
        public const int Width = 11;
        public const int RowCount = 6;

        private readonly Generator _generator = new(5, CPU);

        public Example(string likelihood, Activation activation, int[] hidden)
        {
            TrainingPlan plan = TrainingRuns.Plan(Width, TestModels.Named(likelihood));
            plan = plan with { Architecture = plan.Architecture with { Network = TestModels.Network(hidden, activation) } };
            Rows = TrainingRuns.Rows(RowCount, Width);
            LearnedNormalization scaling = LearnedNormalization.Learn(
                plan.Normalization, new RowMatrix(Rows, Width), [0, 1, 2, 3, 4, 5]);

            Network = new TorchNetwork(plan.Architecture, _generator);
            Network.Parameters.add_(randn(Network.Parameters.shape, float32, CPU, generator: _generator), 0.2);
            using Tensor offset = tensor(scaling.Arrays["offset"]);
            using Tensor scale = tensor(scaling.Arrays["scale"]);
            Normalized = tensor(Rows).view(RowCount, Width).sub_(offset).div_(scale);
            Model = TestModels.Random(plan.Architecture) with
            {
                Normalization = scaling.Normalization,
                Weights = Network.ToWeights(scaling),
            };
        }

        public float[] Rows { get; }

        public Tensor Normalized { get; }

        public TorchNetwork Network { get; }

        public VaeFormula<Tensor> Formula => new(new TorchOps(), Network.Architecture, name => Network[name]);

        public TrainedVae Model { get; }

        public void Dispose()
        {
            Network.Dispose();
            _generator.Dispose();
        }
    }
}

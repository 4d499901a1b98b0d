using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;
using Xunit;

namespace VaeTransforms.Tests.Scoring;

/// <summary>A score made of a missing value would look like any other, so such rows give NaN everywhere.</summary>
public sealed class UnusableRowsTests
{
    public static TheoryData<Activation, string, string> Networks
    {
        get
        {
            TheoryData<Activation, string, string> data = [];
            foreach (Activation activation in Enum.GetValues<Activation>())
            {
                foreach (string likelihood in new[] { "Gaussian", "StudentT(4)", "Bernoulli" })
                {
                    data.Add(activation, likelihood, "Standardize");
                    data.Add(activation, likelihood, "Quantile");
                    data.Add(activation, likelihood, "None");
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_NaN_or_an_infinity_anywhere_gives_NaN_in_every_output_of_its_row_alone(
        Activation activation, string likelihood, string normalization)
    {
        TrainedVae model = Model(activation, likelihood, normalization);
        float[][] rows = TestModels.Rows(model, 5);
        using VaeScorer scorer = new(model);
        using BatchScorer clean = scorer.CreateBatch(VaeOutputs.All, rows.Length);
        using BatchScorer batch = scorer.CreateBatch(VaeOutputs.All, rows.Length);
        using BatchScorer single = scorer.CreateBatch(VaeOutputs.All, 1);
        Fill(clean, 0, rows);
        clean.Run(rows.Length);
        foreach (float bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            for (int position = 0; position < model.Architecture.InputSize; position++)
            {
                Fill(batch, 0, rows);
                batch.Input(2)[position] = bad;
                batch.Input(2).CopyTo(single.Input(0));
                batch.Run(rows.Length);
                single.Run(1);
                foreach (VaeOutputs output in TensorNames.Each(VaeOutputs.All))
                {
                    AssertAllNaN(batch.Output(output, 2));
                    AssertAllNaN(single.Output(output, 0));
                    Assert.All([0, 1, 3, 4], row => Assert.Equal(clean.Output(output, row), batch.Output(output, row)));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Each_output_alone_is_NaN_too(Activation activation, string likelihood, string normalization)
    {
        TrainedVae model = Model(activation, likelihood, normalization);
        using VaeScorer scorer = new(model);
        foreach (VaeOutputs output in TensorNames.Each(VaeOutputs.All))
        {
            using BatchScorer batch = scorer.CreateBatch(output, 1);
            batch.Input(0)[1] = float.NaN;
            batch.Run(1);
            AssertAllNaN(batch.Output(output, 0));
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_NaN_in_a_latent_vector_gives_NaN_in_what_is_decoded_from_it(
        Activation activation, string likelihood, string normalization)
    {
        TrainedVae model = Model(activation, likelihood, normalization);
        using VaeScorer scorer = new(model);
        using BatchScorer decoder = scorer.CreateDecoder(2);
        decoder.Input(1)[1] = float.NaN;
        decoder.Run(2);
        AssertAllNaN(decoder.Output(VaeOutputs.Reconstruction, 1));
        Assert.All(decoder.Output(VaeOutputs.Reconstruction, 0).ToArray(), value => Assert.True(float.IsFinite(value)));

        using BatchScorer error = scorer.CreatePairs(VaeOutputs.ReconstructionError, 3);
        error.Input(0, 0)[3] = float.PositiveInfinity;
        error.Input(1, 1)[0] = float.NegativeInfinity;
        error.Run(3);
        AssertAllNaN(error.Output(VaeOutputs.ReconstructionError, 0));
        AssertAllNaN(error.Output(VaeOutputs.ReconstructionError, 1));
        Assert.True(float.IsFinite(error.Output(VaeOutputs.ReconstructionError, 2)[0]));
    }

    private static TrainedVae Model(Activation activation, string likelihood, string normalization)
    {
        TrainedVae model = TestModels.Random(TestModels.Architecture(
            inputSize: 9, latentDimension: 3, activation: activation, likelihood: TestModels.Named(likelihood)));
        return normalization switch
        {
            "None" => TestModels.WithoutNormalization(model),
            "Quantile" => TestModels.WithQuantiles(model),
            _ => model,
        };
    }

    private static void Fill(BatchScorer batch, int input, float[][] rows)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row].CopyTo(batch.Input(input, row));
        }
    }

    private static void AssertAllNaN(ReadOnlySpan<float> values) =>
        Assert.All(values.ToArray(), value => Assert.True(float.IsNaN(value), $"{value} is not NaN."));
}

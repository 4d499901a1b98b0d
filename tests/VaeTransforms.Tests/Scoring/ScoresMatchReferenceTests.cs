using FsCheck.Xunit;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;
using VaeTransforms.Tests.Onnx;
using Xunit;

namespace VaeTransforms.Tests.Scoring;

public sealed class ScoresMatchReferenceTests
{
    [Property(MaxTest = 150, EndSize = 1_000_000)]
    public void Every_output_of_any_network_matches_the_reference_within_1e5(int seed)
    {
        TrainedVae model = AnyModel(new Random(seed));
        float[][] rows = TestModels.Rows(model, 5, seed);
        using VaeScorer scorer = new(model);
        using BatchScorer batch = scorer.CreateBatch(VaeOutputs.All, rows.Length);
        Fill(batch, rows);
        batch.Run(rows.Length);
        for (int row = 0; row < rows.Length; row++)
        {
            ReferencePass reference = new(model, rows[row]);
            foreach (VaeOutputs output in TensorNames.Each(VaeOutputs.All))
            {
                Near.Equal(reference.Of(output), batch.Output(output, row));
            }

            Assert.Equal(
                batch.Output(VaeOutputs.KlDivergence, row)[0] + batch.Output(VaeOutputs.ReconstructionError, row)[0],
                batch.Output(VaeOutputs.Score, row)[0]);
        }
    }

    [Property(MaxTest = 60, EndSize = 1_000_000)]
    public void Decoder_and_decoder_error_match_the_reference_within_1e5(int seed)
    {
        Random random = new(seed);
        TrainedVae model = AnyModel(random);
        float[][] rows = TestModels.Rows(model, 3, seed);
        float[][] latents = [.. rows.Select(_ => Enumerable.Range(0, model.Architecture.LatentDimension)
            .Select(_ => (4 * random.NextSingle()) - 2)
            .ToArray())];
        using VaeScorer scorer = new(model);
        using BatchScorer decoder = scorer.CreateDecoder(rows.Length);
        using BatchScorer error = scorer.CreatePairs(VaeOutputs.ReconstructionError, rows.Length);
        Fill(decoder, latents);
        Fill(error, rows);
        for (int row = 0; row < rows.Length; row++)
        {
            latents[row].CopyTo(error.Input(1, row));
        }

        decoder.Run(rows.Length);
        error.Run(rows.Length);
        for (int row = 0; row < rows.Length; row++)
        {
            ReferencePass reference = new(model, rows[row], latents[row]);
            Near.Equal(reference.Reconstruction, decoder.Output(VaeOutputs.Reconstruction, row));
            Near.Equal([reference.ReconstructionError], error.Output(VaeOutputs.ReconstructionError, row));
        }
    }

    private static TrainedVae AnyModel(Random random)
    {
        TrainedVae model = TestModels.Random(
            TestModels.Architecture(
                inputSize: random.Next(1, 41),
                latentDimension: random.Next(1, 9),
                hiddenLayers: [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(1, 33))],
                activation: (Activation)random.Next(3),
                likelihood: random.Next(3) switch
                {
                    0 => Likelihood.Gaussian,
                    1 => Likelihood.StudentT(2 + (98 * random.NextDouble())),
                    _ => Likelihood.Bernoulli,
                }),
            random.Next());
        return random.Next(3) switch
        {
            0 => TestModels.WithoutNormalization(model),
            1 => TestModels.WithQuantiles(model, random.Next()),
            _ => model,
        };
    }

    private static void Fill(BatchScorer batch, float[][] rows)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row].CopyTo(batch.Input(row));
        }
    }
}

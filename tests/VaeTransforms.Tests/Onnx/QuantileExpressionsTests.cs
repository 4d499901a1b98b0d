using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;
using Xunit;

namespace VaeTransforms.Tests.Onnx;

/// <summary>The map of quantiles in graphs beside the one in code.</summary>
public sealed class QuantileExpressionsTests
{
    /// <summary>A linear network that passes its input on: what is encoded is the normalised row, and what is decoded the latent one.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(33)]
    public void Both_directions_are_those_of_the_code(int width)
    {
        VaeArchitecture architecture = TestModels.Architecture(width, width, []);
        TrainedVae model = TestModels.WithQuantiles(TestModels.Random(architecture), seed: width);
        QuantileMap map = model.Weights.Quantiles!;
        Identity(model, "heads", width);
        Identity(model, "output", width);
        using var scorer = new VaeScorer(model);
        using BatchScorer encoder = scorer.CreateBatch(VaeOutputs.Mean | VaeOutputs.Reconstruction, 1);
        using BatchScorer decoder = scorer.CreateDecoder(1);
        var random = new Random(width);
        float[] normalized = new float[width];

        for (int trial = 0; trial < 300; trial++)
        {
            // Places on knots, between them, and far beyond.
            float[] scaled = [.. Enumerable.Range(0, width).Select(slot => random.Next(4) switch
            {
                0 => map.Values[(slot * QuantileMap.Knots) + random.Next(QuantileMap.Knots)],
                1 => 1e6f * (random.NextSingle() - 0.5f),
                _ => 30 * (random.NextSingle() - 0.5f),
            })];
            float[] row = [.. scaled.Select((value, slot) => (value * model.Weights.Scale[slot]) + model.Weights.Offset[slot])];
            row.CopyTo(encoder.Input(0));
            encoder.Run(1);
            model.Weights.Normalize(row, normalized);
            Assert.Equal(normalized, encoder.Output(VaeOutputs.Mean, 0));

            normalized.CopyTo(decoder.Input(0));
            decoder.Run(1);
            float[] expected = [.. normalized.Select((z, slot) => (map.ToValue(slot, z) * model.Weights.Scale[slot]) + model.Weights.Offset[slot])];
            Assert.Equal(expected, decoder.Output(VaeOutputs.Reconstruction, 0));
            Assert.All(row.Zip(expected), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * Math.Max(1, Math.Abs(pair.First))));
        }
    }

    private static void Identity(TrainedVae model, string layer, int width)
    {
        NamedTensor weight = model.Weights[layer + ".weight"];
        Array.Clear(weight.Values);
        Array.Clear(model.Weights[layer + ".bias"].Values);
        for (int i = 0; i < width; i++)
        {
            weight.Values[(i * weight.Shape[1]) + i] = 1;
        }
    }
}

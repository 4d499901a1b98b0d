using TorchSharp;
using VaeTransforms.Model;
using VaeTransforms.Training;
using Xunit;
using static TorchSharp.torch;

namespace VaeTransforms.Tests.Training;

public sealed class QuantileBatchesTests
{
    [Fact]
    public void Rows_are_trained_on_as_they_are_scored()
    {
        using DisposeScope scope = NewDisposeScope();
        const int Width = 5;
        float[] rows = TrainingRuns.Rows(200, Width);
        InputScaling scaling = InputScaling.Learn(rows, Width, [.. Enumerable.Range(0, 150).Select(i => (long)i)], Normalization.Quantile);

        float[] batch = new TrainingBatches(rows, scaling).Read(tensor(new long[] { 3, 199, 0 })).data<float>().ToArray();

        var expected = new float[Width];
        foreach ((int row, int place) in new[] { (3, 0), (199, 1), (0, 2) })
        {
            RowNormalization.Apply(rows.AsSpan(row * Width, Width), scaling.Offset, scaling.Scale, scaling.Quantiles, expected);
            Assert.Equal([.. expected, 1f], batch[(place * (Width + 1))..((place + 1) * (Width + 1))]);
        }
    }
}

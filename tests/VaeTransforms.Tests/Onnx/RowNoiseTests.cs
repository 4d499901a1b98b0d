using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using VaeTransforms.Numerics;
using VaeTransforms.Onnx;
using Xunit;
using DenseTensor = Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<float>;

namespace VaeTransforms.Tests.Onnx;

public sealed class RowNoiseTests
{
    private const int Slots = 3;
    private const int Count = 8;

    // Of so many independent numbers a correlation is larger in one of 100,000 pairs.
    private const int Rows = 20_000;
    private const double MaxCorrelation = 0.032;

    [Fact]
    public void Numbers_are_uniform_and_independent_of_each_other()
    {
        double[][] noise = Noise(Data(Rows));

        for (int i = 0; i < Count; i++)
        {
            double[] sorted = [.. noise.Select(row => row[i]).Order()];
            Assert.All(sorted, value => Assert.InRange(value, 1e-9, 1 - 1e-9));
            double distance = sorted.Index().Max(pair => Math.Abs(((pair.Index + 0.5) / Rows) - pair.Item));
            Assert.True(distance < 0.017, $"{distance} at {i}");
            for (int j = 0; j < i; j++)
            {
                AssertIndependent(noise.Select(row => row[i]), noise.Select(row => row[j]), $"{i} and {j}");
            }
        }
    }

    [Fact]
    public void Rows_that_differ_in_one_bit_have_independent_numbers()
    {
        float[][] rows = Data(Rows);
        float[][] changed = [.. rows.Select(row => new[] { row[0], float.BitIncrement(row[1]), row[2] })];

        AssertOtherNumbers(Noise(rows), Noise(changed));
    }

    [Theory]
    [InlineData(1e-38f)]
    [InlineData(1e-20f)]
    [InlineData(1e20f)]
    [InlineData(3e37f)]
    public void Rows_of_any_size_have_numbers_of_their_own(float scale)
    {
        float[][] rows = Data(500);
        double[][] noise = Noise([.. rows.Select(row => Array.ConvertAll(row, value => value * scale))]);

        Assert.Equal(500, noise.Select(row => row[0]).Distinct().Count());
        Assert.DoesNotContain(noise, row => row.Any(value => !double.IsFinite(value)));
    }

    [Fact]
    public void A_missing_value_and_other_signs_give_other_numbers()
    {
        double[][] noise = Noise(
        [
            [1, 2, 0], [1, 2, float.NaN], [1, float.NaN, 0], [1, -2, 0], [2, 1, 0], [-1, 2, 0], [1, 2, float.Epsilon],
        ]);

        Assert.Equal(noise.Length, noise.Select(row => row[0]).Distinct().Count());
        Assert.Equal(noise.Length, noise.Select(row => row[Count - 1]).Distinct().Count());
    }

    [Fact]
    public void A_row_has_the_same_numbers_alone_and_in_a_batch()
    {
        float[][] rows = Data(300);
        double[][] together = Noise(rows);

        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal(together[i], Noise([rows[i]])[0]));
    }

    [Fact]
    public void Another_seed_gives_other_numbers() => AssertOtherNumbers(Noise(Data(Rows)), Noise(Data(Rows), seed: 2));

    [Fact]
    public void Numbers_are_these_on_every_machine() => Assert.Equal(
        Noise([[0.5f, -3, float.NaN]])[0].Select(value => (long)(value * (1 << 23))).Take(5), Known);

    private static readonly long[] Known = [1863818, 2134579, 3979567, 1522830, 5932827];

    private static void AssertOtherNumbers(double[][] noise, double[][] others)
    {
        for (int i = 0; i < Count; i++)
        {
            AssertIndependent(noise.Select(row => row[i]), others.Select(row => row[i]), $"{i}");
        }
    }

    private static void AssertIndependent(IEnumerable<double> a, IEnumerable<double> b, string which)
    {
        double correlation = 12 * a.Zip(b, (x, y) => (x - 0.5) * (y - 0.5)).Average();
        Assert.True(Math.Abs(correlation) < MaxCorrelation, $"{which}: {correlation}");
    }

    private static float[][] Data(int rows)
    {
        var values = new float[rows * Slots];
        StandardNormal.Fill(new Random(1), values);
        return [.. values.Chunk(Slots)];
    }

    private static double[][] Noise(float[][] rows, int seed = 1)
    {
        var graph = new GraphBuilder(["rows", "noise"]);
        var ops = new OnnxOps(graph);
        var gaps = new GapExpressions(graph, ops, new OnnxValue(graph.Input("rows", batch: null, Slots), Slots));
        OnnxValue noise = new RowNoiseExpressions(graph, gaps, seed).Uniforms(Count);
        graph.SumOutput("noise", noise.Name!, ops.NameOf(ops.Number(0)), Count);
        using var session = new InferenceSession(ModelFile.Wrap(graph).ToByteArray());
        var values = new DenseTensor(rows.SelectMany(row => row).ToArray(), [rows.Length, Slots]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("rows", values)]);
        return [.. results.Single().AsEnumerable<float>().Select(value => (double)value).Chunk(Count)];
    }
}

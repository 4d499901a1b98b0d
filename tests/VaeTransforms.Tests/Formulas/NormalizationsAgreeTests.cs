using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using VaeTransforms.Formulas;
using VaeTransforms.Numerics;
using VaeTransforms.Onnx;
using VaeTransforms.Training;
using Xunit;
using static TorchSharp.torch;
using DenseTensor = Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<float>;

namespace VaeTransforms.Tests.Formulas;

/// <summary>Every normalization, found by reflection, through libtorch and ONNX beside double precision.</summary>
public sealed class NormalizationsAgreeTests
{
    private const int Width = 5;
    private const double Tolerance = 1e-5;

    private static readonly ArrayOps Arrays = new();

    private delegate OnnxValue Formula(
        INormalizationOps<OnnxValue> ops, OnnxValue x, IReadOnlyDictionary<string, OnnxValue> weights);

    public static TheoryData<string> Names =>
        [.. EveryFormula.Made<Normalization>().Where(one => one is not AutomaticNormalization).Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Libtorch_agrees_with_double_precision(string name)
    {
        LearnedNormalization learned = Learned(name);
        using var scope = NewDisposeScope();
        var ops = new TorchOps();
        var weights = learned.Arrays.ToDictionary(array => array.Key, array => tensor(array.Value));
        ArrayValue x = Probes(learned);
        ArrayValue normalized = learned.Normalization.Normalize(Arrays, x, Weights(learned));

        Equal(normalized, learned.Normalization.Normalize(ops, TorchScriptFormula.Tensor(x), weights));
        Equal(x, learned.Normalization.Denormalize(ops, TorchScriptFormula.Tensor(normalized), weights));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Onnx_agrees_with_double_precision(string name)
    {
        LearnedNormalization learned = Learned(name);
        ArrayValue x = Probes(learned);
        ArrayValue normalized = learned.Normalization.Normalize(Arrays, x, Weights(learned));

        Equal(normalized, Onnx(learned, x, learned.Normalization.Normalize));
        Equal(x, Onnx(learned, normalized, learned.Normalization.Denormalize));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_program_agrees_with_double_precision(string name)
    {
        LearnedNormalization learned = Learned(name);
        ArrayValue x = Probes(learned);
        ArrayValue normalized = learned.Normalization.Normalize(Arrays, x, Weights(learned));

        Equal(normalized, RowByRow(learned, x, learned.Normalization.Normalize));
        Equal(x, RowByRow(learned, normalized, learned.Normalization.Denormalize));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Denormalize_is_the_inverse(string name)
    {
        LearnedNormalization learned = Learned(name);
        ArrayValue x = Probes(learned);
        ArrayValue normalized = learned.Normalization.Normalize(Arrays, x, Weights(learned));
        ArrayValue back = learned.Normalization.Denormalize(Arrays, normalized, Weights(learned));

        Assert.All(
            x.Values.Zip(back.Values),
            pair => Assert.Equal(pair.First, pair.Second, 1e-9 * Math.Max(1, Math.Abs(pair.First))));
    }

    private static Tensor Onnx(LearnedNormalization learned, ArrayValue x, Formula formula)
    {
        using var session = new InferenceSession(Graph(learned, formula));
        var rows = new DenseTensor(Array.ConvertAll(x.Values, value => (float)value), [x.Rows, Width]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("x", rows)]);
        return tensor(results.Single().AsEnumerable<float>().ToArray());
    }

    private static Tensor RowByRow(LearnedNormalization learned, ArrayValue x, Formula formula)
    {
        RowProgram program = RowProgram.Compile(Graph(learned, formula))!;
        float[] memory = program.CreateMemory();
        var computed = new List<float>();
        foreach (double[] row in x.Values.Chunk(Width))
        {
            Array.ConvertAll(row, value => (float)value).CopyTo(program.Input("x", memory));
            program.Run(memory);
            computed.AddRange(program.Output("value", memory).Span);
        }

        return tensor(computed.ToArray());
    }

    private static byte[] Graph(LearnedNormalization learned, Formula formula)
    {
        var graph = new GraphBuilder(["x", "value"]);
        var ops = new OnnxOps(graph);
        var input = new OnnxValue(graph.Input("x", batch: null, Width), Width);
        var weights = learned.Arrays.ToDictionary(
            array => array.Key, array => OnnxOps.Weight(array.Key, array.Value, [array.Value.Length]));
        graph.SumOutput("value", ops.NameOf(formula(ops, input, weights)), ops.NameOf(ops.Number(0)), Width);
        return ModelFile.Wrap(graph).ToByteArray();
    }

    /// <summary>Learned of columns with heavy tails, ties and few values.</summary>
    private static LearnedNormalization Learned(string name)
    {
        var random = new Random(3);
        var values = new float[400 * Width];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (i % Width) switch
            {
                0 => random.NextSingle(),
                1 => MathF.Exp(3 * random.NextSingle()),
                2 => random.Next(4),
                3 => random.Next(3) == 0 ? random.NextSingle() : 0,
                _ => (random.NextSingle() - 0.5f) / (0.05f + random.NextSingle()),
            };
        }

        var rows = new RowMatrix(values, Width);
        return LearnedNormalization.Learn(TestModels.Normalized(name), rows, rows.Indices);
    }

    /// <summary>Rows at and between values that occur, and beyond them on either side.</summary>
    private static ArrayValue Probes(LearnedNormalization learned)
    {
        var random = new Random(4);
        var values = new double[60 * Width];
        for (int i = 0; i < values.Length; i++)
        {
            // Held in single precision, as every interpreter gets them.
            values[i] = (float)(random.Next(3) switch
            {
                0 => random.Next(4),
                1 => 3 * random.NextDouble(),
                _ => 60 * (random.NextDouble() - 0.5),
            });
        }

        return new ArrayValue(values, Width);
    }

    private static Dictionary<string, ArrayValue> Weights(LearnedNormalization learned) =>
        learned.Arrays.ToDictionary(array => array.Key, array => ArrayValue.Of(array.Value, [array.Value.Length]));

    private static void Equal(ArrayValue expected, Tensor actual) => Assert.All(
        expected.Values.Zip(actual.contiguous().data<float>().ToArray()),
        pair => Assert.Equal(pair.First, pair.Second, Tolerance * Math.Max(1, Math.Abs(pair.First))));
}

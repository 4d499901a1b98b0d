using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using VaeTransforms.Formulas;
using VaeTransforms.Onnx;
using VaeTransforms.Training;
using Xunit;
using static TorchSharp.torch;
using DenseTensor = Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<float>;

namespace VaeTransforms.Tests.Formulas;

/// <summary>Every formula through every interpreter, beside the same formula in double precision.</summary>
public sealed class InterpretersAgreeTests
{
    // Single precision keeps seven digits; a formula of ten operations loses at most two of them.
    private const double Tolerance = 1e-5;

    // A uniform number near 1 keeps few digits of its distance from 1, on which the tails of a distribution depend.
    private const double DrawTolerance = 1e-4;

    public static TheoryData<string> Names => [.. EveryFormula.Cases().Select(formula => formula.Name)];

    public static TheoryData<string> DrawNames => [.. EveryFormula.Draws().Select(formula => formula.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Libtorch_agrees_with_double_precision(string name)
    {
        FormulaCase formula = Find(name);
        using var scope = NewDisposeScope();
        Tensor[] inputs = [.. formula.Inputs.Select(TorchScriptFormula.Tensor)];
        var weights = formula.Weights.ToDictionary(weight => weight.Shape.Name, TorchScriptFormula.Tensor);

        Tensor value = formula.Compute(new TorchOps(), inputs, weights);

        Equal(formula.Reference(), value);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TorchScript_agrees_with_double_precision(string name)
    {
        FormulaCase formula = Find(name);
        using var scope = NewDisposeScope();

        Equal(formula.Reference(trains: true), TorchScriptFormula.Run(formula).Value);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Onnx_agrees_with_double_precision(string name) => OnnxAgrees(Find(name));

    [Theory]
    [MemberData(nameof(DrawNames))]
    public void Onnx_draws_agree_with_double_precision(string name) =>
        OnnxAgrees(EveryFormula.Draws().Single(formula => formula.Name == name), DrawTolerance);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_program_agrees_with_double_precision(string name) => RowProgramAgrees(Find(name));

    [Theory]
    [MemberData(nameof(DrawNames))]
    public void Draws_of_a_row_program_agree_with_double_precision(string name) =>
        RowProgramAgrees(EveryFormula.Draws().Single(formula => formula.Name == name), DrawTolerance);

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_match_finite_differences(string name)
    {
        FormulaCase formula = Find(name);
        using var scope = NewDisposeScope();
        TorchScriptFormula.Result result = TorchScriptFormula.Run(formula);

        for (int i = 0; i < formula.Weights.Count; i++)
        {
            (WeightShape shape, double[] values) = formula.Weights[i];
            double[] expected = TorchScriptFormula.FiniteDifferences(values, changed => formula.Reference(
                formula.Inputs,
                formula.Weights.Select((weight, j) => j == i ? weight with { Values = changed } : weight),
                trains: true));
            Equal(new ArrayValue(expected, shape.Shape[^1]), result.WeightGradients[i], 1e-4);
        }

        for (int i = 0; i < formula.Inputs.Length; i++)
        {
            if (!formula.IsSmooth(i))
            {
                continue;
            }

            ArrayValue input = formula.Inputs[i];
            double[] expected = TorchScriptFormula.FiniteDifferences(input.Values, changed => formula.Reference(
                [.. formula.Inputs.Select((other, j) => j == i ? input with { Values = changed } : other)],
                formula.Weights,
                trains: true));
            Equal(new ArrayValue(expected, input.Width), result.InputGradients[i], 1e-4);
        }
    }

    [Fact]
    public void Names_tell_formulas_apart() => Assert.Distinct(Names.Select(row => row.Data));

    private static float[] Floats(double[] values) => Array.ConvertAll(values, value => (float)value);

    private static void OnnxAgrees(FormulaCase formula, double tolerance = Tolerance)
    {
        using var session = new InferenceSession(Graph(formula));
        using var results = session.Run([.. formula.Inputs.Select(Fed)]);

        Equal(formula.Reference(), [.. results.Single().AsEnumerable<float>()], tolerance);

        static NamedOnnxValue Fed(ArrayValue input, int place) => NamedOnnxValue.CreateFromTensor(
            InputName(place), new DenseTensor(Floats(input.Values), [input.Rows, input.Width]));
    }

    private static void RowProgramAgrees(FormulaCase formula, double tolerance = Tolerance)
    {
        RowProgram program = RowProgram.Compile(Graph(formula))!;
        float[] memory = program.CreateMemory();
        ArrayValue expected = formula.Reference();
        var computed = new List<float>();
        for (int row = 0; row < expected.Rows; row++)
        {
            for (int i = 0; i < formula.Inputs.Length; i++)
            {
                (double[] values, int width) = formula.Inputs[i];
                Floats(values[(row * width)..((row + 1) * width)]).CopyTo(program.Input(InputName(i), memory));
            }

            program.Run(memory);
            computed.AddRange(program.Output("value", memory).Span);
        }

        Equal(expected, [.. computed], tolerance);
    }

    private static byte[] Graph(FormulaCase formula)
    {
        string[] inputNames = [.. formula.Inputs.Select((_, i) => InputName(i))];
        var graph = new GraphBuilder([.. inputNames, "value"]);
        var ops = new OnnxOps(graph);
        OnnxValue[] inputs = [.. formula.Inputs.Zip(inputNames, Input)];
        var weights = formula.Weights.ToDictionary(
            weight => weight.Shape.Name,
            weight => OnnxOps.Weight(weight.Shape.Name, Floats(weight.Values), weight.Shape.Shape));
        OnnxValue value = formula.Compute(ops, inputs, weights);
        graph.SumOutput("value", ops.NameOf(value), ops.NameOf(ops.Number(0)), value.Width);
        return ModelFile.Wrap(graph).ToByteArray();

        OnnxValue Input(ArrayValue input, string inputName) =>
            new(graph.Input(inputName, batch: null, input.Width), input.Width);
    }

    private static string InputName(int place) => $"input{place}";

    private static FormulaCase Find(string name) => EveryFormula.Cases().Single(formula => formula.Name == name);

    private static void Equal(ArrayValue expected, Tensor actual, double tolerance = Tolerance) =>
        Equal(expected, actual.expand(expected.Rows, expected.Width).contiguous().data<float>().ToArray(), tolerance);

    private static void Equal(ArrayValue expected, float[] actual, double tolerance = Tolerance)
    {
        Assert.Equal(expected.Values.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            double difference = Math.Abs(expected.Values[i] - actual[i]) / Math.Max(1, Math.Abs(expected.Values[i]));
            Assert.True(difference <= tolerance, $"At {i}: {expected.Values[i]:R} expected, {actual[i]:R} computed.");
        }
    }
}

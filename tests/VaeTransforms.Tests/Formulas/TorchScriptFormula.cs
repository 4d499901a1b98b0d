using System.Globalization;
using VaeTransforms.Formulas;
using VaeTransforms.Training;
using static TorchSharp.torch;

namespace VaeTransforms.Tests.Formulas;

/// <summary>A formula as a compiled TorchScript function, with the gradients of the weighted sum of its values.</summary>
internal static class TorchScriptFormula
{
    private const double Step = 1e-5;

    public static Tensor Tensor(ArrayValue value) =>
        tensor(Array.ConvertAll(value.Values, number => (float)number)).view(value.Rows, value.Width);

    public static Tensor Tensor(WeightValues weight)
    {
        long[] shape = [.. weight.Shape.Shape.Select(size => (long)size)];
        return tensor(Array.ConvertAll(weight.Values, number => (float)number)).view(shape);
    }

    /// <summary>Compiles and runs the formula; inputs count as learned, so that they have gradients too.</summary>
    public static Result Run(FormulaCase formula)
    {
        var ops = new ScriptOps();
        ScriptValue[] inputs =
        [
            .. formula.Inputs.Select((input, i) => ScriptOps.Rows(Item("I", i), input.Width) with { IsLearned = true }),
        ];
        ScriptValue[] weights =
            [.. formula.Weights.Select((weight, i) => ScriptOps.Weight(Item("W", i), weight.Shape.Shape))];
        var weightsByName = formula.Weights.Zip(weights).ToDictionary(pair => pair.First.Shape.Name, pair => pair.Second);
        ScriptValue value = formula.Compute(ops, inputs, weightsByName);
        ops.WriteGradients(
            [(value, "seed")], [.. weights.Concat(inputs).Select((learned, i) => (learned, Item("G", i)))]);
        string source = $"""
            def run(
                    I: List[Tensor], W: List[Tensor], G: List[Tensor],
                    {ScriptOps.Uniforms}: Tensor, seed: Tensor, number_tensor: Tensor,
                    constants: List[Tensor]) -> Tensor:
                numbers: List[float] = number_tensor.tolist()
            {ops.BeforeSteps}
                for i in range(1):
            {ops.EachStep}
                return {value.Name}

            """;

        // A variable that is set in a loop is not known after it.
        source = source
            .Replace("    for i in range(1):\n", "", StringComparison.Ordinal)
            .Replace("        ", "    ", StringComparison.Ordinal);
        Tensor[] weightTensors = [.. formula.Weights.Select(Tensor)];
        Tensor[] inputTensors = [.. formula.Inputs.Select(Tensor)];
        Tensor[] gradients = [.. weightTensors.Concat(inputTensors).Select(tensor => zeros_like(tensor))];
        using jit.CompilationUnit function = jit.compile(source);
        Tensor seed = Tensor(Seed(formula.Reference(trains: true)));
        Tensor uniforms = Tensor(FormulaCase.Uniforms);
        Tensor numbers = tensor([.. ops.Numbers, 0.0], float64);
        Tensor[] constants = [.. ops.Constants.Select(constant => constant.Made())];
        var result =
            (Tensor)function.invoke("run", inputTensors, weightTensors, gradients, uniforms, seed, numbers, constants);
        return new Result(result, gradients[..weightTensors.Length], gradients[weightTensors.Length..]);
    }

    /// <summary>The derivatives of the weighted sum by each of the values.</summary>
    public static double[] FiniteDifferences(double[] values, Func<double[], ArrayValue> compute)
    {
        return [.. values.Select((value, i) => (Sum(i, value + Step) - Sum(i, value - Step)) / (2 * Step))];

        double Sum(int place, double value)
        {
            double[] changed = [.. values];
            changed[place] = value;
            ArrayValue result = compute(changed);
            return result.Values.Zip(Seed(result).Values, (x, weight) => x * weight).Sum();
        }
    }

    /// <summary>Weights that tell the values of a result apart.</summary>
    private static ArrayValue Seed(ArrayValue value) =>
        value with { Values = [.. value.Values.Select((_, i) => Math.Cos(i + 0.5))] };

    private static string Item(string list, int place) => string.Create(CultureInfo.InvariantCulture, $"{list}[{place}]");

    internal sealed record Result(Tensor Value, Tensor[] WeightGradients, Tensor[] InputGradients);
}

using VaeTransforms.Formulas;

namespace VaeTransforms.Training;

/// <summary>Writes formulas, and their gradients, as the lines of a TorchScript function.</summary>
/// <remarks>
/// <para>
/// Names and calls come from here alone, and numbers are arguments of the function: the text contains nothing that a caller sets.
/// So formulas that differ only in numbers share one compiled function, and every formula gives a text that compiles.
/// </para>
/// <para>
/// Each operation has its derivative beside it, so a gradient is lines too: for a small network libtorch's automatic
/// differentiation would spend three times as long on bookkeeping as on arithmetic.
/// </para>
/// </remarks>
internal sealed partial class ScriptOps : IObjectiveOps<ScriptValue>
{
    /// <summary>The variable that holds a step's uniform random numbers, [rows, width].</summary>
    public const string Uniforms = "uniforms";

    /// <summary>The same for each sample of the rows, [rows · samples, width].</summary>
    public const string SampleUniforms = "sample_uniforms";

    private static readonly ArrayOps Arrays = new();

    private readonly ScriptLines _lines = new();
    private readonly ScriptGradients _gradients;

    public ScriptOps() => _gradients = new ScriptGradients(_lines);

    /// <summary>The numbers that the lines refer to, in order.</summary>
    public IReadOnlyList<double> Numbers => _lines.Numbers;

    /// <summary>The vectors and matrices that the lines refer to, in order.</summary>
    public IReadOnlyList<ScriptConstant> Constants => _lines.Constants;

    /// <summary>How many uniform random numbers the lines need for each row.</summary>
    public int UniformsPerRow { get; private set; }

    /// <summary>The lines so far that all steps share, before the loop over steps.</summary>
    public string BeforeSteps => _lines.BeforeSteps;

    /// <summary>The lines so far of each step, for the body of the loop.</summary>
    public string EachStep => _lines.EachStep;

    /// <summary>A learned array.</summary>
    public static ScriptValue Weight(string variable, int[] shape) => new(variable, shape.Length, false, shape[^1], true);

    /// <summary>Values that come in, [rows, width].</summary>
    public static ScriptValue Rows(string variable, int width) => new(variable, 2, true, width, false);

    public ScriptValue Number(double value) =>
        new(_lines.Number(value), 0, false, 1, false) { Number = value, IsConstant = true };

    public int Width(ScriptValue a) => a.Width;

    public ScriptValue Add(ScriptValue a, ScriptValue b) => Folded(a, b, Arrays.Add)
        ?? Binary(a, b, $"{a.Name} + {b.Name}", g => g, g => g);

    public ScriptValue Subtract(ScriptValue a, ScriptValue b) => Folded(a, b, Arrays.Subtract)
        ?? Binary(a, b, $"{a.Name} - {b.Name}", g => g, g => $"torch.neg({g})");

    /// <remarks>x · sigmoid(x) is one operation of libtorch's, and so is its gradient.</remarks>
    public ScriptValue Multiply(ScriptValue a, ScriptValue b) => Folded(a, b, Arrays.Multiply)
        ?? (_lines.Find(SigmoidOf(a)) == b.Name
            ? Unary(a, $"torch.silu({a.Name})", (g, _) => $"torch.silu_backward({g}, {a.Name})")
            : Binary(a, b, $"{a.Name} * {b.Name}", g => $"{g} * {b.Name}", g => $"{g} * {a.Name}"));

    public ScriptValue Divide(ScriptValue a, ScriptValue b) => Folded(a, b, Arrays.Divide)
        ?? Binary(
            a,
            b,
            $"{a.Name} / {b.Name}",
            g => $"{g} / {b.Name}",
            g => $"torch.neg({g} * {a.Name} / ({b.Name} * {b.Name}))");

    public ScriptValue Max(ScriptValue a, ScriptValue b) => Folded(a, b, Arrays.Max) ?? WhereLess(a, b, b, a);

    public ScriptValue WhereLess(ScriptValue a, ScriptValue b, ScriptValue selected, ScriptValue otherwise)
    {
        ScriptValue less = Result($"{Tensor(a)} < {Tensor(b)}", a, b) with { IsLearned = false };
        ScriptValue value = Result(
            $"torch.where({less.Name}, {Tensor(selected)}, {Tensor(otherwise)})", less, selected, otherwise);
        string zero = Tensor(Number(0));
        _gradients.Record(
            value,
            (selected, g => Summed($"torch.where({less.Name}, {g}, {zero})", value, selected)),
            (otherwise, g => Summed($"torch.where({less.Name}, {zero}, {g})", value, otherwise)));
        return value;
    }

    public ScriptValue Exp(ScriptValue a) => Folded(a, Arrays.Exp) ?? Unary(a, $"torch.exp({a.Name})", (g, v) => $"{g} * {v}");

    public ScriptValue ExpM1(ScriptValue a) =>
        Folded(a, Arrays.ExpM1) ?? Unary(a, $"torch.expm1({a.Name})", (g, v) => $"{g} * ({v} + 1.0)");

    public ScriptValue Log(ScriptValue a) =>
        Folded(a, Arrays.Log) ?? Unary(a, $"torch.log({a.Name})", (g, _) => $"{g} / {a.Name}");

    public ScriptValue Log1P(ScriptValue a) =>
        Folded(a, Arrays.Log1P) ?? Unary(a, $"torch.log1p({a.Name})", (g, _) => $"{g} / ({a.Name} + 1.0)");

    public ScriptValue Sqrt(ScriptValue a) =>
        Folded(a, Arrays.Sqrt) ?? Unary(a, $"torch.sqrt({a.Name})", (g, v) => $"{g} / ({v} * 2.0)");

    public ScriptValue Abs(ScriptValue a) =>
        Folded(a, Arrays.Abs) ?? Unary(a, $"torch.abs({a.Name})", (g, _) => $"{g} * torch.sign({a.Name})");

    public ScriptValue Tanh(ScriptValue a) =>
        Folded(a, Arrays.Tanh) ?? Unary(a, $"torch.tanh({a.Name})", (g, v) => $"torch.tanh_backward({g}, {v})");

    public ScriptValue Sigmoid(ScriptValue a) =>
        Folded(a, Arrays.Sigmoid) ?? Unary(a, SigmoidOf(a), (g, v) => $"torch.sigmoid_backward({g}, {v})");

    public ScriptValue Softplus(ScriptValue a) => Folded(a, Arrays.Softplus)
        ?? Unary(a, $"torch.softplus({a.Name})", (g, _) => $"{g} * torch.sigmoid({a.Name})");

    public ScriptValue Relu(ScriptValue a) => Folded(a, Arrays.Relu)
        ?? Unary(a, $"torch.relu({a.Name})", (g, v) => $"torch.threshold_backward({g}, {v}, 0)");

    public ScriptValue Clamp(ScriptValue a, double lower, double upper)
    {
        string bounds = $"{Number(lower).Name}, {Number(upper).Name}";
        return Folded(a, number => Arrays.Clamp(number, lower, upper))
            ?? Unary(a, $"torch.clamp({a.Name}, {bounds})", (g, _) => $"torch.hardtanh_backward({g}, {a.Name}, {bounds})");
    }

    public ScriptValue Affine(ScriptValue x, ScriptValue weight, ScriptValue bias)
    {
        ScriptValue product = Result($"torch.addmm({bias.Name}, {x.Name}, {weight.Name})", x, weight, bias);
        ScriptValue value = product with { Width = weight.Width };
        _gradients.Record(
            value,
            (x, g => $"torch.mm({g}, {weight.Name}.t())"),
            (weight, g => $"torch.mm({x.Name}.t(), {g})"),
            (bias, g => $"torch.sum({g}, 0)"));
        return value;
    }

    public ScriptValue RowSum(ScriptValue a, double factor = 1)
    {
        ScriptValue sum = Result($"torch.sum({a.Name}, -1, True)", a) with { Width = 1 };
        _gradients.Record(sum, (a, g => $"{g}.expand_as({a.Name})"));
        return factor == 1 ? sum : Multiply(sum, Number(factor));
    }

    public ScriptValue RowMean(ScriptValue a) => RowSum(a, 1.0 / a.Width);

    public ScriptValue RowLogSumExp(ScriptValue a)
    {
        ScriptValue value = Result($"torch.logsumexp({a.Name}, -1, True)", a) with { Width = 1 };
        _gradients.Record(value, (a, g => $"{g} * torch.exp({a.Name} - {value.Name})"));
        return value;
    }

    public ScriptValue Columns(ScriptValue a, int start, int count)
    {
        string place = $"-1, {_lines.Size(start)}, {_lines.Size(count)}";
        ScriptValue value = Result($"torch.narrow({a.Name}, {place})", a) with { Width = count };
        _gradients.RecordPart(value, a, place);
        return value;
    }

    public bool TryUniforms(ScriptValue shapedLike, out ScriptValue uniforms)
    {
        string source = shapedLike.IsOfSamples ? SampleUniforms : Uniforms;
        uniforms = Columns(Rows(source, shapedLike.Width), UniformsPerRow, shapedLike.Width);
        UniformsPerRow += shapedLike.Width;
        return true;
    }

    /// <summary>Writes the gradients of a sum of values, each weighted.</summary>
    /// <param name="seeds">Variables with the derivative of the objective by each value.</param>
    /// <param name="weights">The learned arrays, and the variables that their gradients are written to.</param>
    public void WriteGradients(
        IReadOnlyList<(ScriptValue Value, string Derivative)> seeds,
        IReadOnlyList<(ScriptValue Weight, string Target)> weights) =>
        _gradients.Write(seeds, weights);

    private static string SigmoidOf(ScriptValue a) => $"torch.sigmoid({a.Name})";

    /// <summary>A number as a tensor, where an operation takes no other.</summary>
    private string Tensor(ScriptValue value) =>
        value.Number is null ? value.Name : _lines.BeforeLoop($"torch.full([1], {value.Name})");

    private ScriptValue? Folded(ScriptValue a, Func<ArrayValue, ArrayValue> compute) =>
        a.Number is { } number ? Number(compute(new ArrayValue(number)).Values[0]) : null;

    private ScriptValue? Folded(ScriptValue a, ScriptValue b, Func<ArrayValue, ArrayValue, ArrayValue> compute) =>
        a.Number is { } first && b.Number is { } second
            ? Number(compute(new ArrayValue(first), new ArrayValue(second)).Values[0])
            : null;

    private ScriptValue Unary(ScriptValue a, string expression, Func<string, string, string> gradient)
    {
        ScriptValue value = Result(expression, a);
        _gradients.Record(value, (a, g => gradient(g, value.Name)));
        return value;
    }

    private ScriptValue Binary(
        ScriptValue a, ScriptValue b, string expression, Func<string, string> byFirst, Func<string, string> bySecond)
    {
        if (a.Width != b.Width && a.Width != 1 && b.Width != 1)
        {
            throw new ArgumentException($"Rows of {a.Width} and of {b.Width} values do not broadcast.");
        }

        ScriptValue value = Result(expression, a, b);
        _gradients.Record(value, (a, g => Summed(byFirst(g), value, a)), (b, g => Summed(bySecond(g), value, b)));
        return value;
    }

    /// <summary>The gradient by an input that was spread over the shape of the result.</summary>
    private static string Summed(string gradient, ScriptValue value, ScriptValue input) =>
        value.HasShapeOf(input) ? gradient : $"({gradient}).sum_to_size({input.Name}.size())";

    private ScriptValue Result(string expression, params ReadOnlySpan<ScriptValue> inputs)
    {
        int axes = 0;
        int width = 1;
        bool isPerRow = false;
        bool isLearned = false;
        bool isOfSamples = false;
        bool isConstant = true;
        foreach (ScriptValue input in inputs)
        {
            axes = Math.Max(axes, input.Axes);
            width = Math.Max(width, input.Width);
            isPerRow |= input.IsPerRow;
            isLearned |= input.IsLearned;
            isOfSamples |= input.IsOfSamples;
            isConstant &= input.IsConstant;
        }

        string variable = isConstant ? _lines.BeforeLoop(expression) : _lines.Variable(expression);
        return new ScriptValue(variable, axes, isPerRow, width, isLearned)
        {
            IsOfSamples = isOfSamples,
            IsConstant = isConstant,
        };
    }
}

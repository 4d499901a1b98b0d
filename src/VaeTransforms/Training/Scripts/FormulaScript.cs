using System.Globalization;
using VaeTransforms.Formulas;

namespace VaeTransforms.Training;

/// <summary>The TorchScript source of a function that takes many optimization steps on any network.</summary>
/// <param name="Source">A module with one function; it ends in a newline, without which the compiler reads on.</param>
/// <param name="Numbers">The numbers that the formulas refer to; an argument of the function.</param>
/// <param name="Constants">The vectors and matrices that they refer to; another one.</param>
/// <param name="PartNames">
/// The names of the numbers after the first three of an outcome: the objective, and its parts; empty for the ELBO.
/// </param>
internal sealed record FormulaScript(
    string Source,
    IReadOnlyList<double> Numbers,
    IReadOnlyList<ScriptConstant> Constants,
    IReadOnlyList<string> PartNames)
{
    /// <summary>The function's name.</summary>
    public const string Function = "train";

    /// <summary>Writes the function.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="objective">What is minimized; null for the ELBO.</param>
    /// <param name="trainingRows">Rows that a batch is a sample of.</param>
    /// <param name="hasLabels">Whether rows have labels.</param>
    /// <remarks>Sizes and numbers are arguments, so that networks that differ only in these share a function.</remarks>
    public static FormulaScript For(
        VaeArchitecture architecture, Objective? objective = null, long trainingRows = 1, bool hasLabels = false)
    {
        WeightShape[] shapes = [.. architecture.Weights];
        Dictionary<string, ScriptValue> weights = shapes
            .Select((shape, place) => (shape.Name, Value: ScriptOps.Weight(Place("W", place), shape.Shape)))
            .ToDictionary(weight => weight.Name, weight => weight.Value);
        var ops = new ScriptOps();
        var formula = new VaeFormula<ScriptValue>(ops, architecture, name => weights[name]);
        ScriptValue epsilon = ScriptOps.Rows("epsilon", architecture.LatentDimension);
        ObjectiveLines lines = objective is null or ElboObjective && !hasLabels
            ? ObjectiveLines.OfElbo(formula.SampledParts(Rows("seen"), Rows("mask"), epsilon))
            : ObjectiveLines.Of(
                objective ?? Objective.Elbo(), ops, formula, Rows("seen"), Rows("mask"), epsilon, trainingRows, hasLabels);
        ops.WriteGradients(
            lines.Seeds, [.. shapes.Select((shape, place) => (weights[shape.Name], Place("G", place)))]);

        // Adam's lists have to be arguments: the compiler drops an update of lists that it sees made inside.
        string source = $"""
            def {Function}(X: Tensor, noise: Tensor, U: Tensor, R: Tensor, rate_tensor: Tensor, kl_tensor: Tensor,
                      number_tensor: Tensor, constants: List[Tensor], W: List[Tensor], G: List[Tensor],
                      parameters: List[Tensor], gradient: List[Tensor], first: List[Tensor], second: List[Tensor],
                      step: List[Tensor], clip_tensor: Tensor, adam_tensor: Tensor, decayed: Tensor) -> Tensor:
                rates: List[float] = rate_tensor.tolist()
                kl_weights: List[float] = kl_tensor.tolist()
                numbers: List[float] = number_tensor.tolist()
                clip = float(clip_tensor)
                adam: List[float] = adam_tensor.tolist()
                steps = X.size(0)
                n = X.size(1)
                D = {(architecture.HasMask ? "(X.size(2) - 1) // 3" : "X.size(2) - 1")}
                unused: List[Tensor] = []
                outcomes: List[Tensor] = []
            {ops.BeforeSteps}
                for i in range(steps):
                    x = X[i].narrow(1, 0, D)
                    mask = {(architecture.HasMask ? "X[i].narrow(1, D, D)" : "x")}
                    seen = {(architecture.HasMask ? "X[i].narrow(1, D + D, D)" : "x")}
                    epsilon = noise[i]
                    row_weights = R[i].narrow(1, 0, 1)
                    labels = R[i].narrow(1, 1, R.size(2) - 1)
            {lines.BeforeFormula}
            {ops.EachStep}
                    norm = torch.dot(gradient[0], gradient[0]).sqrt()
                    outcomes.append(torch.stack([{lines.Outcome}]))
                    if float(norm) > clip:
                        gradient[0].mul_(clip / norm)
            {OptimizerState.Update}
            {Bounds(shapes)}
                return torch.stack(outcomes)

            """;
        return new FormulaScript(source.ReplaceLineEndings("\n"), ops.Numbers, ops.Constants, lines.PartNames);

        InputRows<ScriptValue> Rows(string mask) => architecture.HasMask
            ? new(ScriptOps.Rows("x", architecture.InputSize), ScriptOps.Rows(mask, architecture.InputSize))
            : new(ScriptOps.Rows("x", architecture.InputSize));
    }

    /// <summary>Keeps arrays within their bounds after an update: a clamp in the formula has no gradient outside them.</summary>
    private static string Bounds(WeightShape[] shapes) => string.Join('\n', shapes
        .Select((shape, place) => (shape, place))
        .Where(pair => double.IsFinite(pair.shape.Min) || double.IsFinite(pair.shape.Max))
        .Select(pair => $"        W[{pair.place}].clamp_({Bound(pair.shape.Min)}, {Bound(pair.shape.Max)})"));

    private static string Bound(double value) => double.IsFinite(value) ? Text(value) : "None";

    private static string Text(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text;
    }

    private static string Place(string list, int place) => string.Create(CultureInfo.InvariantCulture, $"{list}[{place}]");
}

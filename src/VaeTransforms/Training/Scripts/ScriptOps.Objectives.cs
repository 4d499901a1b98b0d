namespace VaeTransforms.Training;

// Operations across the rows of a batch. The variable n is the number of its rows.
internal sealed partial class ScriptOps
{
    public ScriptValue BatchMean(ScriptValue a)
    {
        ScriptValue mean = Result($"torch.mean({a.Name}, 0)", a) with { Axes = 1, IsPerRow = false, IsOfSamples = false };
        _gradients.Record(mean, (a, g => $"({g} / {a.Name}.size(0)).expand_as({a.Name})"));
        return mean;
    }

    public ScriptValue ToSamples(ScriptValue a, int samples)
    {
        ScriptValue value = Result(ForEach(a.Name, a.Width, samples), a) with { IsOfSamples = true };
        _gradients.Record(value, (a, g => $"torch.sum({BySample(g, a.Width, samples)}, 1)"));
        return value;
    }

    public ScriptValue SamplesLogMeanExp(ScriptValue a, int samples)
    {
        ScriptValue sum = Result($"torch.logsumexp({BySample(a.Name, a.Width, samples)}, 1)", a) with { IsOfSamples = false };
        _gradients.Record(sum, (a, g =>
            $"{ForEach(g, a.Width, samples)} * torch.exp({a.Name} - {ForEach(sum.Name, a.Width, samples)})"));
        return Subtract(sum, Number(Math.Log(samples)));
    }

    public ScriptValue FirstOfPairs(ScriptValue a)
    {
        ScriptValue value = Result(FirstOfPairs(a.Name, a.Width), a);
        _gradients.Record(value, (a, g => $"torch.sum({ByPair(g, a.Width)}, 1)"));
        return value;
    }

    public ScriptValue SecondOfPairs(ScriptValue a)
    {
        ScriptValue value = Result($"{a.Name}.repeat([n, 1])", a);
        _gradients.Record(value, (a, g => $"torch.sum({ByPair(g, a.Width)}, 0)"));
        return value;
    }

    public ScriptValue PairsLogMeanExp(ScriptValue a, double own)
    {
        string share = _lines.Number(own);
        string weights = _lines.BeforeLoop(
            $"torch.reshape(torch.log(torch.full([n, n], (1.0 - {share}) / (n - 1)).fill_diagonal_({share})), [-1, 1])");
        string weighted = _lines.Variable($"{a.Name} + {weights}");
        ScriptValue value = Result($"torch.logsumexp({ByPair(weighted, a.Width)}, 1)", a);
        _gradients.Record(value, (a, g =>
            $"{FirstOfPairs(g, a.Width)} * torch.exp({weighted} - {FirstOfPairs(value.Name, a.Width)})"));
        return value;
    }

    public ScriptValue StopGradient(ScriptValue a) => Result($"{a.Name}.detach()", a) with { IsLearned = false };

    public ScriptValue ScaleGradient(ScriptValue a, Func<ScriptValue> factor)
    {
        ScriptValue value = Result($"{a.Name}.view_as({a.Name})", a);
        _gradients.Record(value, (a, g => $"{g} * {factor().Name}"));
        return value;
    }

    private string BySample(string value, int width, int samples) =>
        $"torch.reshape({value}, [-1, {_lines.Size(samples)}, {_lines.Size(width)}])";

    private string ForEach(string value, int width, int samples) =>
        $"torch.reshape(torch.unsqueeze({value}, 1).expand(-1, {_lines.Size(samples)}, -1), [-1, {_lines.Size(width)}])";

    private string ByPair(string value, int width) => $"torch.reshape({value}, [n, n, {_lines.Size(width)}])";

    private string FirstOfPairs(string value, int width) =>
        $"torch.reshape(torch.unsqueeze({value}, 1).expand(-1, n, -1), [-1, {_lines.Size(width)}])";
}

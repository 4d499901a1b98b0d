namespace VaeTransforms.Training;

// Vectors of numbers, and operations on groups of columns.
internal sealed partial class ScriptOps
{
    public ScriptValue Vector(params double[] values) =>
        new(_lines.Variable(_lines.Vector(values)), 1, false, values.Length, false);

    public ScriptValue GroupSum(ScriptValue a, int groups)
    {
        ScriptValue sum = Result($"torch.sum({Grouped(a.Name, groups, a.Width / groups)}, -1)", a) with { Width = groups };
        _gradients.Record(sum, (a, g => Repeated(g, groups, a.Width / groups)));
        return sum;
    }

    public ScriptValue GroupLogSumExp(ScriptValue a, int groups)
    {
        int width = a.Width / groups;
        ScriptValue value = Result($"torch.logsumexp({Grouped(a.Name, groups, width)}, -1)", a) with { Width = groups };
        _gradients.Record(value, (a, g =>
            $"{Repeated(g, groups, width)} * torch.exp({a.Name} - {Repeated(value.Name, groups, width)})"));
        return value;
    }

    public ScriptValue Repeat(ScriptValue a, int times)
    {
        ScriptValue value = Result(Repeated(a.Name, a.Width, times), a) with { Width = a.Width * times };
        _gradients.Record(value, (a, g => $"torch.sum({Grouped(g, a.Width, times)}, -1)"));
        return value;
    }

    private string Grouped(string value, int groups, int width) =>
        $"torch.reshape({value}, [-1, {_lines.Size(groups)}, {_lines.Size(width)}])";

    private string Repeated(string value, int width, int times) =>
        $"torch.reshape(torch.unsqueeze({value}, -1).expand(-1, -1, {_lines.Size(times)}), [-1, {_lines.Size(width * times)}])";
}

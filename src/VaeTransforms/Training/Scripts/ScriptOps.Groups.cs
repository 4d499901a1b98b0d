namespace VaeTransforms.Training;

// Vectors of numbers, values side by side, and operations on groups of columns.
internal sealed partial class ScriptOps
{
    public ScriptValue Vector(params double[] values) =>
        new(_lines.Constant(new ScriptConstant(values)), 1, false, values.Length, false) { IsConstant = true };

    public ScriptValue Matrix(double[] values, int outputs) =>
        new(_lines.Constant(new ScriptConstant(values, outputs)), 2, false, outputs, false) { IsConstant = true };

    public ScriptValue Concat(params IReadOnlyList<ScriptValue> parts)
    {
        string names = string.Join(", ", parts.Select(part => part.Name));
        ScriptValue value = Result($"torch.cat([{names}], -1)", [.. parts]) with { Width = parts.Sum(part => part.Width) };
        _gradients.Record(value, parts.Select((part, i) => (part, Part(parts.Take(i).Sum(before => before.Width), part.Width))));
        return value;

        Func<string, string> Part(int start, int width) =>
            gradient => $"torch.narrow({gradient}, -1, {_lines.Size(start)}, {_lines.Size(width)})";
    }

    /// <remarks>The gradient is selected too: a column that is not there takes the zeros beside the last one.</remarks>
    public ScriptValue SelectColumns(ScriptValue a, params int[] columns)
    {
        ScriptValue value = Result($"torch.index_select({a.Name}, -1, {Places(columns)})", a) with { Width = columns.Length };
        int[] inverse = [.. Enumerable.Repeat(columns.Length, a.Width)];
        foreach ((int place, int column) in columns.Index())
        {
            inverse[column] = place;
        }

        _gradients.Record(value, (a, g => $"torch.index_select({WithZeros(g)}, -1, {Places(inverse)})"));
        return value;

        string WithZeros(string g) => columns.Length == a.Width ? g : $"torch.constant_pad_nd({g}, [0, 1])";
    }

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

    public ScriptValue Tile(ScriptValue a, int copies)
    {
        ScriptValue value = Result($"{a.Name}.repeat([1, {_lines.Size(copies)}])", a) with { Width = a.Width * copies };
        _gradients.Record(value, (a, g => $"torch.sum({Grouped(g, copies, a.Width)}, 1)"));
        return value;
    }

    public ScriptValue Reshape(ScriptValue a, int width)
    {
        ScriptValue value = Result($"torch.reshape({a.Name}, [-1, {_lines.Size(width)}])", a) with { Axes = 2, Width = width };
        _gradients.Record(value, (a, g => $"torch.reshape({g}, {a.Name}.size())"));
        return value;
    }

    private string Places(int[] columns) => _lines.Constant(
        new ScriptConstant([.. columns.Select(column => (double)column)], ArePlaces: true));

    private string Grouped(string value, int groups, int width) =>
        $"torch.reshape({value}, [-1, {_lines.Size(groups)}, {_lines.Size(width)}])";

    private string Repeated(string value, int width, int times) =>
        $"torch.reshape(torch.unsqueeze({value}, -1).expand(-1, -1, {_lines.Size(times)}), [-1, {_lines.Size(width * times)}])";
}

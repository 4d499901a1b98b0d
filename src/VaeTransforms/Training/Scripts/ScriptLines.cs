using System.Globalization;
using System.Text;

namespace VaeTransforms.Training;

/// <summary>The lines of a function that formulas write, each a variable with the value of an expression.</summary>
internal sealed class ScriptLines
{
    private const string Indentation = "        ";

    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, string> _variables = [];
    private readonly List<double> _numbers = [];

    /// <summary>The numbers that the lines refer to, in order.</summary>
    public IReadOnlyList<double> Numbers => _numbers;

    public string Text => _text.ToString();

    /// <summary>The variable that holds a number: its value is an argument of the function.</summary>
    public string Number(double value) => string.Create(CultureInfo.InvariantCulture, $"numbers[{Place(value)}]");

    /// <summary>The same for a whole number that is a size or a place.</summary>
    public string Size(int value) => string.Create(CultureInfo.InvariantCulture, $"int(numbers[{Place(value)}])");

    /// <summary>A tensor of Singles with numbers beside each other; 6 is how libtorch counts the type.</summary>
    public string Vector(double[] values)
    {
        int start = _numbers.Count;
        _numbers.AddRange(values);
        return $"torch.narrow(number_tensor, 0, {Size(start)}, {Size(values.Length)}).to(6)";
    }

    /// <summary>The variable with an expression's value, where a line for it is there already.</summary>
    public string? Find(string expression) => _variables.GetValueOrDefault(expression);

    /// <summary>A variable with an expression's value; the same expression is computed once.</summary>
    public string Variable(string expression)
    {
        if (!_variables.TryGetValue(expression, out string? variable))
        {
            variable = string.Create(CultureInfo.InvariantCulture, $"v_{_variables.Count}");
            _variables.Add(expression, variable);
            Add($"{variable} = {expression}");
        }

        return variable;
    }

    /// <summary>A line that is there for its effect.</summary>
    public void Add(string line) => _text.Append(Indentation).Append(line).Append('\n');

    private int Place(double value)
    {
        int place = _numbers.IndexOf(value);
        if (place < 0)
        {
            place = _numbers.Count;
            _numbers.Add(value);
        }

        return place;
    }
}

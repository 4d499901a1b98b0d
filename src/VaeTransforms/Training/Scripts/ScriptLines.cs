using System.Globalization;
using System.Text;

namespace VaeTransforms.Training;

/// <summary>
/// The lines of a function that formulas write, each a variable with the value of an expression: those of each step, and those
/// before the loop over steps, which depend on constants alone.
/// </summary>
internal sealed class ScriptLines
{
    private readonly StringBuilder _eachStep = new();
    private readonly StringBuilder _beforeSteps = new();
    private readonly Dictionary<string, string> _variables = [];
    private readonly List<double> _numbers = [];
    private readonly List<ScriptConstant> _constants = [];
    private readonly Dictionary<string, string> _constantNames = [];

    /// <summary>The numbers that the lines refer to, in order.</summary>
    public IReadOnlyList<double> Numbers => _numbers;

    /// <summary>The vectors and matrices that the lines refer to, in order.</summary>
    public IReadOnlyList<ScriptConstant> Constants => _constants;

    /// <summary>Lines of the body of the loop over steps.</summary>
    public string EachStep => _eachStep.ToString();

    /// <summary>Lines before the loop.</summary>
    public string BeforeSteps => _beforeSteps.ToString();

    /// <summary>The variable that holds a number: its value is an argument of the function.</summary>
    public string Number(double value) => BeforeLoop(string.Create(CultureInfo.InvariantCulture, $"numbers[{Place(value)}]"));

    /// <summary>The same for a whole number that is a size or a place.</summary>
    public string Size(int value) => BeforeLoop(string.Create(CultureInfo.InvariantCulture, $"int(numbers[{Place(value)}])"));

    /// <summary>The variable that holds a vector or a matrix: the same numbers are one argument.</summary>
    public string Constant(ScriptConstant constant)
    {
        string bits = string.Join(' ', constant.Values.Select(BitConverter.DoubleToInt64Bits));
        string content = $"{constant.Columns} {constant.ArePlaces} {bits}";
        if (!_constantNames.TryGetValue(content, out string? name))
        {
            name = BeforeLoop(string.Create(CultureInfo.InvariantCulture, $"constants[{_constants.Count}]"));
            _constants.Add(constant);
            _constantNames.Add(content, name);
        }

        return name;
    }

    /// <summary>The variable with an expression's value, where a line for it is there already.</summary>
    public string? Find(string expression) => _variables.GetValueOrDefault(expression);

    /// <summary>A variable with an expression's value in each step; the same expression is computed once.</summary>
    public string Variable(string expression) => Variable(expression, _eachStep, "        ");

    /// <summary>The same for an expression of constants, which all steps share.</summary>
    public string BeforeLoop(string expression) => Variable(expression, _beforeSteps, "    ");

    /// <summary>A line of each step that is there for its effect.</summary>
    public void Add(string line) => Add(_eachStep, "        ", line);

    private static void Add(StringBuilder lines, string indentation, string line) =>
        lines.Append(indentation).Append(line).Append('\n');

    private string Variable(string expression, StringBuilder lines, string indentation)
    {
        if (!_variables.TryGetValue(expression, out string? variable))
        {
            variable = string.Create(CultureInfo.InvariantCulture, $"v_{_variables.Count}");
            _variables.Add(expression, variable);
            Add(lines, indentation, $"{variable} = {expression}");
        }

        return variable;
    }

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

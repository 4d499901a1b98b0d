namespace VaeTransforms.Training;

/// <summary>Reverse-mode differentiation of the lines of a TorchScript function, as further lines.</summary>
/// <remarks>Griewank and Walther 2008, 'Evaluating derivatives', chapter 3.</remarks>
internal sealed class ScriptGradients(ScriptLines lines)
{
    private readonly List<Derivative> _tape = [];
    private readonly HashSet<string> _recorded = [];

    // By the name of a value: the variable with the gradient so far.
    private readonly Dictionary<string, string> _gradients = [];

    // Gradients that parts are added to in place.
    private readonly HashSet<string> _wholes = [];

    /// <summary>Records how an operation's gradient reaches its inputs.</summary>
    /// <param name="value">What the operation gives. The same value is recorded once.</param>
    /// <param name="inputs">From the gradient by the value to the gradient by each input, as expressions.</param>
    public void Record(ScriptValue value, params IEnumerable<(ScriptValue Input, Func<string, string> ByInput)> inputs)
    {
        if (_recorded.Add(value.Name))
        {
            _tape.AddRange(inputs
                .Where(input => input.Input.IsLearned)
                .Select(input => new Derivative(value, input.Input, input.ByInput, Place: null)));
        }
    }

    /// <summary>Records that a value is a part of an input.</summary>
    /// <param name="value">The part.</param>
    /// <param name="input">The whole.</param>
    /// <param name="place">Axis, start and length, as <c>narrow</c> takes them.</param>
    public void RecordPart(ScriptValue value, ScriptValue input, string place)
    {
        if (_recorded.Add(value.Name) && input.IsLearned)
        {
            _tape.Add(new Derivative(value, input, g => g, place));
        }
    }

    /// <summary>Writes the gradients by the learned arrays, going through the operations backwards.</summary>
    /// <param name="seeds">Values with the derivative of the objective by each: a variable of the value's shape.</param>
    /// <param name="weights">The learned arrays, and the variables that their gradients are written to.</param>
    public void Write(
        IReadOnlyList<(ScriptValue Value, string Derivative)> seeds, IReadOnlyList<(ScriptValue Weight, string Target)> weights)
    {
        foreach ((ScriptValue value, string derivative) in seeds)
        {
            _gradients[value.Name] = derivative;
        }

        foreach (Derivative derivative in Enumerable.Reverse(_tape))
        {
            if (!_gradients.TryGetValue(derivative.Value.Name, out string? outer))
            {
                continue;
            }

            if (derivative.Place is { } place)
            {
                lines.Add($"torch.narrow({Whole(derivative.Input.Name)}, {place}).add_({outer})");
            }
            else
            {
                string inner = derivative.ByInput(outer);
                _gradients[derivative.Input.Name] = lines.Variable(
                    _gradients.TryGetValue(derivative.Input.Name, out string? known) ? $"{known} + {inner}" : inner);
            }
        }

        foreach ((ScriptValue weight, string target) in weights)
        {
            lines.Add(
                _gradients.TryGetValue(weight.Name, out string? gradient) ? $"{target}.copy_({gradient})" : $"{target}.zero_()");
        }
    }

    /// <summary>The gradient of a value that parts are cut from, to add a part's gradient to.</summary>
    private string Whole(string input)
    {
        string? known = _gradients.GetValueOrDefault(input);
        if (known is not null && _wholes.Contains(known))
        {
            return known;
        }

        string whole = $"whole_{_wholes.Count}";
        lines.Add($"{whole} = " + (known is null ? $"torch.zeros_like({input})" : $"{known}.clone()"));
        _wholes.Add(whole);
        _gradients[input] = whole;
        return whole;
    }

    private sealed record Derivative(ScriptValue Value, ScriptValue Input, Func<string, string> ByInput, string? Place);
}

using VaeTransforms.Model;

namespace VaeTransforms.Pipeline;

/// <summary>The codes of the values of a category, by their text.</summary>
internal sealed class TextCodes
{
    private readonly Dictionary<string, double> _codes;
    private readonly Dictionary<string, double>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    /// <param name="categories">The values, in the order of their codes, which count from 1.</param>
    public TextCodes(IEnumerable<string> categories)
    {
        _codes = categories.Select((text, place) => (text, place)).ToDictionary(pair => pair.text, pair => pair.place + 1.0);
        _bySpan = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The values so far, in the order of their codes.</summary>
    public IEnumerable<string> Categories => _codes.OrderBy(pair => pair.Value).Select(pair => pair.Key);

    /// <summary>The code of a value; for one that has none, that of values that training never saw.</summary>
    public double FindOrUnseen(ReadOnlyMemory<char> text) =>
        _bySpan.TryGetValue(text.Span, out double code) ? code : TableLayout.UnseenCode;

    /// <summary>The code of a value; one that has none gets the next.</summary>
    public double FindOrAdd(ReadOnlyMemory<char> text)
    {
        if (!_bySpan.TryGetValue(text.Span, out double code))
        {
            code = _codes.Count + 1;
            _bySpan[text.Span] = code;
        }

        return code;
    }
}

namespace VaeTransforms.Analysis;

/// <summary>Numbers categories from 0, in the order in which they are first seen.</summary>
internal sealed class CategoryCodes
{
    private readonly Dictionary<string, int> _codes = [];
    private readonly List<string> _names = [];

    /// <summary>The names, in the order of their codes.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The code of a category; NaN for an empty or blank name, which is a missing value.</summary>
    public double Of(ReadOnlySpan<char> name)
    {
        if (name.IsWhiteSpace())
        {
            return double.NaN;
        }

        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(name, out int code))
        {
            code = _names.Count;
            _names.Add(name.ToString());
            _codes.Add(_names[code], code);
        }

        return code;
    }
}

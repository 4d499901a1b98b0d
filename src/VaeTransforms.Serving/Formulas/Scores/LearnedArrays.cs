using VaeTransforms.Model;

namespace VaeTransforms.Formulas;

/// <summary>What a score has learned from rows: arrays by name.</summary>
internal sealed class LearnedArrays
{
    private readonly Dictionary<string, NamedTensor> _byName;

    /// <param name="arrays">In the order in which the score declares them.</param>
    public LearnedArrays(params IEnumerable<NamedTensor> arrays)
    {
        All = [.. arrays];
        _byName = All.ToDictionary(array => array.Name);
    }

    public static LearnedArrays None { get; } = new();

    /// <summary>All arrays, in order.</summary>
    public IReadOnlyList<NamedTensor> All { get; }

    /// <summary>How many numbers the arrays hold together.</summary>
    public long Count => All.Sum(array => array.Values.LongLength);

    public NamedTensor this[string name] => _byName[name];

    /// <summary>These arrays and more.</summary>
    public LearnedArrays With(params IEnumerable<NamedTensor> more) => new(All.Concat(more));

    /// <summary>An array in double precision.</summary>
    /// <param name="name">Its name.</param>
    public ArrayValue Value(string name) => ArrayValue.Of(this[name]);
}

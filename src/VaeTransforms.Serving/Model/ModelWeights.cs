namespace VaeTransforms.Model;

/// <summary>
/// Everything that training learned, as one ordered list of named arrays: from libtorch to the file, the same names in the same
/// order.
/// </summary>
internal sealed class ModelWeights
{
    /// <summary>What the names of the normalization's arrays start with, before a point.</summary>
    public const string InputName = "input";

    private readonly Dictionary<string, NamedTensor> _byName;

    /// <param name="arrays">With names and shapes of <see cref="Shapes"/>, in that order.</param>
    public ModelWeights(IEnumerable<NamedTensor> arrays)
    {
        Arrays = [.. arrays];
        _byName = Arrays.ToDictionary(array => array.Name);
    }

    /// <summary>All arrays, in order.</summary>
    public IReadOnlyList<NamedTensor> Arrays { get; }

    public NamedTensor this[string name] => _byName[name];

    /// <summary>The arrays of one formula, by the names that they have within it.</summary>
    /// <param name="formula">Such as "input" or "likelihood".</param>
    /// <param name="of">What to make of an array.</param>
    public Dictionary<string, T> Of<T>(string formula, Func<NamedTensor, T> of)
    {
        string prefix = formula + ".";
        return Arrays
            .Where(array => array.Name.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(array => array.Name[prefix.Length..], of);
    }

    /// <summary>Names and shapes of a model's arrays: those of the normalization, then those of the network.</summary>
    public static IEnumerable<WeightShape> Shapes(VaeArchitecture architecture, Normalization normalization) =>
    [
        .. normalization.Weights(architecture.InputSize).Select(shape => shape with { Name = $"{InputName}.{shape.Name}" }),
        .. architecture.Weights,
    ];

    /// <summary>Puts values to the names.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="normalization">What comes before it.</param>
    /// <param name="valuesOf">The values of an array of <see cref="Shapes"/>.</param>
    public static ModelWeights Create(
        VaeArchitecture architecture, Normalization normalization, Func<WeightShape, float[]> valuesOf) =>
        new(Shapes(architecture, normalization).Select(shape => new NamedTensor(shape.Name, shape.Shape, valuesOf(shape))));
}

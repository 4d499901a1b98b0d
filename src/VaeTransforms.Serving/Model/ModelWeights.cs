namespace VaeTransforms.Model;

/// <summary>Everything that training learned, as one ordered list of named arrays: from libtorch to the file, the same names in the same order.</summary>
internal sealed class ModelWeights
{
    /// <summary>What the names of the normalization's arrays start with.</summary>
    public const string InputPrefix = "input.";

    public const string OffsetName = InputPrefix + "offset";
    public const string ScaleName = InputPrefix + "scale";

    private readonly Dictionary<string, NamedTensor> _byName;

    /// <param name="arrays">With names and shapes of <see cref="Shapes"/>, in that order.</param>
    /// <param name="quantiles">What the normalization has besides offset and scale.</param>
    public ModelWeights(IEnumerable<NamedTensor> arrays, QuantileMap? quantiles = null)
    {
        Arrays = [.. arrays];
        Quantiles = quantiles;
        _byName = Arrays.ToDictionary(array => array.Name);
    }

    /// <summary>All arrays, in order.</summary>
    public IReadOnlyList<NamedTensor> Arrays { get; }

    /// <summary>[D]; the normalized input is (x - Offset) / Scale, or what <see cref="Quantiles"/> makes of that.</summary>
    public float[] Offset => this[OffsetName].Values;

    /// <summary>[D]; never 0.</summary>
    public float[] Scale => this[ScaleName].Values;

    /// <summary>Under <see cref="Normalization.Quantile"/>; otherwise null.</summary>
    public QuantileMap? Quantiles { get; }

    public NamedTensor this[string name] => _byName[name];

    /// <summary>Names and shapes of a model's arrays: those of the normalization, then those of the network.</summary>
    public static IEnumerable<WeightShape> Shapes(VaeArchitecture architecture) =>
    [
        new WeightShape(OffsetName, architecture.InputSize),
        new WeightShape(ScaleName, architecture.InputSize),
        .. architecture.Weights,
    ];

    /// <summary>Puts values to the names.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="valuesOf">The values of an array of <see cref="Shapes"/>.</param>
    /// <param name="quantiles">What the normalization has besides offset and scale.</param>
    public static ModelWeights Create(VaeArchitecture architecture, Func<WeightShape, float[]> valuesOf, QuantileMap? quantiles = null) =>
        new(Shapes(architecture).Select(shape => new NamedTensor(shape.Name, shape.Shape, valuesOf(shape))), quantiles);

    /// <summary>From a row in the input's own units to what the encoder sees.</summary>
    /// <param name="row">[D].</param>
    /// <param name="normalized">[D], written to.</param>
    public void Normalize(ReadOnlySpan<float> row, Span<float> normalized) => RowNormalization.Apply(row, Offset, Scale, Quantiles, normalized);
}

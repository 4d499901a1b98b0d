namespace VaeTransforms.Model;

/// <summary>Everything that training learns, as plain arrays: all that it hands on.</summary>
internal sealed class VaeWeights
{
    /// <summary>What the names of the normalisation's arrays start with.</summary>
    public const string InputPrefix = "input.";

    private VaeWeights(float[] offset, float[] scale, DenseLayer[] encoder, DenseLayer mean, DenseLayer logVariance,
        DenseLayer[] decoder, float[] decoderLogVariance, QuantileMap? quantiles)
    {
        Quantiles = quantiles;
        Offset = offset;
        Scale = scale;
        Encoder = encoder;
        Mean = mean;
        LogVariance = logVariance;
        Decoder = decoder;
        DecoderLogVariance = decoderLogVariance;
    }

    /// <summary>[D]; the normalised input is (x - Offset) / Scale, or what <see cref="Quantiles"/> makes of that.</summary>
    public float[] Offset { get; }

    /// <summary>[D]; never 0.</summary>
    public float[] Scale { get; }

    /// <summary>Under <see cref="Normalization.Quantile"/>; otherwise null.</summary>
    public QuantileMap? Quantiles { get; }

    /// <summary>The hidden layers from the input on; empty for a linear encoder.</summary>
    public IReadOnlyList<DenseLayer> Encoder { get; }

    /// <summary>Last hidden layer to latent mean.</summary>
    public DenseLayer Mean { get; }

    /// <summary>Last hidden layer to latent log-variance, before it is bounded.</summary>
    public DenseLayer LogVariance { get; }

    /// <summary>
    /// The hidden layers from the latent vector on, and last the output layer: logits under a Bernoulli
    /// likelihood, normalised means under any other.
    /// </summary>
    public IReadOnlyList<DenseLayer> Decoder { get; }

    /// <summary>[D] log-variances of the normalised input under a likelihood that learns them; otherwise empty.</summary>
    public float[] DecoderLogVariance { get; }

    /// <summary>The arrays of a network with this architecture: the one place that names them and knows their order.</summary>
    /// <param name="architecture">The network's shape.</param>
    /// <returns>Names and shapes; the same names a model file uses.</returns>
    public static IEnumerable<(string Name, int[] Shape)> Shapes(VaeArchitecture architecture)
    {
        int input = architecture.InputSize;
        int latent = architecture.LatentDimension;
        yield return (InputPrefix + "offset", [input]);
        yield return (InputPrefix + "scale", [input]);

        int width = input;
        for (int i = 0; i < architecture.HiddenLayers.Count; i++)
        {
            int next = architecture.HiddenLayers[i];
            yield return ($"encoder.{i}.weight", [width, next]);
            yield return ($"encoder.{i}.bias", [next]);
            width = next;
        }

        yield return ("mean.weight", [width, latent]);
        yield return ("mean.bias", [latent]);
        yield return ("log_variance.weight", [width, latent]);
        yield return ("log_variance.bias", [latent]);

        width = latent;
        for (int i = 0; i <= architecture.HiddenLayers.Count; i++)
        {
            int next = i < architecture.HiddenLayers.Count ? architecture.HiddenLayers[^(i + 1)] : input;
            yield return ($"decoder.{i}.weight", [width, next]);
            yield return ($"decoder.{i}.bias", [next]);
            width = next;
        }

        if (architecture.Likelihood is LearnedVarianceLikelihood)
        {
            yield return ("decoder.log_variance", [input]);
        }
    }

    /// <summary>How many numbers the arrays of a network hold together.</summary>
    /// <param name="architecture">The network's shape.</param>
    public static long Count(VaeArchitecture architecture) =>
        Shapes(architecture).Sum(array => array.Shape.Aggregate(1L, (product, size) => product * size));

    /// <summary>Puts the arrays in their places.</summary>
    /// <param name="architecture">The network's shape.</param>
    /// <param name="valuesOf">The values of the array with a name and a shape that <see cref="Shapes"/> gave.</param>
    /// <param name="quantiles">What the normalisation has besides offset and scale.</param>
    /// <returns>The weights.</returns>
    public static VaeWeights Create(VaeArchitecture architecture, Func<string, int[], float[]> valuesOf, QuantileMap? quantiles = null)
    {
        Dictionary<string, NamedTensor> tensors = Shapes(architecture)
            .Select(t => new NamedTensor(t.Name, t.Shape, valuesOf(t.Name, t.Shape)))
            .ToDictionary(t => t.Name);

        DenseLayer Layer(string name)
        {
            NamedTensor weight = tensors[name + ".weight"];
            return new DenseLayer(weight.Shape[0], weight.Shape[1], weight.Values, tensors[name + ".bias"].Values);
        }

        int depth = architecture.HiddenLayers.Count;
        return new VaeWeights(
            tensors[InputPrefix + "offset"].Values,
            tensors[InputPrefix + "scale"].Values,
            [.. Enumerable.Range(0, depth).Select(i => Layer($"encoder.{i}"))],
            Layer("mean"),
            Layer("log_variance"),
            [.. Enumerable.Range(0, depth + 1).Select(i => Layer($"decoder.{i}"))],
            tensors.TryGetValue("decoder.log_variance", out NamedTensor? logVariance) ? logVariance.Values : [],
            quantiles);
    }

    /// <summary>From a row in the input's own units to what the encoder sees.</summary>
    /// <param name="row">[D].</param>
    /// <param name="normalized">[D], written to.</param>
    public void Normalize(ReadOnlySpan<float> row, Span<float> normalized) => RowNormalization.Apply(row, Offset, Scale, Quantiles, normalized);

    /// <summary>All arrays with their names and shapes, in the order of <see cref="Shapes"/>.</summary>
    /// <param name="architecture">The architecture the weights were created with.</param>
    /// <returns>The arrays themselves, not copies.</returns>
    public IEnumerable<NamedTensor> Tensors(VaeArchitecture architecture)
    {
        IEnumerable<float[]> values = [Offset, Scale, .. Encoder.SelectMany(Arrays), .. Arrays(Mean), .. Arrays(LogVariance),
            .. Decoder.SelectMany(Arrays), .. DecoderLogVariance.Length > 0 ? new[] { DecoderLogVariance } : []];
        return Shapes(architecture).Zip(values, (t, v) => new NamedTensor(t.Name, t.Shape, v));

        static IEnumerable<float[]> Arrays(DenseLayer layer) => [layer.Weight, layer.Bias];
    }
}

using VaeTransforms.Formulas;
using VaeTransforms.Model;
using VaeTransforms.Onnx.Schema;

namespace VaeTransforms.Onnx;

/// <summary>The arrays of a model file: initializers of the graph, or metadata where no node needs them.</summary>
internal sealed class StoredWeights
{
    private readonly Dictionary<string, TensorProto> _initializers = [];
    private readonly IReadOnlyDictionary<string, string> _metadata;

    public StoredWeights(GraphProto? graph, IReadOnlyDictionary<string, string> metadata)
    {
        _metadata = metadata;
        foreach (TensorProto tensor in graph?.Initializer ?? [])
        {
            _initializers.TryAdd(GraphBuilder.InnerName(tensor.Name), tensor);
        }
    }

    /// <param name="architecture">The network's shape.</param>
    /// <param name="normalization">What comes before the network.</param>
    /// <exception cref="VaeModelFormatException">
    /// An array is missing, has the wrong length, or holds what it must not.
    /// </exception>
    public ModelWeights Read(VaeArchitecture architecture, Normalization normalization)
    {
        ModelWeights weights = ModelWeights.Create(architecture, normalization, shape => Array(shape.Name, shape.Shape));
        string? fault = normalization.Fault(weights.Of(ModelWeights.InputName, array => array.Values));
        return fault is null ? weights : throw new VaeModelFormatException(fault);
    }

    /// <summary>The array with a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="shape">Its shape; <see cref="ScoreArray.AnyRows"/> for a first size that the file decides.</param>
    /// <exception cref="VaeModelFormatException">It is missing, has the wrong length, or is not finite.</exception>
    public float[] Array(string name, int[] shape)
    {
        float[] values = TensorBytes.Decode(Bytes(name, shape));
        int bad = System.Array.FindIndex(values, value => !float.IsFinite(value));
        return bad < 0 ? values : throw new VaeModelFormatException(
            $"The array '{name}' has the value {values[bad]} at place {bad}, but weights are finite. Fit the model again.");
    }

    private ReadOnlySpan<byte> Bytes(string name, int[] shape)
    {
        ReadOnlySpan<byte> bytes;
        if (_initializers.TryGetValue(name, out TensorProto? tensor))
        {
            if (tensor.DataType != TensorProto.Types.DataType.Float || !Fits(tensor.Dims, shape))
            {
                throw new VaeModelFormatException(
                    $"The array '{name}' is {tensor.DataType} of shape [{string.Join(", ", tensor.Dims)}], but the architecture "
                        + $"needs Float of shape [{string.Join(", ", shape)}]. {ModelFile.TakeAgain}");
            }

            bytes = tensor.RawData.Span;
        }
        else if (_metadata.TryGetValue(ModelFile.WeightKeyPrefix + name, out string? base64))
        {
            bytes = Decoded(name, base64);
        }
        else
        {
            throw new VaeModelFormatException(
                $"The file lacks the array '{name}': it is an export for scoring, not a saved model. "
                + "Load the file that the model was saved to.");
        }

        // In 128 bits, so that no sizes in a hostile file wrap around to a length that fits.
        Int128 expected = shape
            .Where(size => size != ScoreArray.AnyRows)
            .Aggregate((Int128)sizeof(float), (product, size) => product * size);
        bool fits = shape[0] == ScoreArray.AnyRows ? bytes.Length % expected == 0 : bytes.Length == expected;
        return fits ? bytes : throw new VaeModelFormatException(
            $"The array '{name}' has {bytes.Length} bytes, but its shape [{string.Join(", ", shape)}] needs {expected}. "
                + $"{ModelFile.TakeAgain}");
    }

    private static bool Fits(IReadOnlyCollection<long> sizes, int[] shape) => sizes.Count == shape.Length
        && sizes.Zip(shape).All(pair => pair.First == pair.Second || pair.Second == ScoreArray.AnyRows);

    private static byte[] Decoded(string name, string base64)
    {
        try
        {
            return Convert.FromBase64String(base64);
        }
        catch (FormatException e)
        {
            throw new VaeModelFormatException($"The array '{name}' is not in base64. {ModelFile.TakeAgain}", e);
        }
    }
}

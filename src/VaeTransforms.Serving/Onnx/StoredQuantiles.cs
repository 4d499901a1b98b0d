using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

/// <summary>The knots of a <see cref="QuantileMap"/> among a file's arrays.</summary>
internal static class StoredQuantiles
{
    public static IEnumerable<NamedTensor> Arrays(QuantileMap? map) => map is null ? [] :
    [
        new NamedTensor(QuantileExpressions.ValuesName, [map.Values.Length], map.Values),
        new NamedTensor(QuantileExpressions.NormalName, [map.Normal.Length], map.Normal),
    ];

    /// <exception cref="VaeModelFormatException">An array is missing, or the two are no increasing map.</exception>
    public static QuantileMap Read(StoredWeights stored, VaeArchitecture architecture)
    {
        // A size beyond all memory is one that no array of the file has.
        int[] shape = [(int)Math.Min(int.MaxValue, (long)architecture.InputSize * QuantileMap.Knots)];
        float[] values = stored.Array(QuantileExpressions.ValuesName, shape);
        float[] normal = stored.Array(QuantileExpressions.NormalName, shape);
        return QuantileMap.IsValid(values, normal) ? new QuantileMap(values, normal) : throw new VaeModelFormatException(
            $"The arrays '{QuantileExpressions.ValuesName}' and '{QuantileExpressions.NormalName}' do not increase together, as the knots of a normalisation by quantiles do. {ModelFile.TakeAgain}");
    }
}

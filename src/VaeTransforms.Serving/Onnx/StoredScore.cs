using System.Text.Json.Nodes;
using VaeTransforms.Formulas;
using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

/// <summary>Reads the score of a model file: its type and options from JSON, its arrays as those of the network.</summary>
internal static class StoredScore
{
    /// <summary>The score with what it has learned.</summary>
    /// <param name="written">As <see cref="ModelFormulas.Write"/> wrote it.</param>
    /// <param name="architecture">The network.</param>
    /// <param name="stored">The arrays of the file.</param>
    /// <exception cref="VaeModelFormatException">
    /// The score is unknown, or an array is missing or holds what the score does not allow.
    /// </exception>
    public static LearnedScore Read(JsonObject written, VaeArchitecture architecture, StoredWeights stored)
    {
        AnomalyScore score = ModelFormulas.Read<AnomalyScore>(written);
        return new LearnedScore(score, new LearnedArrays(score.Arrays(architecture).Select(array => Read(array, stored))));
    }

    /// <summary>The map with what it has learned.</summary>
    /// <param name="map">The map.</param>
    /// <param name="stored">The arrays of the file.</param>
    /// <exception cref="VaeModelFormatException">An array is missing or holds what the map does not allow.</exception>
    public static LearnedMap ReadMap(AnomalyMap map, StoredWeights stored) =>
        new(map, new LearnedArrays(map.Arrays.Select(array => Read(array, stored))));

    private static NamedTensor Read(ScoreArray declared, StoredWeights stored)
    {
        string name = LearnedScore.Prefix + declared.Name;
        float[] values = stored.Array(name, declared.Shape);
        int[] shape = declared.Shape;
        if (shape[0] == ScoreArray.AnyRows)
        {
            shape = [values.Length / shape[^1], .. shape[1..]];
            if (shape[0] < declared.MinRows || shape[0] > declared.MaxRows)
            {
                throw new VaeModelFormatException(
                    $"The array '{name}' has {shape[0]} rows, but must have {declared.MinRows} to {declared.MaxRows}. "
                    + ModelFile.TakeAgain);
            }
        }

        int bad = declared.IsPositive ? Array.FindIndex(values, value => value <= 0) : -1;
        return bad < 0 ? new NamedTensor(declared.Name, shape, values) : throw new VaeModelFormatException(
            FormattableString.Invariant($"The array '{name}' has the value {values[bad]} at place {bad}, but must be above 0. ")
            + ModelFile.TakeAgain);
    }
}

using System.Numerics;

namespace VaeTransforms.Model;

/// <summary>From a row in the input's own units to what the encoder sees, as every graph computes it.</summary>
internal static class RowNormalization
{
    /// <param name="row">[D].</param>
    /// <param name="offset">[D].</param>
    /// <param name="scale">[D].</param>
    /// <param name="quantiles">What follows on centring and scaling, or null for nothing.</param>
    /// <param name="normalized">[D], written to.</param>
    public static void Apply(ReadOnlySpan<float> row, float[] offset, float[] scale, QuantileMap? quantiles, Span<float> normalized)
    {
        int i = 0;
        for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> centred = new Vector<float>(row[i..]) - new Vector<float>(offset, i);
            (centred / new Vector<float>(scale, i)).CopyTo(normalized[i..]);
        }

        for (; i < row.Length; i++)
        {
            normalized[i] = (row[i] - offset[i]) / scale[i];
        }

        for (i = 0; i < row.Length && quantiles is not null; i++)
        {
            normalized[i] = quantiles.ToNormal(i, normalized[i]);
        }
    }
}

namespace VaeTransforms.Detection;

/// <summary>The input's space, each slot divided by its range: where rows have distances before any network sees them.</summary>
/// <param name="Centre">[D] the middles of the ranges, in the input's own units.</param>
/// <param name="Scale">[D] their lengths. Above 0.</param>
internal sealed record InputSpace(float[] Centre, float[] Scale)
{
    /// <param name="rows">[n, width], row-major and finite.</param>
    /// <param name="width">D.</param>
    /// <param name="among">Indices of the rows whose ranges count; at least one.</param>
    public static InputSpace Of(float[] rows, int width, long[] among)
    {
        var centre = new float[width];
        var scale = new float[width];
        for (int slot = 0; slot < width; slot++)
        {
            (centre[slot], scale[slot]) = InputRange.Of(rows, width, slot, among);
        }

        return new InputSpace(centre, scale);
    }

    /// <summary>Rows as points, [n, D].</summary>
    /// <param name="rows">[n, D], row-major, in the input's own units.</param>
    /// <param name="indices">Of the rows that are wanted.</param>
    public float[] Points(float[] rows, long[] indices)
    {
        int width = Centre.Length;
        var points = new float[indices.Length * width];
        for (int i = 0; i < indices.Length; i++)
        {
            for (int slot = 0; slot < width; slot++)
            {
                points[(i * width) + slot] = (rows[(indices[i] * width) + slot] - Centre[slot]) / Scale[slot];
            }
        }

        return points;
    }
}

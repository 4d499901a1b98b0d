namespace VaeTransforms.Formulas;

/// <summary>
/// A piecewise linear, strictly increasing map for each slot, as two arrays of knots: where the pieces begin and end, and what
/// they become there. The outermost pieces continue beyond the outermost knots.
/// </summary>
/// <remarks>
/// Both arrays are [D · <see cref="Knots"/>], row-major. A slot with fewer knots repeats its last one, so pieces without length
/// come last.
/// </remarks>
internal static class QuantileMap
{
    /// <summary>Bends that a graph counts at once for each value of a row: it finds the piece in two levels.</summary>
    public const int Level = 8;

    /// <summary>Places of a slot's values at which the slope may change.</summary>
    public const int Bends = Level * Level;

    /// <summary>Knots per slot: the bends, and one more on either side that the outermost pieces reach to.</summary>
    public const int Knots = Bends + 2;

    /// <summary>Whether arrays are such a map: both increase, from one knot to the next or not at all, and together.</summary>
    /// <param name="from">[D · <see cref="Knots"/>].</param>
    /// <param name="to">[D · <see cref="Knots"/>].</param>
    public static bool IsValid(float[] from, float[] to)
    {
        for (int i = 0; i < from.Length; i++)
        {
            int knot = i % Knots;
            bool rises = knot == 0 || (from[i] > from[i - 1] && to[i] > to[i - 1]);
            bool stays = knot > 1 && from[i] == from[i - 1] && to[i] == to[i - 1];
            bool begins = knot <= 1 || from[i - 1] != from[i - 2];
            if (!rises && !stays || (rises && !begins))
            {
                return false;
            }
        }

        return Slopes(from, to).All(float.IsFinite) && Slopes(to, from).All(float.IsFinite);
    }

    /// <summary>
    /// The slope from each knot to the next; for a piece without length, and at the last knot, that of the piece before.
    /// </summary>
    /// <param name="from">[D · <see cref="Knots"/>].</param>
    /// <param name="to">[D · <see cref="Knots"/>].</param>
    /// <returns>[D · <see cref="Knots"/>].</returns>
    public static float[] Slopes(float[] from, float[] to)
    {
        var slopes = new float[from.Length];
        for (int i = 0; i < slopes.Length; i++)
        {
            bool isLast = i % Knots == Knots - 1;
            slopes[i] = isLast || from[i + 1] == from[i]
                ? slopes[i - 1]
                : (float)(((double)to[i + 1] - to[i]) / ((double)from[i + 1] - from[i]));
        }

        return slopes;
    }
}

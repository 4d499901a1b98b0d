using System.Numerics;

namespace VaeTransforms.Model;

/// <summary>
/// A piecewise linear, strictly increasing map for each slot, from its centred and scaled values to a standard normal, and
/// back. What lies beyond the last knot continues the last piece.
/// </summary>
internal sealed class QuantileMap
{
    /// <summary>Places of a slot's values at which the slope may change: two levels of eight, see the graph that looks them up.</summary>
    public const int Bends = 64;

    /// <summary>Knots per slot: the bends, and one more on either side that the outermost pieces reach to.</summary>
    public const int Knots = Bends + 2;

    /// <param name="values">[D, <see cref="Knots"/>], row-major, increasing; where a slot has fewer, its last is repeated.</param>
    /// <param name="normal">The same of what the values become.</param>
    public QuantileMap(float[] values, float[] normal)
    {
        Values = values;
        Normal = normal;
        NormalPerValue = Slopes(values, normal);
        ValuePerNormal = Slopes(normal, values);
    }

    /// <summary>[D, <see cref="Knots"/>], row-major.</summary>
    public float[] Values { get; }

    /// <summary>[D, <see cref="Knots"/>], row-major.</summary>
    public float[] Normal { get; }

    /// <summary>[D, <see cref="Knots"/>]: the slope from each knot to the next.</summary>
    public float[] NormalPerValue { get; }

    /// <summary>[D, <see cref="Knots"/>]: the slope of the inverse from each knot to the next.</summary>
    public float[] ValuePerNormal { get; }

    /// <summary>Whether such arrays are a map: both increase, from one knot to the next or not at all, and together.</summary>
    /// <param name="values">[D, <see cref="Knots"/>].</param>
    /// <param name="normal">[D, <see cref="Knots"/>].</param>
    public static bool IsValid(float[] values, float[] normal)
    {
        for (int i = 0; i < values.Length; i++)
        {
            int knot = i % Knots;
            bool rises = knot == 0 || (values[i] > values[i - 1] && normal[i] > normal[i - 1]);
            bool stays = knot > 1 && values[i] == values[i - 1] && normal[i] == normal[i - 1];
            bool begins = knot <= 1 || values[i - 1] != values[i - 2];
            if (!rises && !stays || (rises && !begins))
            {
                return false;
            }
        }

        var map = new QuantileMap(values, normal);
        return map.NormalPerValue.All(float.IsFinite) && map.ValuePerNormal.All(float.IsFinite);
    }

    /// <param name="slot">From 0.</param>
    /// <param name="value">Centred and scaled.</param>
    public float ToNormal(int slot, float value) => Map(slot, value, Values, Normal, NormalPerValue);

    /// <param name="slot">From 0.</param>
    /// <param name="normal">Any number.</param>
    /// <returns>Centred and scaled.</returns>
    public float ToValue(int slot, float normal) => Map(slot, normal, Normal, Values, ValuePerNormal);

    private static float Map(int slot, float x, float[] from, float[] to, float[] slopes)
    {
        // Counting all bends that are not above x, some at a time, is faster than halving: nothing is there to predict.
        int start = (slot * Knots) + 1;
        Vector<int> reached = default;
        for (int i = 0; i < Bends; i += Vector<float>.Count)
        {
            reached -= Vector.GreaterThanOrEqual(new Vector<float>(x), new Vector<float>(from, start + i));
        }

        int knot = start - 1 + Vector.Sum(reached);
        return to[knot] + ((x - from[knot]) * slopes[knot]);
    }

    /// <summary>Of a piece without length, and of the last knot, the slope of the piece before.</summary>
    private static float[] Slopes(float[] from, float[] to)
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

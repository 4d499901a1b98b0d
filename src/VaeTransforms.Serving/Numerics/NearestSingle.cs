namespace VaeTransforms.Numerics;

/// <summary>Doubles as Singles.</summary>
internal static class NearestSingle
{
    /// <summary>
    /// The nearest Single. That is the largest one for every finite value beyond Single's range, so that a finite row has a
    /// finite score; a cast would make it infinite.
    /// </summary>
    /// <param name="value">Any number; NaN and infinities stay what they are.</param>
    public static float Of(double value)
    {
        float single = (float)value;
        return float.IsInfinity(single) && double.IsFinite(value) ? MathF.CopySign(float.MaxValue, single) : single;
    }
}

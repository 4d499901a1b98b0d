namespace VaeTransforms.Model;

/// <summary>Known rows, as points of the space in which neighbours are looked for.</summary>
internal sealed record ReferencePoints
{
    public required NeighborSpace Space { get; init; }

    /// <summary>[D]: in the input's own units; what is taken from a row before it is divided. 0 for residuals.</summary>
    public required float[] Centre { get; init; }

    /// <summary>[D]: what a row or a residual is divided by. Above 0.</summary>
    public required float[] Scale { get; init; }

    /// <summary>[Count, Width], row-major.</summary>
    public required float[] Values { get; init; }

    /// <summary>Values per point: D, or K + D.</summary>
    public required int Width { get; init; }

    public int Count => Values.Length / Width;

    /// <summary>
    /// The distance below which a point is the row itself: what rounding may make of 0. The second pass through a network in
    /// another batch rounds more than a division does.
    /// </summary>
    public float SamePoint => (Space == NeighborSpace.Input ? 1e-6f : 1e-4f) * MathF.Sqrt(Width);
}

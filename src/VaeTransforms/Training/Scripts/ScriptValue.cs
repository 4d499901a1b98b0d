namespace VaeTransforms.Training;

/// <summary>A variable of a TorchScript function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Axes">2 for [rows, width] and for matrices, 1 for vectors, 0 for a number.</param>
/// <param name="IsPerRow">Whether the first axis is that of the rows.</param>
/// <param name="Width">The size of the last axis.</param>
/// <param name="IsLearned">Whether a weight has part in it, so that it has a gradient.</param>
internal sealed record ScriptValue(string Name, int Axes, bool IsPerRow, int Width, bool IsLearned)
{
    /// <summary>Whether its rows are the samples of the batch's rows.</summary>
    public bool IsOfSamples { get; init; }

    /// <summary>The value of a number.</summary>
    public double? Number { get; init; }

    /// <summary>Whether it depends on neither rows nor weights, so that it is computed before the steps.</summary>
    public bool IsConstant { get; init; }

    /// <summary>Whether another value has the same shape, as far as can be known without the number of rows.</summary>
    public bool HasShapeOf(ScriptValue other) => (Axes, IsPerRow, Width) == (other.Axes, other.IsPerRow, other.Width);
}

namespace VaeTransforms.Onnx;

/// <summary>An operation of a row program. It is shared by all runs, so it has no state but constants.</summary>
internal abstract class RowStep
{
    /// <summary>Multiply-adds of matrix products, which decide how long wide networks take. Default: 0.</summary>
    public virtual long MultiplyAdds => 0;

    /// <summary>Computes the output from the inputs, which may be constants.</summary>
    /// <param name="memory">Of one run: all values that are not constant.</param>
    public abstract void Run(float[] memory);
}

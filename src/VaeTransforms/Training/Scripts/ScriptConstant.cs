using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>Numbers that a TorchScript function takes as a tensor: they stand neither in its text nor in its steps.</summary>
/// <param name="Values">Row-major.</param>
/// <param name="Columns">The size of the last axis of a matrix; null for a vector.</param>
/// <param name="ArePlaces">Whether they are places, which libtorch takes as whole numbers.</param>
internal sealed record ScriptConstant(double[] Values, int? Columns = null, bool ArePlaces = false)
{
    /// <summary>The tensor, which the caller disposes.</summary>
    public Tensor Made()
    {
        long[] shape = Columns is { } columns ? [Values.Length / columns, columns] : [Values.Length];
        return tensor(Values, shape, ArePlaces ? int64 : float32);
    }
}

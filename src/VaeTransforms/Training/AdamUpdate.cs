using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>Adam over one contiguous vector: an update is a handful of calls, whatever the number of layers.</summary>
/// <remarks>
/// Kingma and Ba 2015. TorchSharp's own takes only torch.nn.Parameter, each of which it counts as a live tensor for ever;
/// tests hold this one against it.
/// </remarks>
internal sealed class AdamUpdate(Tensor parameters, Tensor gradient) : IDisposable
{
    internal const double Beta1 = 0.9;
    internal const double Beta2 = 0.999;
    internal const double Epsilon = 1e-8;

    private readonly Tensor _mean = zeros_like(parameters);
    private readonly Tensor _square = zeros_like(parameters);
    private int _steps;

    /// <summary>Cuts the gradient to a norm and takes one step against it.</summary>
    /// <param name="learningRate">The step size.</param>
    /// <param name="maxNorm">The largest Euclidean norm the gradient may have.</param>
    /// <returns>The gradient's norm before the cut; if it is not finite, nothing was changed.</returns>
    public double Step(double learningRate, double maxNorm)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        double norm = gradient.norm().item<float>();
        if (!double.IsFinite(norm))
        {
            return norm;
        }

        if (norm > maxNorm)
        {
            gradient.TimesInPlace(maxNorm / norm);
        }

        _steps++;
        _mean.TimesInPlace(Beta1).PlusInPlace(1 - Beta1, gradient);
        _square.TimesInPlace(Beta2).PlusProductInPlace(1 - Beta2, gradient, gradient);

        // Both moments begin at 0 and are too small by these factors until they have seen enough.
        double meanCorrection = 1 - Math.Pow(Beta1, _steps);
        double squareCorrection = 1 - Math.Pow(Beta2, _steps);
        Tensor denominator = _square.sqrt().TimesInPlace(1 / Math.Sqrt(squareCorrection)).PlusInPlace(Epsilon);
        parameters.PlusQuotientInPlace(-learningRate / meanCorrection, _mean, denominator);
        return norm;
    }

    public void Dispose()
    {
        _mean.Dispose();
        _square.Dispose();
    }
}

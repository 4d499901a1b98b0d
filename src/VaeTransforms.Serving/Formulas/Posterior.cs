namespace VaeTransforms.Formulas;

/// <summary>The encoder's distribution q(z | x) = N(mean, diag exp(logVariance)).</summary>
internal static class Posterior
{
    // exp(logVariance) overflows float32 above 88; 20 is already far outside any useful posterior, on either side.
    public const double MaxLogVariance = 20;
}

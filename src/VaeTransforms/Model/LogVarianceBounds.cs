namespace VaeTransforms.Model;

/// <summary>The bounds of the encoder's log-variance, the same in the network that trains and in every graph.</summary>
internal static class LogVarianceBounds
{
    // exp(logVariance) overflows float32 above 88; 20 is already far outside any useful posterior, on either side.
    public const float Lower = -20f;
    public const float Upper = 20f;
}

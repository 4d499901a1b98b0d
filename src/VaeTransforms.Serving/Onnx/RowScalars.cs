namespace VaeTransforms.Onnx;

/// <summary>The places of the scalars in the single vector of a row graph.</summary>
/// <remarks>ML.NET's OnnxTransformer has no outputs of rank 0, and one vector costs one copy per row.</remarks>
internal static class RowScalars
{
    public const int KlDivergence = 0;
    public const int ReconstructionError = 1;
    public const int Score = 2;

    /// <summary>Score minus the model's threshold: above 0 for an anomaly. 0 without a threshold or without a score.</summary>
    public const int Excess = 3;

    public const int PValue = 4;

    public const int ObservedSlots = 5;

    public const int Typicality = 6;

    public const int Cluster = 7;

    public const int Count = 8;
}

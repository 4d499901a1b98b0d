namespace VaeTransforms.Onnx;

/// <summary>What a graph computes from rows of the input. A graph holds only the nodes that its outputs need.</summary>
[Flags]
internal enum VaeOutputs
{
    None = 0,

    /// <summary>Posterior mean, [rows, K].</summary>
    Mean = 1,

    /// <summary>Posterior log-variance, [rows, K].</summary>
    LogVariance = 2,

    /// <summary>The decoding of the mean in the input's own units, [rows, D].</summary>
    Reconstruction = 4,

    /// <summary>KL(q(z|x) || N(0, I)), [rows], nats.</summary>
    KlDivergence = 8,

    /// <summary>-ln p(x | z = mean) of the normalised input, [rows], nats summed over features.</summary>
    ReconstructionError = 16,

    /// <summary>KlDivergence + ReconstructionError, [rows], nats; higher is more anomalous.</summary>
    Score = 32,

    /// <summary>The encoder alone.</summary>
    Encoder = Mean | LogVariance,

    /// <summary>Everything.</summary>
    All = Encoder | Reconstruction | KlDivergence | ReconstructionError | Score,
}

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

    /// <summary>KL(q(z|x) || p(z)), [rows], nats.</summary>
    KlDivergence = 8,

    /// <summary>-ln p(x | z = mean) of the normalized input, [rows], nats summed over features.</summary>
    ReconstructionError = 16,

    /// <summary>KlDivergence + ReconstructionError, [rows], nats; higher is more anomalous.</summary>
    Score = 32,

    /// <summary>The share of held-out scores, this one counted among them, that are not below it, [rows], in (0, 1].</summary>
    PValue = 64,

    /// <summary>
    /// By how much the score falls when a column of the data is replaced by its prediction from the others, [rows, columns], in
    /// units of the spread of held-out scores. Costs as much as scoring two rows for each column.
    /// </summary>
    FeatureContributions = 128,

    /// <summary>
    /// The prediction of each slot from the other columns, [rows, D], as the slots of the row: in the input's own units, less the
    /// center of a table's column. Costs as much as scoring a row for each column.
    /// </summary>
    Expected = 256,

    /// <summary>How many columns of the data have a value, [rows].</summary>
    ObservedSlots = 512,

    /// <summary>The row, with its reconstruction where values are missing, [rows, D] in the input's own units.</summary>
    Imputed = 1024,

    /// <summary>What the decoder gives before the likelihood, [rows, outputs of the likelihood].</summary>
    DecoderOutput = 2048,

    /// <summary>The row with draws where values are missing, several times beside each other, [rows, imputations · D].</summary>
    Imputations = 4096,

    /// <summary>
    /// Twice the smaller of two shares of held-out rows, this one counted among them, [rows], in (0, 1]: those whose negative
    /// ELBO is not below, and those whose is not above.
    /// </summary>
    Typicality = 8192,

    /// <summary>The probability of each cluster of the prior, [rows, clusters].</summary>
    ClusterProbabilities = 16384,

    /// <summary>The most probable cluster, [rows], from 1; of equally probable ones the first.</summary>
    Cluster = 32768,

    /// <summary>
    /// How odd each value is: -ln of the share of held-out values that are odder, [rows, D], nats; higher is more anomalous.
    /// </summary>
    AnomalyMap = 65536,

    /// <summary>The encoder alone.</summary>
    Encoder = Mean | LogVariance,

    /// <summary>What needs a model that has seen held-out rows: a detector.</summary>
    OfDetectors = PValue | FeatureContributions | Expected | Typicality | AnomalyMap,

    /// <summary>What is about missing values.</summary>
    OfGaps = ObservedSlots | Imputed | Imputations,

    /// <summary>What needs a prior with clusters.</summary>
    OfClusters = ClusterProbabilities | Cluster,

    /// <summary>Everything that every model can compute.</summary>
    All = Encoder | Reconstruction | KlDivergence | ReconstructionError | Score,
}

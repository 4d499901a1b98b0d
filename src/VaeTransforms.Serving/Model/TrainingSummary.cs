namespace VaeTransforms;

/// <summary>How a model came to be: the part of a training report that the model file keeps.</summary>
/// <remarks>It holds nothing that differs between two fits with one seed, so that their files are equal.</remarks>
public sealed record TrainingSummary
{
    /// <summary>The seed of initial weights, row order and sampled noise.</summary>
    public required int Seed { get; init; }

    /// <summary>Rows that the weights were learned from.</summary>
    public required long TrainingRows { get; init; }

    /// <summary>Rows held out for early stopping; 0 without a validation share.</summary>
    public required long ValidationRows { get; init; }

    /// <summary>Epochs that ran.</summary>
    public required int Epochs { get; init; }

    /// <summary>The epoch whose weights the model has, from 1.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Rows per optimization step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The weight of the KL divergence in the objective.</summary>
    public required double Beta { get; init; }

    /// <summary>The objective, as code writes it; null for the ELBO with the weight <see cref="Beta"/>.</summary>
    public string? Objective { get; init; }

    /// <summary>
    /// The unweighted evidence lower bound at the best epoch, in nats per row, of the held-out rows if there were any,
    /// otherwise of the rows trained on; higher is better.
    /// </summary>
    public required double Elbo { get; init; }
}

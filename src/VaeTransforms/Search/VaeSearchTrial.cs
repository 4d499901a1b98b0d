namespace VaeTransforms;

/// <summary>One fit of a search.</summary>
public sealed record VaeSearchTrial
{
    /// <summary>From 0, which has the base options.</summary>
    public required int Number { get; init; }

    /// <summary>
    /// The options of the trial, seed included: <c>VaeEncode</c> with them on the same data gives the same model. Options that
    /// cannot be combined leave those of the base here.
    /// </summary>
    public required VaeOptions Options { get; init; }

    /// <summary>The values that differ from the base options, as text, by the name of the varied option.</summary>
    public required IReadOnlyDictionary<string, string> Changes { get; init; }

    /// <summary>What trials are compared by; higher is better. Null if the trial failed or was out of time.</summary>
    public double? Metric { get; init; }

    /// <summary>The ELBO of the held-out rows, in nats per row. Null if training failed or was out of time.</summary>
    public double? Elbo { get; init; }

    /// <summary>Epochs that ran.</summary>
    public required int Epochs { get; init; }

    /// <summary>Reading, training and measuring.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>How the trial ended.</summary>
    public required VaeTrialOutcome Outcome { get; init; }

    /// <summary>Why the trial failed; null if it did not.</summary>
    public string? Message { get; init; }
}

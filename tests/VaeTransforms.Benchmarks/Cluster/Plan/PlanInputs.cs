namespace VaeTransforms.Benchmarks.Cluster.Plan;

/// <summary>What a fit on a cluster of machines is predicted from. Times are in seconds.</summary>
internal sealed record PlanInputs
{
    /// <summary>Of one step of one worker.</summary>
    public required double Step { get; init; }

    /// <summary>Of a round besides the steps where there is one shard: measuring held-out rows, storing, calls.</summary>
    public required double Round { get; init; }

    /// <summary>Of averaging, for each shard.</summary>
    public required double Averaging { get; init; }

    /// <summary>From the death of a machine until its shard is computed again elsewhere.</summary>
    public required double Reactivation { get; init; }

    /// <summary>Of the weights, which a shard gets twice a round, and sends once.</summary>
    public required double MessageBytes { get; init; }

    /// <summary>That a shard, and the average, stores in a round.</summary>
    public required double StateBytes { get; init; }

    public double StepsPerRound { get; init; } = 100;

    /// <summary>Rows in a step.</summary>
    public double BatchSize { get; init; } = 128;

    /// <summary>Of all shards together.</summary>
    public double Rows { get; init; } = 1e9;

    /// <summary>Over the rows.</summary>
    public double Passes { get; init; } = 1;

    /// <summary>Bytes a second, in each direction, of the machine that averages: 10 Gbit a second.</summary>
    public double Bandwidth { get; init; } = 1.25e9;

    /// <summary>Of a message.</summary>
    public double Latency { get; init; } = 0.0005;

    /// <summary>Bytes a second that the shared storage takes from all machines together.</summary>
    public double StorageBandwidth { get; init; } = 1e9;

    /// <summary>The standard deviation of a worker's time for the steps of a round, as a part of the mean.</summary>
    public double Jitter { get; init; } = 0.05;

    /// <summary>The mean life of a machine, in hours; infinite for none that dies.</summary>
    public double HoursBetweenFailures { get; init; } = 24;

    /// <summary>Of a worker for an hour, in dollars.</summary>
    public double Price { get; init; } = 0.05;

    public int Seed { get; init; } = 1;

    /// <summary>Deaths of a machine a second.</summary>
    public double FailureRate => 1 / (HoursBetweenFailures * 3600);

    /// <summary>The rounds of a fit.</summary>
    public long Rounds(int workers) => (long)Math.Ceiling(Rows * Passes / (workers * BatchSize * StepsPerRound));
}

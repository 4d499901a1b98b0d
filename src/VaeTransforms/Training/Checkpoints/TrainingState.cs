using System.Text.Json.Serialization;

namespace VaeTransforms.Training;

/// <summary>All that a run needs to go on: where it is, what it has learned, and what it will draw next.</summary>
internal sealed record TrainingState
{
    /// <summary>The epoch of the next step, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Steps of that epoch that were taken.</summary>
    public required int StepsOfEpoch { get; init; }

    /// <summary>Steps of all epochs.</summary>
    public required long Step { get; init; }

    /// <summary>The epochs that ended.</summary>
    public required EpochMetrics[] Epochs { get; init; }

    /// <summary>What the steps of the epoch gave; see <see cref="EpochSums.Numbers"/>.</summary>
    public required double[] Sums { get; init; }

    public int BestEpoch { get; init; }

    public double BestQuality { get; init; }

    public required bool StoppedEarly { get; init; }

    /// <summary>The time that it took so far.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Of the optimizer.</summary>
    public float OptimizerStep { get; init; }

    /// <summary>The state of the random stream.</summary>
    [JsonIgnore]
    public byte[] Stream { get; init; } = [];

    /// <summary>
    /// The state that the stream had when the epoch began, from which the order of its rows was drawn; empty before that.
    /// </summary>
    [JsonIgnore]
    public byte[] StreamOfEpoch { get; init; } = [];

    [JsonIgnore]
    public float[] Weights { get; init; } = [];

    [JsonIgnore]
    public float[] BestWeights { get; init; } = [];

    [JsonIgnore]
    public float[] FirstMoment { get; init; } = [];

    [JsonIgnore]
    public float[] SecondMoment { get; init; } = [];
}

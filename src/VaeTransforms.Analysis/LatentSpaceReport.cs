using System.Globalization;
using VaeTransforms.Analysis;

namespace VaeTransforms;

/// <summary>What <c>LatentSpace.Analyze</c> found about a model's latent space.</summary>
public sealed record LatentSpaceReport
{
    /// <summary>Rows with finite values; others are left out.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows left out because they hold NaN or infinity.</summary>
    public required long SkippedRows { get; init; }

    /// <summary>[K], in the order of the latent vector.</summary>
    public required IReadOnlyList<LatentDimensionReport> Dimensions { get; init; }

    /// <summary>The codes together, beside the prior.</summary>
    public required AggregatePosterior Aggregate { get; init; }

    /// <summary>KL(q(z|x) || p(z)), nats, mean over rows: what is said about a row.</summary>
    public required double Rate { get; init; }

    /// <summary>-ln p(x | z) of the normalised input at a draw of z from the posterior, nats, mean over rows: what is not said.</summary>
    public required double Distortion { get; init; }

    /// <summary>The importance-weighted bound and the gap to the ELBO.</summary>
    public required ImportanceBound ImportanceBound { get; init; }

    /// <summary>Whether close points decode to similar things.</summary>
    public required LatentContinuity Continuity { get; init; }

    /// <summary>Whether points of the latent space stand for the data.</summary>
    public required LatentCompleteness Completeness { get; init; }

    /// <summary>-(Rate + Distortion), nats per row; higher is better.</summary>
    public double Elbo => -(Rate + Distortion);

    /// <summary>The dimensions that are <see cref="LatentDimensionState.Active"/>.</summary>
    public int ActiveDimensions => Dimensions.Count(dimension => dimension.State == LatentDimensionState.Active);

    /// <summary>Everything in the report, headlines included, with the names it has here.</summary>
    /// <returns>Indented JSON; what is infinite is the string "Infinity".</returns>
    public string ToJson() => ReportJson.Of(this);

    /// <summary>A table for a person.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {Rows} rows, {SkippedRows} left out; {ActiveDimensions} of {Dimensions.Count} dimensions active
        continuity    {Continuity.Value:F3} (smoothness {Continuity.Smoothness:F3}, response {Continuity.Response:F3}; towards neighbours {Continuity.NeighborSmoothness:F3}; paths: evenness {Continuity.PathEvenness:F3}, straightness {Continuity.PathStraightness:F3})
        completeness  {Completeness.Prior}
          from a normal distribution fitted to the codes {Completeness.FittedGaussian}; from the codes {Completeness.Codes}
        rate {Rate:F3}, distortion {Distortion:F3}, ELBO {Elbo:F3} nats per row; importance-weighted bound {ImportanceBound}
        codes against N(0, I): {Aggregate.Mmd}; total correlation {Aggregate.GaussianTotalCorrelation:F3} (normal), {Aggregate.MixtureTotalCorrelation:F3} (mixture) nats

        dim  mean(Mean)    var(Mean)  post. var.   KL nats  state
        {string.Join(Environment.NewLine, Dimensions)}
        """);
}

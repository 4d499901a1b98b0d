using System.Globalization;
using VaeTransforms.Analysis;

namespace VaeTransforms;

/// <summary>The result of <c>LatentSpace.Analyze</c>: figures about the latent space of a model.</summary>
public sealed record LatentSpaceReport
{
    /// <summary>The number of rows with finite values, which were measured.</summary>
    public required long Rows { get; init; }

    /// <summary>The number of rows with NaN or infinity, which were skipped.</summary>
    public required long SkippedRows { get; init; }

    /// <summary>[K] each latent dimension, in the order of the latent vector.</summary>
    public required IReadOnlyList<LatentDimensionReport> Dimensions { get; init; }

    /// <summary>The codes of all rows together, compared with the prior.</summary>
    public required AggregatePosterior Aggregate { get; init; }

    /// <summary>KL(q(z|x) || p(z)) in nats, the mean over rows: the information that the code carries about a row.</summary>
    public required double Rate { get; init; }

    /// <summary>
    /// -ln p(x | z) of the normalized input, at one draw of z from the posterior, in nats, the mean over rows: the reconstruction
    /// error.
    /// </summary>
    public required double Distortion { get; init; }

    /// <summary>The importance-weighted bound and its gap to the ELBO.</summary>
    public required ImportanceBound ImportanceBound { get; init; }

    /// <summary>Whether nearby points decode to similar things.</summary>
    public required LatentContinuity Continuity { get; init; }

    /// <summary>Whether points of the latent space decode to something that belongs to the data.</summary>
    public required LatentCompleteness Completeness { get; init; }

    /// <summary>-(Rate + Distortion), nats per row; higher is better.</summary>
    public double Elbo => -(Rate + Distortion);

    /// <summary>The number of dimensions that are <see cref="LatentDimensionState.Active"/>.</summary>
    public int ActiveDimensions => Dimensions.Count(dimension => dimension.State == LatentDimensionState.Active);

    /// <summary>Writes the whole report as JSON, with the property names of this type.</summary>
    /// <returns>Indented JSON. Infinity is the string "Infinity".</returns>
    public string ToJson() => ReportJson.Of(this);

    /// <summary>Writes the report as text, with a table of the dimensions.</summary>
    public override string ToString()
    {
        (LatentContinuity c, AggregatePosterior a) = (Continuity, Aggregate);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {Rows} rows, {SkippedRows} skipped; {ActiveDimensions} of {Dimensions.Count} dimensions active
            continuity    {c.Value:F3} (smoothness {c.Smoothness:F3}, response {c.Response:F3})
              smoothness toward neighbors {c.NeighborSmoothness:F3}
              paths: evenness {c.PathEvenness:F3}, straightness {c.PathStraightness:F3}
            completeness  {Completeness.Prior}
              from a normal distribution fitted to the codes {Completeness.FittedGaussian}; from the codes {Completeness.Codes}
            rate {Rate:F3}, distortion {Distortion:F3}, ELBO {Elbo:F3} nats per row; importance-weighted bound {ImportanceBound}
            codes against N(0, I): {a.Mmd}
              total correlation {a.GaussianTotalCorrelation:F3} (normal), {a.MixtureTotalCorrelation:F3} (mixture) nats

            dim  mean(Mean)    var(Mean)  post. var.   KL nats  state
            {string.Join(Environment.NewLine, Dimensions)}
            """);
    }
}

using System.Globalization;
using VaeTransforms.Analysis;

namespace VaeTransforms;

/// <summary>How far models that differ in their seed alone found the same dimensions, found by <c>LatentSpace.Udr</c>.</summary>
/// <remarks>
/// Unsupervised disentanglement ranking, Duan et al. 2020, 'Unsupervised model selection for variational disentangled
/// representation learning', with Spearman's correlation as similarity. It rests on what the paper found and no theory demands: that
/// models which disentangle do so alike.
/// </remarks>
public sealed record UdrReport
{
    /// <summary>Rows whose codes were compared.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows left out because they hold NaN or infinity.</summary>
    public required long SkippedRows { get; init; }

    /// <summary>[models] each model's score: the median of its agreement with the others, in [0, 1].</summary>
    public required IReadOnlyList<double> Scores { get; init; }

    /// <summary>[models][models] the agreement of each pair, in [0, 1]; symmetric, 1 on the diagonal by definition.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Agreement { get; init; }

    /// <summary>[models] latent dimensions whose mean KL divergence is above 0.01 nats; only these are compared.</summary>
    public required IReadOnlyList<int> InformativeDimensions { get; init; }

    /// <summary>The mean of <see cref="Scores"/>.</summary>
    public double Mean => Scores.Average();

    /// <summary>Everything in the report, with the names it has here.</summary>
    /// <returns>Indented JSON.</returns>
    public string ToJson() => ReportJson.Of(this);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"UDR {Mean:F3} over {Scores.Count} models ({string.Join(' ', Scores.Select(score => score.ToString("F3", CultureInfo.InvariantCulture)))}), {Rows} rows");
}

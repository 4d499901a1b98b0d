using System.Globalization;
using VaeTransforms.Analysis;

namespace VaeTransforms;

/// <summary>
/// The result of <c>LatentSpace.Udr</c>: whether models that differ only in their seed found the same dimensions.
/// </summary>
/// <remarks>
/// Unsupervised disentanglement ranking, Duan and others 2020, 'Unsupervised model selection for variational disentangled
/// representation learning', with Spearman's correlation as similarity. It rests on an observation, not on a theorem: models that
/// disentangle well tend to find the same dimensions.
/// </remarks>
public sealed record UdrReport
{
    /// <summary>The number of rows whose codes were compared.</summary>
    public required long Rows { get; init; }

    /// <summary>The number of rows with NaN or infinity, which were skipped.</summary>
    public required long SkippedRows { get; init; }

    /// <summary>
    /// [models] the score of each model: the median of its agreement with the others, in [0, 1]; higher is better.
    /// </summary>
    public required IReadOnlyList<double> Scores { get; init; }

    /// <summary>[models][models] the agreement of each pair, in [0, 1]; symmetric, and 1 on the diagonal by definition.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Agreement { get; init; }

    /// <summary>
    /// [models] the number of latent dimensions whose mean KL divergence is above 0.01 nats. Only these are compared.
    /// </summary>
    public required IReadOnlyList<int> InformativeDimensions { get; init; }

    /// <summary>The mean of <see cref="Scores"/>, in [0, 1]; higher is better.</summary>
    public double Mean => Scores.Average();

    /// <summary>Writes the whole report as JSON, with the property names of this type.</summary>
    /// <returns>Indented JSON.</returns>
    public string ToJson() => ReportJson.Of(this);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"UDR {Mean:F3} over {Scores.Count} models ({string.Join(' ', Scores.Select(Text))}), {Rows} rows");

    private static string Text(double score) => score.ToString("F3", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;
using VaeTransforms.Analysis;

namespace VaeTransforms;

/// <summary>How codes stand to known factors, found by <c>LatentSpace.Disentanglement</c>.</summary>
public sealed record DisentanglementReport
{
    /// <summary>Rows measured.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows left out because a feature is NaN or infinite, or a factor missing.</summary>
    public required long SkippedRows { get; init; }

    /// <summary>[F] the factors' columns.</summary>
    public required IReadOnlyList<string> FactorNames { get; init; }

    /// <summary>[K][F] mutual information between dimension and factor, nats.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> MutualInformation { get; init; }

    /// <summary>[F] entropies of the factors, nats: the most that a dimension can say about one.</summary>
    public required IReadOnlyList<double> FactorEntropies { get; init; }

    /// <summary>
    /// [K][F] how well one dimension predicts a factor: squared correlation for a quantity; for a class, true-positive less
    /// false-positive rate of an interval on rows it was not chosen on. In [0, 1], 0 is chance.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<double>> Predictability { get; init; }

    /// <summary>Disentanglement, completeness and informativeness.</summary>
    public required DciScores Dci { get; init; }

    /// <summary>[F] the mutual information gap of each factor; in [0, 1].</summary>
    public IReadOnlyList<double> MigPerFactor =>
        [.. FactorEntropies.Select((entropy, factor) => Math.Min(1, LargestGap.Of(MutualInformation.Select(row => row[factor])) / entropy))];

    /// <summary>
    /// Mutual information gap: the mean over factors of (largest - second largest information of a dimension) / the factor's entropy;
    /// in [0, 1]; 1 where each factor is wholly in one dimension and in no other.
    /// </summary>
    /// <remarks>Chen et al. 2018, 'Isolating sources of disentanglement in variational autoencoders'.</remarks>
    public double Mig => MigPerFactor.Average();

    /// <summary>[F] the separated attribute predictability of each factor; in [0, 1].</summary>
    public IReadOnlyList<double> SapPerFactor =>
        [.. FactorNames.Select((_, factor) => LargestGap.Of(Predictability.Select(row => row[factor])))];

    /// <summary>
    /// Separated attribute predictability: the mean over factors of (largest - second largest predictability by one dimension); in [0, 1].
    /// </summary>
    /// <remarks>Kumar et al. 2018, 'Variational inference of disentangled latent concepts from unlabeled observations'.</remarks>
    public double Sap => SapPerFactor.Average();

    /// <summary>Everything in the report, headlines included, with the names it has here.</summary>
    /// <returns>Indented JSON.</returns>
    public string ToJson() => ReportJson.Of(this);

    /// <summary>The headlines, and a line for each factor.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{Rows} rows: MIG {Mig:F3}, SAP {Sap:F3}, DCI disentanglement {Text(Dci.Disentanglement)}, completeness {Text(Dci.Completeness)}, informativeness {Dci.Informativeness:F3}");
        for (int factor = 0; factor < FactorNames.Count; factor++)
        {
            text.AppendLine().Append(
                CultureInfo.InvariantCulture,
                $"{FactorNames[factor]}: MIG {MigPerFactor[factor]:F3}, SAP {SapPerFactor[factor]:F3}, informativeness {Dci.InformativenessPerFactor[factor]:F3}, importance {string.Join(' ', Dci.Importance.Select(row => row[factor].ToString("F2", CultureInfo.InvariantCulture)))}");
        }

        return text.ToString();
    }

    private static string Text(double? score) => score?.ToString("F3", CultureInfo.InvariantCulture) ?? "none";
}

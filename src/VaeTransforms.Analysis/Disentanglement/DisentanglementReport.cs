using System.Globalization;
using System.Text;
using VaeTransforms.Analysis;

namespace VaeTransforms;

/// <summary>The result of <c>LatentSpace.Disentanglement</c>: codes compared with known factors.</summary>
public sealed record DisentanglementReport
{
    /// <summary>The number of rows measured.</summary>
    public required long Rows { get; init; }

    /// <summary>The number of rows skipped because a feature is NaN or infinite, or a factor is missing.</summary>
    public required long SkippedRows { get; init; }

    /// <summary>[F] the column names of the factors.</summary>
    public required IReadOnlyList<string> FactorNames { get; init; }

    /// <summary>[K][F] the mutual information between a dimension and a factor, in nats.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> MutualInformation { get; init; }

    /// <summary>[F] the entropies of the factors, in nats: the maximum information of a dimension about a factor.</summary>
    public required IReadOnlyList<double> FactorEntropies { get; init; }

    /// <summary>
    /// [K][F] how well one dimension predicts a factor, in [0, 1], where 0 is chance: for a quantity the squared correlation, for
    /// a class the true-positive rate minus the false-positive rate of an interval, on rows that it was not chosen on.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<double>> Predictability { get; init; }

    /// <summary>Disentanglement, completeness and informativeness (DCI).</summary>
    public required DciScores Dci { get; init; }

    /// <summary>[F] the mutual information gap of each factor, in [0, 1]; higher is better.</summary>
    public IReadOnlyList<double> MigPerFactor =>
        [.. FactorEntropies.Select((entropy, factor) =>
            Math.Min(1, LargestGap.Of(MutualInformation.Select(row => row[factor])) / entropy))];

    /// <summary>
    /// The mutual information gap: the mean over factors of (largest - second largest information of a dimension) / entropy of
    /// the factor; in [0, 1], higher is better. It is 1 if each factor is completely in one dimension and in no other.
    /// </summary>
    /// <remarks>Chen and others 2018, 'Isolating sources of disentanglement in variational autoencoders'.</remarks>
    public double Mig => MigPerFactor.Average();

    /// <summary>[F] the separated attribute predictability of each factor, in [0, 1]; higher is better.</summary>
    public IReadOnlyList<double> SapPerFactor =>
        [.. FactorNames.Select((_, factor) => LargestGap.Of(Predictability.Select(row => row[factor])))];

    /// <summary>
    /// The separated attribute predictability: the mean over factors of (largest - second largest predictability by one
    /// dimension); in [0, 1], higher is better.
    /// </summary>
    /// <remarks>
    /// Kumar and others 2018, 'Variational inference of disentangled latent concepts from unlabeled observations'.
    /// </remarks>
    public double Sap => SapPerFactor.Average();

    /// <summary>Writes the whole report as JSON, with the property names of this type.</summary>
    /// <returns>Indented JSON.</returns>
    public string ToJson() => ReportJson.Of(this);

    /// <summary>Writes the headlines, and a line for each factor.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{Rows} rows: MIG {Mig:F3}, SAP {Sap:F3}, DCI disentanglement {Text(Dci.Disentanglement)}, ");
        text.Append(
            CultureInfo.InvariantCulture,
            $"completeness {Text(Dci.Completeness)}, informativeness {Dci.Informativeness:F3}");
        for (int factor = 0; factor < FactorNames.Count; factor++)
        {
            text.AppendLine().Append(
                CultureInfo.InvariantCulture,
                $"{FactorNames[factor]}: MIG {MigPerFactor[factor]:F3}, SAP {SapPerFactor[factor]:F3}, ");
            text.Append(CultureInfo.InvariantCulture, $"informativeness {Dci.InformativenessPerFactor[factor]:F3}, importance ");
            text.AppendJoin(' ', Dci.Importance.Select(row => row[factor].ToString("F2", CultureInfo.InvariantCulture)));
        }

        return text.ToString();
    }

    private static string Text(double? score) => score?.ToString("F3", CultureInfo.InvariantCulture) ?? "none";
}

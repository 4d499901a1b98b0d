using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>All options of <c>mlContext.Transforms.VaeDetectAnomalies</c>.</summary>
public sealed record VaeSeriesOptions
{
    private const double DefaultValidationFraction = 0.2;

    /// <summary>
    /// The name of a column with the time of each point, a DateTime. Times of a series must increase, and
    /// <see cref="Gaps"/> says what happens where points are missing. Default: null, which means that each row is the next point.
    /// </summary>
    public string? TimeColumnName { get; init => field = VaeOptions.ColumnName(value, nameof(TimeColumnName)); }

    /// <summary>
    /// The name of a column that tells which series a point belongs to: text, a number or a Boolean. No window contains points of
    /// two series. All series share one model, so they should have the same unit; where their levels differ, make the same column
    /// the <see cref="VaeOptions.ConditionColumnName"/> of <see cref="Vae"/>. Default: null, all points are of one series.
    /// </summary>
    public string? SeriesKeyColumnName { get; init => field = VaeOptions.ColumnName(value, nameof(SeriesKeyColumnName)); }

    /// <summary>
    /// What happens where the time from one point to the next is more than 1.5 times the usual step, which is the median step of
    /// the training data. Default: <see cref="SeriesGaps.Refuse"/>. Without a time column nothing shows a gap.
    /// </summary>
    public SeriesGaps Gaps
    {
        get;
        init => field = OptionRule.Check(value, Enum.IsDefined(value), "must be Refuse or Restart.");
    }

    /// <summary>
    /// The anomaly score of a window. Default: <see cref="AnomalyScore.NegativeElbo"/>, the KL divergence plus the reconstruction
    /// error, in nats.
    /// </summary>
    public AnomalyScore Score
    {
        get;
        init => field = OptionRule.Check(
            value, value is not null, "must not be null; AnomalyScore.NegativeElbo is the default.");
    } = AnomalyScore.NegativeElbo;

    /// <summary>
    /// The share of held-out points with a score above the threshold, in (0, 0.5]. If the training data have no anomalies, this
    /// is the false-positive rate to expect. Default: 0.05.
    /// </summary>
    public double Contamination
    {
        get;
        init => field = OptionRule.Check(
            value,
            value is > 0 and <= 0.5,
            $"must be in (0, 0.5]; 0.05 marks one held-out point in twenty as anomalous. {ThresholdRule.OtherThresholds}");
    } = 0.05;

    /// <summary>
    /// The rule for the threshold. Default: null, which means <c>ThresholdRule.AtRate(Contamination)</c>.
    /// <see cref="VaeSeriesTransformer.WithThreshold"/> changes the threshold later without training again.
    /// </summary>
    public ThresholdRule? Threshold { get; init; }

    /// <summary>
    /// The maximum number of blocks of each series that are held out, from 1. Each block is the end of a stretch of the series,
    /// and the windows that share points with it are not used. A series has fewer blocks if more than a fifth of its windows
    /// would be unused. Default: 1, the end of the series: the points that new ones follow. Use more blocks if the end does not
    /// show all states of the series.
    /// </summary>
    public int HeldOutBlocks
    {
        get;
        init => field = OptionRule.Check(value, value >= 1, "must be at least 1; with 1 the end of the series is held out.");
    } = 1;

    /// <summary>
    /// Network and training of the autoencoder, whose rows are windows. Default: all defaults, except that
    /// <see cref="VaeOptions.ValidationFraction"/> is 0.2 if it was not set.
    /// </summary>
    /// <remarks>
    /// Options about rows and columns cannot be set: <see cref="VaeOptions.HoldOut"/>,
    /// <see cref="VaeOptions.SamplingKeyColumnName"/>, <see cref="VaeOptions.ExampleWeightColumnName"/>,
    /// <see cref="VaeOptions.MissingValues"/>, <see cref="VaeOptions.Columns"/>, and the names of columns to add. The condition
    /// of a window, <see cref="VaeOptions.ConditionColumnName"/>, is that of its last point.
    /// </remarks>
    public VaeOptions Vae
    {
        get;
        init => field = OptionRule.Check(value, value is not null, "must not be null; leave it unset for all defaults.")
            .WithDetectorDefaults(DefaultValidationFraction);
    } = new VaeOptions().WithDetectorDefaults(DefaultValidationFraction);

    /// <summary>Checks the rules between options.</summary>
    /// <exception cref="ArgumentException">Two options contradict each other, or an option does not apply to series.</exception>
    internal void Validate()
    {
        Vae.Validate();
        if (!(Vae.ValidationFraction > 0))
        {
            throw new ArgumentException(
                "Vae.ValidationFraction must be above 0, but it is 0. The threshold for Contamination = "
                + $"{OptionRule.Text(Contamination)} is a quantile of the scores of held-out windows. Use 0.2.",
                nameof(Vae));
        }

        if (Vae.MissingValues != MissingValues.Refuse)
        {
            throw new ArgumentException(
                $"Vae.MissingValues must be Refuse for a series, but it is {Vae.MissingValues}. Put values in place of missing "
                + "ones before training; in service, windows with a missing value have no score.",
                nameof(Vae));
        }

        var plain = new VaeOptions();
        (string Name, bool IsSet)[] others =
        [
            (nameof(Vae.HoldOut), Vae.HoldOut != plain.HoldOut),
            (nameof(Vae.SamplingKeyColumnName), Vae.SamplingKeyColumnName is not null),
            (nameof(Vae.ExampleWeightColumnName), Vae.ExampleWeightColumnName is not null),
            (nameof(Vae.LabelColumnName), Vae.LabelColumnName is not null),
            (nameof(Vae.Columns), Vae.Columns is not null),
            (nameof(Vae.LogVarianceColumnName), Vae.LogVarianceColumnName is not null),
            (nameof(Vae.ReconstructionColumnName), Vae.ReconstructionColumnName is not null),
            (nameof(Vae.KlDivergenceColumnName), Vae.KlDivergenceColumnName is not null),
            (nameof(Vae.ReconstructionErrorColumnName), Vae.ReconstructionErrorColumnName is not null),
            (nameof(Vae.ScoreColumnName), Vae.ScoreColumnName is not null),
            (nameof(Vae.ObservedSlotsColumnName), Vae.ObservedSlotsColumnName is not null),
        ];
        if (others.FirstOrDefault(option => option.IsSet) is { Name: { } set })
        {
            throw new ArgumentException(
                $"Vae.{set} must not be set for a series: windows and held-out windows are made from the options of "
                + $"VaeSeriesOptions, and the output is one column. Leave Vae.{set} unset.",
                nameof(Vae));
        }
    }
}

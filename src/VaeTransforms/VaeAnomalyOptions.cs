using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>Everything that can be set on <c>mlContext.AnomalyDetection.Trainers.Vae</c>.</summary>
public sealed record VaeAnomalyOptions
{
    // Most scores take their threshold from these rows alone.
    private const double DefaultValidationFraction = 0.2;

    /// <summary>
    /// The autoencoder. Its optional columns are added too when they are named; <see cref="VaeOptions.ScoreColumnName"/>
    /// renames <c>Score</c>. Default: all defaults. <see cref="VaeOptions.ValidationFraction"/>, where it was not set, becomes
    /// 0.2 in here: a fifth of the rows is held out, since most scores take their threshold from these rows alone.
    /// </summary>
    public VaeOptions Vae
    {
        get;
        init => field = OptionRule.Check(value, value is not null, "must not be null.").WithDefaultValidationFraction(DefaultValidationFraction);
    } = new VaeOptions().WithDefaultValidationFraction(DefaultValidationFraction);

    /// <summary>
    /// What a row is scored by. Default: <see cref="AnomalyScore.Combined"/>, which does well whether or not the rows trained
    /// on hold anomalies; <see cref="AnomalyScore.NegativeElbo"/> is the one in nats.
    /// </summary>
    public AnomalyScore Score
    {
        get;
        init => field = OptionRule.Check(value, value is not null, "must not be null; AnomalyScore.Combined is the default.");
    } = AnomalyScore.Combined;

    /// <summary>
    /// The share of rows, in [0, 0.5], that the network does not learn from: of those not held out, the ones whose distance to the
    /// nearest tenth of the others is largest. Default: 0. Where rows trained on hold anomalies, it keeps some of them from being
    /// learned: on sixteen data sets a tenth raised the mean AUC of <see cref="AnomalyScore.NegativeElbo"/> by 2.7 points. Where
    /// they do not, it takes what is rare but normal, and cost half a point. <see cref="AnomalyScore.Combined"/> gained from it
    /// in neither case.
    /// </summary>
    public double TrimmedShare
    {
        get;
        init => field = OptionRule.Check(value, value is >= 0 and <= 0.5, "must be in [0, 0.5]; 0 learns from all rows.");
    }

    /// <summary>
    /// The share of held-out rows whose score lies above the threshold, in (0, 0.5]: the false-positive rate to expect
    /// where the data are clean. Default: 0.05.
    /// </summary>
    public double Contamination
    {
        get;
        init => field = OptionRule.Check(value, value is > 0 and <= 0.5, "must be in (0, 0.5]; 0.05 lets one row in twenty count as anomalous.");
    } = 0.05;

    /// <summary>
    /// Where the threshold is; null, the default, for <c>ThresholdRule.AtRate(Contamination)</c>. It can be moved without
    /// training again: <see cref="VaeAnomalyTransformer.WithThreshold"/>.
    /// </summary>
    public ThresholdRule? Threshold { get; init; }

    /// <summary>
    /// The name of a column for the conformal p-value, Single in (0, 1]; null, the default, for none. With n held-out
    /// scores it is (1 + how many of them are not below the row's) / (n + 1): a row that is exchangeable with the
    /// held-out ones has one of at most a with probability at most a.
    /// </summary>
    public string? PValueColumnName { get; init => field = VaeOptions.ColumnName(value, nameof(PValueColumnName)); }

    /// <summary>
    /// The name of a column for what each slot contributes to the score, Vector&lt;Single, D&gt; with the input's slot
    /// names; null, the default, for none. For slot j it is (Score(x) - Score(x with j as expected)) / S, with j expected
    /// to be what the decoder says after j was put to its held-out median, and S the spread of held-out scores (their
    /// interquartile range / 1.349). It costs as much as scoring 2 D rows, and needs D to be at most 4096.
    /// </summary>
    public string? FeatureContributionsColumnName { get; init => field = VaeOptions.ColumnName(value, nameof(FeatureContributionsColumnName)); }

    /// <summary>Where the threshold is.</summary>
    internal ThresholdRule ThresholdRule => Threshold ?? ThresholdRule.AtContamination(Contamination);

    /// <summary>Checks the rules between options.</summary>
    /// <exception cref="ArgumentException">Two options contradict each other.</exception>
    internal void Validate()
    {
        Vae.Validate();
        if (!(Vae.ValidationFraction > 0))
        {
            throw new ArgumentException(
                $"Vae.ValidationFraction must be above 0: the threshold for Contamination = {OptionRule.Text(Contamination)} is a quantile of scores on rows that were not trained on. Use 0.2, or VaeEncode with a ScoreColumnName for scores without a threshold.",
                nameof(Vae));
        }
    }
}

using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>All options of <c>mlContext.AnomalyDetection.Trainers.Vae</c>.</summary>
public sealed record VaeAnomalyOptions
{
    // Most scores set their threshold from the held-out rows alone, so a detector needs more of them than an encoder.
    private const double DefaultValidationFraction = 0.2;

    /// <summary>
    /// Options of the autoencoder. Its optional columns are added if they have names. <see cref="VaeOptions.ScoreColumnName"/>
    /// renames <c>Score</c>. Default: all defaults, except that <see cref="VaeOptions.ValidationFraction"/> is 0.2 if it was
    /// not set. A fifth of the rows is held out because most scores set their threshold from held-out rows alone.
    /// </summary>
    public VaeOptions Vae
    {
        get;
        init => field = OptionRule.Check(value, value is not null, "must not be null; leave it unset for all defaults.")
            .WithDetectorDefaults(DefaultValidationFraction);
    } = new VaeOptions().WithDetectorDefaults(DefaultValidationFraction);

    /// <summary>
    /// The anomaly score. Default: <see cref="AnomalyScore.Combined"/>, which detects well with and without anomalies among
    /// the training rows. <see cref="AnomalyScore.NegativeElbo"/> is the score of the VAE alone, in nats.
    /// </summary>
    public AnomalyScore Score
    {
        get;
        init => field = OptionRule.Check(value, value is not null, "must not be null; AnomalyScore.Combined is the default.");
    } = AnomalyScore.Combined;

    /// <summary>
    /// The share of training rows, in [0, 0.5], that the network does not learn from. These are the rows with the largest
    /// distance to the nearest tenth of the other training rows. Default: 0.
    /// </summary>
    /// <remarks>
    /// If the training rows contain anomalies, trimming removes some of them: on sixteen data sets a share of 0.1 raised the mean
    /// AUC of <see cref="AnomalyScore.NegativeElbo"/> by 2.7 points. If they contain none, trimming removes rows that are rare
    /// but normal, and lowered the AUC by half a point. <see cref="AnomalyScore.Combined"/> gained nothing in either case.
    /// </remarks>
    public double TrimmedShare
    {
        get;
        init => field = OptionRule.Check(value, value is >= 0 and <= 0.5, "must be in [0, 0.5]; 0 learns from all rows.");
    }

    /// <summary>
    /// The share of held-out rows with a score above the threshold, in (0, 0.5]. If the data is clean, this is the
    /// false-positive rate to expect. Default: 0.05.
    /// </summary>
    public double Contamination
    {
        get;
        init => field = OptionRule.Check(
            value,
            value is > 0 and <= 0.5,
            $"must be in (0, 0.5]; 0.05 marks one held-out row in twenty as anomalous. {ThresholdRule.OtherThresholds}");
    } = 0.05;

    /// <summary>
    /// The rule for the threshold. Default: null, which means <c>ThresholdRule.AtRate(Contamination)</c>.
    /// <see cref="VaeAnomalyTransformer.WithThreshold"/> changes the threshold later without training again.
    /// </summary>
    public ThresholdRule? Threshold { get; init; }

    /// <summary>
    /// What is predicted for a row whose score is NaN, because one of its values is NaN or infinite: that it passes, that it is
    /// anomalous, or an exception. Default: <see cref="NaNPolicy.Pass"/>. With <see cref="MissingValues.Mask"/> a NaN is a
    /// missing value, and the row has a score.
    /// </summary>
    public NaNPolicy NaNPolicy
    {
        get;
        init => field = OptionRule.Check(value, Enum.IsDefined(value), "must be Pass, Alarm or Throw.");
    }

    /// <summary>
    /// The name of a column for the conformal p-value, Single in (0, 1]. Default: null, no such column. The p-value is
    /// (1 + m) / (n + 1), where n is the number of held-out scores and m the number of these that are at least the row's score.
    /// For a row that is exchangeable with the held-out rows, P(p-value ≤ a) ≤ a.
    /// </summary>
    public string? PValueColumnName { get; init => field = VaeOptions.ColumnName(value, nameof(PValueColumnName)); }

    /// <summary>
    /// The name of a column for how typical the row is, Single in (0, 1]. Default: null, no such column. It is a p-value of the
    /// negative ELBO to both sides: twice the smaller share of held-out rows, of those with at least the row's and those with at
    /// most the row's. It is small for a row that fits badly, and also for one that fits too well: rows that are simpler than
    /// what was learned, which a score takes for normal.
    /// </summary>
    /// <remarks>
    /// Nalisnick and others 2019, 'Detecting out-of-distribution inputs to deep generative models using typicality'. It rests on
    /// at most 1,000 values, so its smallest is 0.002.
    /// </remarks>
    public string? TypicalityColumnName { get; init => field = VaeOptions.ColumnName(value, nameof(TypicalityColumnName)); }

    /// <summary>
    /// The name of a column for the contribution of each slot to the score, Vector&lt;Single, D&gt; with the slot names of the
    /// input. Default: null, no such column.
    /// </summary>
    /// <remarks>
    /// The contribution of slot j is (Score(x) - Score(x')) / S. In x', slot j is replaced by its prediction: the
    /// reconstruction of the row with slot j set to its held-out median. S is the interquartile range of held-out scores / 1.349.
    /// Computing the column costs as much as scoring 2 D rows. D must be at most 4096.
    /// </remarks>
    public string? FeatureContributionsColumnName
    {
        get;
        init => field = VaeOptions.ColumnName(value, nameof(FeatureContributionsColumnName));
    }

    /// <summary>
    /// The name of a column that shows where a row is odd. For a column of images it is an image of the same size as the model's
    /// pixels: black is as expected, white (255) is a pixel than which one held-out pixel in a thousand is odder. For a vector it
    /// is Vector&lt;Single, D&gt;: -ln of the share of held-out values that are odder, in nats; higher is more anomalous, 3 is
    /// one in twenty and 6.9 one in a thousand. Default: null, no such column.
    /// </summary>
    /// <remarks>
    /// A slot of a vector is compared with the same slot of held-out rows. A pixel of a picture, -ln p(x|z = m) summed over its
    /// channels, is compared with all pixels of held-out pictures, and so is its neighborhood, averaged with a binomial kernel of
    /// 5×5; the two are added (Fisher 1925, 'Statistical methods for research workers'). A vector is a picture if it has three
    /// axes, as <c>ExtractPixels</c> gives it, or if the network has convolutions. The column costs as much as scoring a row. It
    /// cannot be had for a table of several columns.
    /// </remarks>
    public string? AnomalyMapColumnName { get; init => field = VaeOptions.ColumnName(value, nameof(AnomalyMapColumnName)); }

    /// <summary>The rule to use.</summary>
    internal ThresholdRule ThresholdRule => Threshold ?? ThresholdRule.AtContamination(Contamination);

    /// <summary>Checks the rules between options.</summary>
    /// <exception cref="ArgumentException">Two options contradict each other.</exception>
    internal void Validate()
    {
        Vae.Validate();
        if (!(Vae.ValidationFraction > 0))
        {
            throw new ArgumentException(
                "Vae.ValidationFraction must be above 0, but it is 0. The threshold for Contamination = "
                + $"{OptionRule.Text(Contamination)} is a quantile of the scores of held-out rows. Use 0.2, or use VaeEncode "
                + "with a ScoreColumnName for scores without a threshold.",
                nameof(Vae));
        }
    }
}

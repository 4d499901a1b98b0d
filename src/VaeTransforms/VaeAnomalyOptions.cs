using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>Everything that can be set on <c>mlContext.AnomalyDetection.Trainers.Vae</c>.</summary>
public sealed record VaeAnomalyOptions
{
    /// <summary>
    /// The autoencoder. Its optional columns are added too when they are named; <see cref="VaeOptions.ScoreColumnName"/>
    /// renames <c>Score</c>. Default: all defaults but a fifth of the rows held out, since the threshold is a quantile of
    /// their scores.
    /// </summary>
    public VaeOptions Vae
    {
        get;
        init => field = OptionRule.Check(value, value is not null, "must not be null.");
    } = new() { ValidationFraction = 0.2 };

    /// <summary>
    /// The share of held-out rows whose score lies above the threshold, in (0, 0.5]: the false-positive rate to expect
    /// where the data are clean. Default: 0.05.
    /// </summary>
    public double Contamination
    {
        get;
        init => field = OptionRule.Check(value, value is > 0 and <= 0.5, "must be in (0, 0.5]; 0.05 lets one row in twenty count as anomalous.");
    } = 0.05;

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

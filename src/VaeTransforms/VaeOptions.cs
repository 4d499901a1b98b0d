using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>Everything that can be set on <c>mlContext.Transforms.VaeEncode</c>. The defaults are meant to be good enough to start.</summary>
/// <remarks>A value out of range is refused when it is set, with <c>with</c> too; rules between options when the estimator is made.</remarks>
public sealed record VaeOptions
{
    private const int MaxUnits = 1 << 16;
    private const double DefaultValidationFraction = 0.1;

    // Null where it was left open, so that a detector can have a default of its own.
    private readonly double? _validationFraction;

    /// <summary>
    /// Values in the latent vector, K; at most the number of input values. Null, the default: half the input's width,
    /// from 2 to 16.
    /// </summary>
    public int? LatentDimension
    {
        get;
        init => field = OptionRule.Check(value, value is null or (>= 1 and <= MaxUnits), "must be from 1 to 65536, or null to have it chosen from the data's width.");
    }

    /// <summary>
    /// Units of the encoder's hidden layers, from the input on; the decoder has the same in reverse. An empty list gives
    /// linear maps. Null, the default: two layers chosen from the data's width.
    /// </summary>
    public IReadOnlyList<int>? HiddenLayers
    {
        get;
        init => field = OptionRule.Check<IReadOnlyList<int>?>(
            value is null ? null : [.. value],
            value is null || value.All(units => units is >= 1 and <= MaxUnits),
            "must hold numbers from 1 to 65536, or be null to have them chosen from the data's width.");
    }

    /// <summary>The nonlinearity after each hidden layer. Default: <see cref="Activation.Silu"/>.</summary>
    public Activation Activation
    {
        get;
        init => field = OptionRule.Check(value, Enum.IsDefined(value), "must be one of Silu, Relu and Tanh.");
    }

    /// <summary>
    /// The layers of encoder and decoder, for networks other than dense ones with a mirrored decoder. Null, the default:
    /// <see cref="HiddenLayers"/> and <see cref="Activation"/>, which must then be left alone.
    /// </summary>
    public VaeNetwork? Network { get; init; }

    /// <summary>The decoder's distribution. Default: <see cref="Likelihood.Gaussian"/>.</summary>
    public Likelihood Likelihood
    {
        get;
        init => field = OptionRule.Check(value, value is not null, "must be Likelihood.Gaussian, Likelihood.StudentT or Likelihood.Bernoulli.");
    } = Likelihood.Gaussian;

    /// <summary>How the model rescales its input. Default: untouched for Bernoulli, standardised for any other likelihood.</summary>
    public Normalization Normalization
    {
        get;
        init => field = OptionRule.Check(value, value is not null, "must be one of Automatic, None, Standardize, MinMax and Quantile.");
    } = Normalization.Automatic;

    /// <summary>
    /// The weight of the KL divergence against the reconstruction error, both in nats per row. 1, the default, gives the
    /// standard VAE; 0 a plain autoencoder whose latent space nothing regularises.
    /// </summary>
    public double Beta
    {
        get;
        init => field = OptionRule.Check(value, value is >= 0 and < double.PositiveInfinity, "must be a finite number in [0, ∞); 1 gives the standard VAE.");
    } = 1;

    /// <summary>
    /// The share of all training steps, in [0, 1), over which the weight of the KL divergence rises linearly from 0 to
    /// <see cref="Beta"/>. Default: 0.2.
    /// </summary>
    public double KlWarmup
    {
        get;
        init => field = OptionRule.Check(value, value is >= 0 and < 1, "must be in [0, 1); 0 gives the full weight from the first step.");
    } = 0.2;

    /// <summary>The most passes over the training rows. Null, the default: as many as make about 4,000 steps, at least 5.</summary>
    public int? Epochs
    {
        get;
        init => field = OptionRule.Check(value, value is null or >= 1, "must be at least 1, or null to have it chosen from the number of rows.");
    }

    /// <summary>Rows per optimisation step. Null, the default: from 32 for small data to 512 for large.</summary>
    public int? BatchSize
    {
        get;
        init => field = OptionRule.Check(value, value is null or >= 1, "must be at least 1, or null to have it chosen from the number of rows.");
    }

    /// <summary>Adam's largest step size; it rises to it over the first steps and falls along a cosine after. Default: 0.002.</summary>
    public double LearningRate
    {
        get;
        init => field = OptionRule.Check(value, value is > 0 and < double.PositiveInfinity, "must be a finite number above 0.");
    } = 2e-3;

    /// <summary>
    /// The norm that the gradient of all weights together is cut to, in nats per row. Default: 100; infinity cuts nothing.
    /// </summary>
    /// <remarks>
    /// The objective is a sum over features, not a mean, and so is its gradient: norms that are usual for means, of 1 or 5,
    /// would cut most steps. On sixteen data sets the held-out ELBO at 100 was within half a nat of the best of 5, 20, 100, 1,000 and
    /// infinity; with 5 it was lower by up to 10 nats where features are many or tails heavy, and without a cut by 9 nats on the one with
    /// the farthest rows.
    /// </remarks>
    public double GradientClipNorm
    {
        get;
        init => field = OptionRule.Check(value, value is > 0, "must be above 0; double.PositiveInfinity turns clipping off.");
    } = 100;

    /// <summary>
    /// The share of rows, in [0, 1), held out at random for early stopping; the weights of the epoch with their best ELBO
    /// are kept. Default: 0.1, and 0.2 in <see cref="VaeAnomalyOptions.Vae"/>. With 0, or too few rows to hold one out, the last epoch's weights are kept.
    /// </summary>
    public double ValidationFraction
    {
        get => _validationFraction ?? DefaultValidationFraction;
        init => _validationFraction = OptionRule.Check(value, value is >= 0 and < 1, "must be in [0, 1); 0 turns early stopping off.");
    }

    /// <summary>Epochs without a better ELBO of the held-out rows after which training stops. Default: 50.</summary>
    public int Patience
    {
        get;
        init => field = OptionRule.Check(value, value >= 1, "must be at least 1; to turn early stopping off set ValidationFraction to 0.");
    } = 50;

    /// <summary>
    /// The seed of initial weights, row order and noise: with the same data and machine it gives the same model to the
    /// byte. Null, the default: the seed of the <c>MLContext</c>, or a new one for each fit where that has none.
    /// </summary>
    public int? Seed { get; init; }

    /// <summary>The name of a column for the posterior log-variance, Vector&lt;Single, K&gt;; null for none.</summary>
    public string? LogVarianceColumnName { get; init => field = ColumnName(value, nameof(LogVarianceColumnName)); }

    /// <summary>
    /// The name of a column for the decoding of the latent mean in the input's own units, Vector&lt;Single, D&gt; with the
    /// input's slot names; null for none.
    /// </summary>
    public string? ReconstructionColumnName { get; init => field = ColumnName(value, nameof(ReconstructionColumnName)); }

    /// <summary>The name of a column for the KL divergence, Single, in nats summed over latent dimensions; null for none.</summary>
    public string? KlDivergenceColumnName { get; init => field = ColumnName(value, nameof(KlDivergenceColumnName)); }

    /// <summary>
    /// The name of a column for -ln p(x | z) of the normalised input at the latent mean, Single, in nats summed over
    /// features; null for none.
    /// </summary>
    public string? ReconstructionErrorColumnName { get; init => field = ColumnName(value, nameof(ReconstructionErrorColumnName)); }

    /// <summary>
    /// The name of a column for KL divergence + reconstruction error, Single, in nats; higher is more anomalous; null for none.
    /// </summary>
    public string? ScoreColumnName { get; init => field = ColumnName(value, nameof(ScoreColumnName)); }

    /// <summary>Told after each epoch, on the thread that trains; null for nobody.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Stops reading at the next row, and training within milliseconds: it is looked at before each short run of steps.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>The same options, with a share of rows to hold out where none was set.</summary>
    internal VaeOptions WithDefaultValidationFraction(double fraction) =>
        _validationFraction is null ? this with { ValidationFraction = fraction } : this;

    /// <summary>Checks the rules between options.</summary>
    /// <exception cref="ArgumentException">Two options contradict each other.</exception>
    internal void Validate()
    {
        if (Network is not null && (HiddenLayers is not null || Activation != default))
        {
            throw new ArgumentException(
                $"Network gives the layers already, but HiddenLayers is {OptionRule.Text(HiddenLayers)} and Activation is {Activation}. Set Network alone, or HiddenLayers and Activation alone.",
                nameof(Network));
        }

        if (double.IsFinite(Likelihood.Min) && Normalization.GivesBothSigns)
        {
            throw new ArgumentException(
                $"Likelihood.{Likelihood} needs values in [{OptionRule.Text(Likelihood.Min)}, {OptionRule.Text(Likelihood.Max)}], but Normalization is {Normalization}, which gives values around 0. Use Normalization.MinMax or None, or Likelihood.Gaussian.",
                nameof(Normalization));
        }
    }

    internal static string? ColumnName(string? value, string option) =>
        OptionRule.Check(value, value is null || !string.IsNullOrWhiteSpace(value), "must be a column name, or null for no such column.", option);
}

using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>All options of <c>mlContext.Transforms.VaeEncode</c>. The defaults are good enough to start with.</summary>
/// <remarks>
/// A property throws <see cref="ArgumentOutOfRangeException"/> if it is set to a value out of range, also in a <c>with</c>
/// expression. Rules between two options are checked when the estimator is created.
/// </remarks>
public sealed partial record VaeOptions
{
    private const int MaxUnits = 1 << 16;
    private const double DefaultValidationFraction = 0.1;

    // Null if it was not set, because a detector has its own default.
    private readonly double? _validationFraction;

    /// <summary>
    /// The number of latent dimensions, K, from 1 to the number of input values. Default: null, which means half the number of
    /// input values, but at least 2 and at most 16.
    /// </summary>
    public int? LatentDimension
    {
        get;
        init => field = OptionRule.Check(
            value, value is null or (>= 1 and <= MaxUnits), "must be from 1 to 65536, or null for an automatic choice.");
    }

    /// <summary>
    /// The number of units of each hidden layer of the encoder, starting at the input. The decoder has the same layers in
    /// reverse order. With an empty list, encoder and decoder are linear. Default: null, which means two layers, with sizes
    /// that depend on the number of input values.
    /// </summary>
    public IReadOnlyList<int>? HiddenLayers
    {
        get;
        init => field = OptionRule.Check<IReadOnlyList<int>?>(
            value is null ? null : [.. value],
            value is null || value.All(units => units is >= 1 and <= MaxUnits),
            "must contain numbers from 1 to 65536, or be null for an automatic choice.");
    }

    /// <summary>The nonlinearity after each of <see cref="HiddenLayers"/>. Default: <see cref="Activation.Silu"/>.</summary>
    public Activation Activation
    {
        get;
        init => field = OptionRule.Check(value, Enum.IsDefined(value), "must be Silu, Relu or Tanh.");
    }

    /// <summary>
    /// The hidden layers of encoder and decoder. Use it for every network that <see cref="HiddenLayers"/> and
    /// <see cref="Activation"/> cannot describe. Default: null, which means the network of these two options.
    /// </summary>
    /// <remarks>
    /// If it is set, <see cref="HiddenLayers"/> and <see cref="Activation"/> must not be set. The layers that give the posterior
    /// and the parameters of the likelihood are added automatically.
    /// </remarks>
    public VaeNetwork? Network { get; init; }

    /// <summary>
    /// The distribution of the decoder, p(x | z). Default: <see cref="Likelihood.Automatic"/>, which for a vector of numbers is
    /// <see cref="Likelihood.IsotropicGaussian"/> under <see cref="Normalization.CommonScale"/> and
    /// <see cref="Likelihood.Gaussian"/> otherwise, and chooses for each column of a table.
    /// </summary>
    public Likelihood Likelihood
    {
        get;
        init => field = OptionRule.Check(value, value is not null, "must not be null; Likelihood.Automatic is the default.");
    } = Likelihood.Automatic;

    /// <summary>
    /// How the model rescales its input. Default: <see cref="Normalization.Automatic"/>: None for a likelihood of values in a
    /// bounded range, such as Bernoulli; CommonScale for pictures, and for <c>VaeEncode</c> also for a vector whose slots share
    /// both bounds; otherwise Standardize.
    /// </summary>
    public Normalization Normalization
    {
        get;
        init => field = OptionRule.Check(
            value, value is not null, "must be one of Automatic, None, Standardize, CommonScale, MinMax and Quantile.");
    } = Normalization.Automatic;

    /// <summary>
    /// The maximum number of passes over the training rows, from 1. Default: null, which means about 4,000 steps, but at least
    /// 5 passes; for columns with likelihoods of their own about 8,000 steps, but from 5 to 100 passes.
    /// </summary>
    public int? Epochs
    {
        get;
        init => field = OptionRule.Check(value, value is null or >= 1, "must be at least 1, or null for an automatic choice.");
    }

    /// <summary>
    /// The number of rows per optimization step, from 1. Default: null, which means from 32 for few rows to 512 for many.
    /// </summary>
    public int? BatchSize
    {
        get;
        init => field = OptionRule.Check(value, value is null or >= 1, "must be at least 1, or null for an automatic choice.");
    }

    /// <summary>
    /// The maximum norm of the gradient of all weights together, above 0, in nats per row. A longer gradient is scaled down to
    /// it. Default: 100. Infinity turns clipping off.
    /// </summary>
    /// <remarks>
    /// The objective is a sum over features and not a mean, and so is its gradient. Norms of 1 or 5, which are usual for means,
    /// would clip most steps. On sixteen data sets, the held-out ELBO with 100 was within half a nat of the best of 5, 20, 100,
    /// 1,000 and infinity. With 5 it was up to 10 nats lower on data with many features or heavy tails. Without clipping it was
    /// 9 nats lower on the data set with the most distant rows.
    /// </remarks>
    public double GradientClipNorm
    {
        get;
        init => field = OptionRule.Check(value, value is > 0, "must be above 0; double.PositiveInfinity turns clipping off.");
    } = 100;

    /// <summary>
    /// The share of rows, in [0, 1), that are held out for early stopping, as <see cref="HoldOut"/> chooses them. The model keeps
    /// the weights of the epoch with the best ELBO on these rows. Default: 0.1, and 0.2 in <see cref="VaeAnomalyOptions.Vae"/>.
    /// If no row is held out, because the share is 0 or there are too few rows, the model keeps the weights of the last epoch.
    /// Not used if <c>Fit</c> is given validation data.
    /// </summary>
    public double ValidationFraction
    {
        get => _validationFraction ?? DefaultValidationFraction;
        init => _validationFraction = OptionRule.Check(
            value, value is >= 0 and < 1, "must be in [0, 1); 0 turns early stopping off.");
    }

    /// <summary>
    /// Training stops after this number of epochs, from 1, without a better ELBO on the held-out rows. Default: 50.
    /// </summary>
    public int Patience
    {
        get;
        init => field = OptionRule.Check(
            value, value >= 1, "must be at least 1; to turn early stopping off, set ValidationFraction to 0.");
    } = 50;

    /// <summary>
    /// The seed of the initial weights, the row order and the noise. With the same seed, data and machine, two fits give the same
    /// model file to the byte. Default: null, which means the seed of the <c>MLContext</c>, or a new seed for each fit if the
    /// context has none.
    /// </summary>
    public int? Seed { get; init; }

    /// <summary>
    /// The name of a column for the log-variance of the latent posterior, Vector&lt;Single, K&gt;. Default: null, no such column.
    /// </summary>
    public string? LogVarianceColumnName { get; init => field = ColumnName(value, nameof(LogVarianceColumnName)); }

    /// <summary>
    /// The name of a column for the decoding of the latent mean, Vector&lt;Single, D&gt; in the units of the input and with its
    /// slot names. Default: null, no such column.
    /// </summary>
    public string? ReconstructionColumnName { get; init => field = ColumnName(value, nameof(ReconstructionColumnName)); }

    /// <summary>
    /// The name of a column for the KL divergence, Single, in nats, summed over latent dimensions. Default: null, no such column.
    /// </summary>
    public string? KlDivergenceColumnName { get; init => field = ColumnName(value, nameof(KlDivergenceColumnName)); }

    /// <summary>
    /// The name of a column for the reconstruction error, Single, in nats, summed over features: -ln p(x | z) of the normalized
    /// input at the latent mean. Default: null, no such column.
    /// </summary>
    public string? ReconstructionErrorColumnName
    {
        get;
        init => field = ColumnName(value, nameof(ReconstructionErrorColumnName));
    }

    /// <summary>
    /// The name of a column for the sum of KL divergence and reconstruction error, Single, in nats. Higher is more anomalous.
    /// Default: null, no such column.
    /// </summary>
    public string? ScoreColumnName { get; init => field = ColumnName(value, nameof(ScoreColumnName)); }

    /// <summary>Receives a report after each epoch, on the thread that trains. Default: null.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Cancels a fit: reading at the next row, and training within milliseconds. Default: none.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Whether defaults are those of a detector.</summary>
    internal bool IsForDetector { get; private init; }

    /// <summary>The same options, with the defaults of a detector where they were not set.</summary>
    /// <param name="validationFraction"><see cref="ValidationFraction"/>.</param>
    internal VaeOptions WithDetectorDefaults(double validationFraction) =>
        this with { IsForDetector = true, ValidationFraction = _validationFraction ?? validationFraction };

    /// <summary>Checks the rules between options.</summary>
    /// <exception cref="ArgumentException">Two options contradict each other.</exception>
    internal void Validate()
    {
        if (Network is not null && (HiddenLayers is not null || Activation != default))
        {
            throw new ArgumentException(
                $"Network must not be set together with HiddenLayers or Activation, but Network.Encoder is "
                + $"[{string.Join(", ", Network.Encoder)}], HiddenLayers is {OptionRule.Text(HiddenLayers)} and Activation is "
                + $"{Activation}. Set either Network, or HiddenLayers and Activation.",
                nameof(Network));
        }

        if (double.IsFinite(Likelihood.Min) && Normalization.GivesBothSigns)
        {
            throw new ArgumentException(
                $"Likelihood.{Likelihood} needs values in [{OptionRule.Text(Likelihood.Min)}, "
                    + $"{OptionRule.Text(Likelihood.Max)}], but Normalization is {Normalization}, which gives values "
                    + "around 0. Use Normalization.MinMax or None, or Likelihood.Gaussian.",
                nameof(Normalization));
        }

        ValidateImages();
        ValidateRows();
        ValidateObjective();
        ValidatePrior();
        ValidateLabels();
        ValidateConditions();
        ValidateBinarization();
    }

    internal static string? ColumnName(string? value, string option) => OptionRule.Check(
        value, value is null || !string.IsNullOrWhiteSpace(value), "must be a column name, or null for no such column.", option);
}

using VaeTransforms.Formulas;

namespace VaeTransforms.Training;

/// <summary>What objectives are made of, for one batch of n rows with k samples each; computed when it is first read.</summary>
internal sealed class ObjectiveTerms<T>
{
    private readonly IObjectiveOps<T> _ops;
    private readonly VaeFormula<T> _formula;
    private readonly ObjectiveBatch<T> _batch;
    private readonly Lazy<T> _reconstructionError;
    private readonly Lazy<T> _klDivergence;
    private T _z;

    public ObjectiveTerms(IObjectiveOps<T> ops, VaeFormula<T> formula, ObjectiveBatch<T> batch)
    {
        (_ops, _formula, _batch) = (ops, formula, batch);
        (Mean, LogVariance) = formula.Encode(batch.Seen);
        _z = formula.Draw(Sampled(Mean), Sampled(LogVariance), batch.Noise);
        _klDivergence = new(() => batch.Samples == 1
            ? formula.TrainingKlDivergence(Mean, LogVariance, _z)
            : formula.KlDivergence(Mean, LogVariance));
        _reconstructionError = new(() =>
        {
            T values = Sampled(batch.Rows.Values);
            return formula.ReconstructionError(
                new InputRows<T>(values, batch.Rows.Mask is { } mask ? Sampled(mask) : default),
                formula.Decode(formula.Code(_z, values)));
        });
    }

    /// <summary>Of the posterior, [n, K].</summary>
    public T Mean { get; }

    /// <summary>Of the posterior, [n, K].</summary>
    public T LogVariance { get; }

    /// <summary>The drawn latent vectors, [n · k, K].</summary>
    public T Z => _z;

    /// <summary>-ln p(x | z), nats, [n · k, 1].</summary>
    public T ReconstructionError => _reconstructionError.Value;

    /// <summary>KL(q(z | x) || p(z)), nats, [n, 1].</summary>
    public T KlDivergence => _klDivergence.Value;

    /// <summary>What <see cref="Objective.Scheduled"/> gives for the step, a number.</summary>
    public T Scheduled => _batch.Scheduled;

    /// <summary>Rows that a batch is a sample of.</summary>
    public long TrainingRows => _batch.TrainingRows;

    /// <summary>The mean of <see cref="ReconstructionError"/> over rows by their weights and over samples, a number.</summary>
    public T MeanReconstructionError => _ops.BatchMean(_ops.Multiply(ReconstructionError, Sampled(_batch.RowWeights)));

    /// <summary>The mean of <see cref="KlDivergence"/> over rows by their weights, a number.</summary>
    public T MeanKlDivergence => WeightedMean(KlDivergence);

    /// <summary>The mean of KL divergences of the single latent dimensions over rows by their weights, nats, [K].</summary>
    public T MeanKlPerDimension => WeightedMean(_formula.KlPerDimension(Mean, LogVariance));

    /// <summary>The mean over rows by their weights.</summary>
    /// <param name="a">[n, width].</param>
    /// <returns>[width].</returns>
    public T WeightedMean(T a) => _ops.BatchMean(_ops.Multiply(a, _batch.RowWeights));

    /// <summary>An objective with what the labels of rows add to it; as it is where there are none.</summary>
    public ObjectiveValue<T> WithLabels(ObjectiveValue<T> value)
    {
        if (_batch.Labels is not { } labels)
        {
            return value;
        }

        T term = WeightedMean(_formula.LabelLoss(Mean, LogVariance, labels));
        return new ObjectiveValue<T>(_ops.Add(value.Loss, term), [.. value.Parts, ("LabelLoss", term)]);
    }

    /// <summary>A value of rows for each of their samples, [n · k, width].</summary>
    public T Sampled(T a) => _batch.Samples == 1 ? a : _ops.ToSamples(a, _batch.Samples);

    /// <summary>ln p(x, z) - ln q(z | x): the logarithm of the importance weight of each sample, nats, [n · k, 1].</summary>
    /// <param name="mean">Of q(z | x), [n · k, K].</param>
    /// <param name="logVariance">Of q(z | x), [n · k, K].</param>
    public T LogImportanceWeight(T mean, T logVariance) => _ops.Subtract(
        _ops.Subtract(_formula.PriorLogDensity(Z), ReconstructionError),
        _ops.RowSum(LogDensities(Z, mean, logVariance)));

    /// <inheritdoc cref="VaeFormula{T}.LogDensities"/>
    public T LogDensities(T z, T mean, T logVariance) => _formula.LogDensities(z, mean, logVariance);

    /// <summary>
    /// Multiplies the gradient that reaches the encoder through <see cref="Z"/>. Call it before what depends on Z is read.
    /// </summary>
    /// <param name="factor">[n · k, 1]; called after the whole formula has been computed.</param>
    public void ScaleGradientOfZ(Func<T> factor) => _z = _ops.ScaleGradient(_z, factor);
}

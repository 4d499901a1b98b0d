namespace VaeTransforms.Training;

/// <summary>What the steps of one epoch gave, summed over its rows.</summary>
/// <param name="partNames">As <see cref="ITrainingSteps.PartNames"/> gives them.</param>
internal sealed class EpochSums(IReadOnlyList<string> partNames)
{
    private readonly double[] _named = new double[partNames.Count];
    private double _reconstructionError;
    private double _klDivergence;
    private double _weightedBound;
    private long _rows;

    /// <summary>All sums, to go on with later: rows, reconstruction error, KL divergence, weighted bound, named parts.</summary>
    public double[] Numbers
    {
        get => [_rows, _reconstructionError, _klDivergence, _weightedBound, .. _named];
        set
        {
            _rows = (long)value[0];
            (_reconstructionError, _klDivergence, _weightedBound) = (value[1], value[2], value[3]);
            value.AsSpan(4).CopyTo(_named);
        }
    }

    /// <summary>Adds a step.</summary>
    /// <param name="outcome">Means over the step's rows.</param>
    /// <param name="klWeight">The weight of the KL divergence in that step, if the objective is the ELBO.</param>
    /// <param name="rows">How many.</param>
    public void Add(StepOutcome outcome, double klWeight, long rows)
    {
        _rows += rows;
        _reconstructionError += outcome.Parts.ReconstructionError * rows;
        _klDivergence += outcome.Parts.KlDivergence * rows;
        _weightedBound += (outcome.Parts.ReconstructionError + (klWeight * outcome.Parts.KlDivergence)) * rows;
        for (int i = 0; i < _named.Length; i++)
        {
            _named[i] += (double)outcome.Named.Span[i] * rows;
        }
    }

    /// <summary>The means over the rows, as a report has them.</summary>
    /// <param name="epoch">From 1.</param>
    /// <param name="validation">Of the held-out rows; null without any.</param>
    /// <param name="learningRate">At the end of the epoch.</param>
    /// <param name="klWeight">At the end of the epoch.</param>
    public EpochMetrics Means(int epoch, ElboMetrics? validation, double learningRate, double klWeight) =>
        new(
            epoch,
            new ElboMetrics(_reconstructionError / _rows, _klDivergence / _rows),
            validation,
            learningRate,
            klWeight)
        {
            Objective = (_named.Length == 0 ? _weightedBound : _named[0]) / _rows,
            ObjectiveParts = partNames.Zip(_named).Skip(1).ToDictionary(part => part.First, part => part.Second / _rows),
        };
}

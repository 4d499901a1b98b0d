using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>
/// What a step takes beside rows: the factor of each row's loss, and with labels those of its label. The same for rows in memory
/// and on their way.
/// </summary>
internal sealed class SideFactors
{
    private readonly double _meanWeight;
    private readonly RowLabels? _labels;
    private readonly float _labelFactor;
    private readonly int _width;

    private SideFactors(double meanWeight, RowLabels? labels, float labelFactor)
    {
        _meanWeight = meanWeight;
        _labels = labels;
        _labelFactor = labelFactor;
        _width = 1 + (labels?.Keys.Texts.Length ?? 0);
    }

    /// <summary>Those of a run; null where there are neither weights nor labels.</summary>
    /// <param name="plan">Has the weights and labels of the rows in memory.</param>
    /// <param name="training">Indices of the training rows in memory.</param>
    public static SideFactors? Of(TrainingPlan plan, long[] training) => plan.RowWeights is null && plan.Labels is null
        ? null
        : new SideFactors(
            plan.Stream?.MeanWeight ?? plan.RowWeights?.Mean(training) ?? 1,
            plan.Labels,
            plan.Labels?.Factor(plan.Stream, training) ?? 0);

    /// <summary>The factors of the rows in memory.</summary>
    /// <inheritdoc cref="Beside" path="/returns"/>
    public Tensor InMemory(TrainingPlan plan)
    {
        int rows = plan.RowWeights?.Values.Count ?? plan.Labels!.Values.Count;
        return Beside([.. Enumerable.Range(0, rows).Select(
            row => new RowSide(plan.RowWeights?.Values[row] ?? 1, plan.Labels?.Values[row] ?? 0))]);
    }

    /// <summary>The factors of rows.</summary>
    /// <param name="sides">[rows].</param>
    /// <returns>
    /// [rows, 1], or with labels [rows, 1 + clusters], in the caller's dispose scope. The mean of the first ones over all
    /// training rows is 1, so the scale of weights does not matter.
    /// </returns>
    public Tensor Beside(IReadOnlyList<RowSide> sides)
    {
        var factors = new float[checked(sides.Count * _width)];
        for (int row = 0; row < sides.Count; row++)
        {
            factors[row * _width] = (float)(sides[row].Weight / _meanWeight);
            if (_labels is not null && sides[row].Label > 0)
            {
                factors[(row * _width) + sides[row].Label] = _labelFactor;
            }
        }

        return tensor(factors, [sides.Count, _width], float32);
    }
}

namespace VaeTransforms;

/// <summary>
/// Whether synthetic rows can replace real rows for training: the label is predicted on the hold-out rows by boosted trees that
/// were trained on the real rows, and by others that were trained on the synthetic rows.
/// </summary>
/// <remarks>
/// Esteban and others 2017, 'Real-valued (medical) time series generation with recurrent conditional GANs': train on synthetic,
/// test on real. The learner is ML.NET's FastTree with its defaults, one against all for more than two classes. Rows without a
/// label are not used.
/// </remarks>
public sealed record TableUsefulness
{
    /// <summary>The column that is predicted, from all other compared columns.</summary>
    public required string LabelColumnName { get; init; }

    /// <summary>Trained on the real rows.</summary>
    public required LabelPrediction Real { get; init; }

    /// <summary>Trained on the synthetic rows.</summary>
    public required LabelPrediction Synthetic { get; init; }

    /// <summary>
    /// Each figure of <see cref="Real"/> minus that of <see cref="Synthetic"/>. 0 is best. The synthetic rows are less useful if
    /// the gap is above 0, or below 0 for <see cref="LabelPrediction.RootMeanSquaredError"/>.
    /// </summary>
    public LabelPrediction Gap => new()
    {
        Accuracy = Real.Accuracy - Synthetic.Accuracy,
        MacroF1 = Real.MacroF1 - Synthetic.MacroF1,
        Auc = Real.Auc - Synthetic.Auc,
        RSquared = Real.RSquared - Synthetic.RSquared,
        RootMeanSquaredError = Real.RootMeanSquaredError - Synthetic.RootMeanSquaredError,
    };

    /// <inheritdoc/>
    public override string ToString() =>
        $"""
        '{LabelColumnName}' predicted on the hold-out rows
          trained on real rows       {Real}
          trained on synthetic rows  {Synthetic}
          gap                        {Gap}
        """;
}

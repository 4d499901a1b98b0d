using System.Globalization;

namespace VaeTransforms;

/// <summary>How well a label is predicted on the hold-out rows. Figures of another task than the label's are null.</summary>
public sealed record LabelPrediction
{
    /// <summary>The share of rows with the right class, in [0, 1]; higher is better. Null if the label is a number.</summary>
    public double? Accuracy { get; init; }

    /// <summary>
    /// The mean over the classes of the hold-out rows of F1, the harmonic mean of precision and recall; in [0, 1], higher is
    /// better. A class that is never predicted has F1 0. Null if the label is a number.
    /// </summary>
    public double? MacroF1 { get; init; }

    /// <summary>
    /// The area under the ROC curve, in [0, 1]; higher is better. Null unless the label has two classes, and both are among the
    /// hold-out rows.
    /// </summary>
    public double? Auc { get; init; }

    /// <summary>
    /// The coefficient of determination, at most 1; higher is better, and 0 is as good as the mean. Null if the label is a class.
    /// </summary>
    public double? RSquared { get; init; }

    /// <summary>
    /// The root of the mean squared error, in units of the label; lower is better. Null if the label is a class.
    /// </summary>
    public double? RootMeanSquaredError { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Accuracy is null
        ? string.Create(CultureInfo.InvariantCulture, $"R² {RSquared:F3}, RMSE {RootMeanSquaredError:G4}")
        : string.Create(CultureInfo.InvariantCulture, $"accuracy {Accuracy:F3}, macro-F1 {MacroF1:F3}")
            + (Auc is null ? "" : string.Create(CultureInfo.InvariantCulture, $", AUC {Auc:F3}"));
}

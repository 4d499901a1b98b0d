using System.Globalization;

namespace VaeTransforms;

/// <summary>How well boosted trees tell synthetic rows from real ones.</summary>
/// <remarks>
/// Lopez-Paz and Oquab 2017, 'Revisiting classifier two-sample tests'. The classifier is ML.NET's FastTree with its defaults.
/// </remarks>
/// <param name="Auc">
/// The area under the ROC curve, the mean of two folds; each half of the rows is scored by trees that were trained on the
/// other half. 0.5 is best: the trees cannot tell the rows apart. 1 is worst. A value clearly below 0.5 shows that many rows
/// are in both tables: trees that saw a row in one table expect it there again.
/// </param>
/// <param name="Rows">The number of rows that were scored, of both tables.</param>
public sealed record ClassifierTwoSampleTest(double Auc, int Rows)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"AUC {Auc:F3}; 0.5 is best");
}

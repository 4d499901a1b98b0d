using Microsoft.ML;
using VaeTransforms.Analysis;

namespace VaeTransforms;

/// <summary>Measures how good synthetic rows of a table are.</summary>
public static class TableQuality
{
    /// <summary>
    /// Compares synthetic rows with real rows: the shapes of columns, the trends of pairs, copied rows, whether a classifier can
    /// tell the rows apart, and whether the synthetic rows can replace the real ones for training.
    /// </summary>
    /// <param name="mlContext">The context to train boosted trees in.</param>
    /// <param name="real">
    /// The rows that the generator was trained on, at least 20. Columns are found by name. A column can be a number, a Boolean,
    /// text, a key, a DateTime, a TimeSpan, or a vector of numbers with a fixed size, which is compared slot by slot. Keys are
    /// compared by their text values, or by their numbers if they have none. NaN, infinity, empty text and the key 0 are missing
    /// values.
    /// </param>
    /// <param name="synthetic">The rows to measure, at least 20, with columns of the same names and types.</param>
    /// <param name="holdout">
    /// Real rows that the generator was not trained on, at least 20. Default: null, which omits usefulness and the search for
    /// near copies.
    /// </param>
    /// <param name="options">What to compare. Default: null, for all defaults.</param>
    /// <returns>
    /// The report. The same rows, options and version of ML.NET give the same report. Every table is read once and kept in
    /// memory, 8 bytes per value.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// A column is missing or has different types, a table has fewer than 20 rows, or a label is named but cannot be predicted.
    /// </exception>
    public static TableQualityReport Compare(
        MLContext mlContext,
        IDataView real,
        IDataView synthetic,
        IDataView? holdout = null,
        TableQualityOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        options ??= new TableQualityOptions();
        if (options.LabelColumnName is { } label && holdout is null)
        {
            throw new ArgumentException(
                $"Usefulness is tested on rows that the generator was not trained on, and LabelColumnName is '{label}', but "
                    + "holdout is null. Give hold-out rows, or set LabelColumnName to null to omit usefulness.",
                nameof(holdout));
        }

        TableColumns tables = TableReader.Read(mlContext, real, synthetic, holdout, options);

        // Before everything that takes time, because the label may not fit.
        LabelTask? task = options.LabelColumnName is null ? null : LabelTask.Of(tables, options.LabelColumnName);
        return new TableQualityReport
        {
            RealRows = tables.RealRows,
            SyntheticRows = tables.SyntheticRows,
            HoldoutRows = tables.HoldoutRows,
            Unpaired = tables.Unpaired,
            Shapes = ShapeMeasure.Of(tables),
            PairTrends = PairMeasure.Of(tables),
            Copies = CopyMeasure.Of(tables, options.MaxRows, options.Seed),
            Classifier = TwoSampleClassifier.Test(mlContext, tables, options.Seed),
            Usefulness = task is null ? null : UsefulnessMeasure.Of(mlContext, tables, task),
        };
    }
}

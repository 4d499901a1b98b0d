using System.Globalization;
using VaeTransforms.Analysis;
using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>The result of <c>TableQuality.Compare</c>: how good synthetic rows of a table are.</summary>
public sealed record TableQualityReport
{
    private const int PrintedPairs = 5;

    /// <summary>The number of real rows, on which the generator was trained.</summary>
    public required int RealRows { get; init; }

    /// <summary>The number of synthetic rows.</summary>
    public required int SyntheticRows { get; init; }

    /// <summary>The number of hold-out rows; 0 if none were given.</summary>
    public required int HoldoutRows { get; init; }

    /// <summary>
    /// The columns that were not compared, because only one of the real and the synthetic table has them. Empty if
    /// <see cref="TableQualityOptions.Columns"/> names what to compare.
    /// </summary>
    public required IReadOnlyList<string> Unpaired { get; init; }

    /// <summary>Each column, in the order of the real table.</summary>
    public required IReadOnlyList<ColumnShape> Shapes { get; init; }

    /// <summary>Each pair of columns, in the order of the real table. Empty for one column.</summary>
    public required IReadOnlyList<PairTrend> PairTrends { get; init; }

    /// <summary>Whether training rows were copied.</summary>
    public required CopiedRows Copies { get; init; }

    /// <summary>Whether a classifier can tell synthetic rows from real ones.</summary>
    public required ClassifierTwoSampleTest Classifier { get; init; }

    /// <summary>Whether synthetic rows can replace real rows for training; null if no label was named.</summary>
    public required TableUsefulness? Usefulness { get; init; }

    /// <summary>The mean score of <see cref="Shapes"/>, in [0, 1]; 1 is best.</summary>
    public double ShapeScore => Shapes.Average(shape => shape.Score);

    /// <summary>The mean score of <see cref="PairTrends"/>, in [0, 1]; 1 is best. Null for one column.</summary>
    public double? PairTrendScore => PairTrends.Count == 0 ? null : PairTrends.Average(pair => pair.Score);

    /// <summary>Writes the whole report as JSON, with the property names of this type.</summary>
    /// <returns>Indented JSON.</returns>
    public string ToJson() => ReportJson.Of(this);

    /// <summary>Writes the report as text, with a table of the columns and the five pairs with the largest error.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {RealRows} real rows, {SyntheticRows} synthetic rows, {HoldoutRows} hold-out rows{UnpairedText()}
        column shapes {ShapeScore:F3}, error {1 - ShapeScore:F3}; mean of {Shapes.Count}
        {PairText()}
        real or synthetic: {Classifier}
        {Copies}{(Usefulness is null ? "" : Environment.NewLine + Usefulness)}

                missing values
         score       real    synthetic  kind      column
        {string.Join(Environment.NewLine, Shapes)}{WorstPairs()}
        """);

    private string UnpairedText() => Unpaired.Count == 0
        ? ""
        : $"{Environment.NewLine}not compared, in one table only: {NameList.Quoted(Unpaired)}";

    private string PairText() => PairTrendScore is { } score
        ? string.Create(
            CultureInfo.InvariantCulture, $"pair trends   {score:F3}, error {1 - score:F3}; mean of {PairTrends.Count}")
        : "pair trends   none, since one column was compared";

    private string WorstPairs() => PairTrends.Count == 0 ? "" : string.Join(
        Environment.NewLine,
        [
            "",
            "",
            " score  pairs with the largest error",
            .. PairTrends.OrderBy(pair => pair.Score).Take(PrintedPairs).Select(pair => $"{pair}"),
        ]);
}

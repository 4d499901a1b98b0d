using System.Globalization;
using Microsoft.ML.Data;
using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

/// <summary>The columns that a model reads, as inputs of a graph: what a reader of rows does, as nodes.</summary>
/// <param name="graph">Gets an input for each column, [N, width], with the column's name and type.</param>
/// <param name="model">The model.</param>
/// <param name="keyCodes">
/// The code of each raw value of a key column whose values are text, from that of 0, which is a missing key.
/// </param>
internal sealed class ColumnInputs(GraphBuilder graph, TrainedVae model, Func<string, double[]> keyCodes)
{
    /// <summary>Rows as Singles, centered, [N, D].</summary>
    public string Rows()
    {
        if (model.Table is { } table)
        {
            string[] cells = [.. table.Inputs.Select(Cells)];
            return new CellExpressions(graph, table).Slots(graph.Concatenation("columns.cells", axis: 1, cells));
        }

        int width = model.Architecture.InputSize;
        return model.Place!.ReadsDoubles
            ? graph.NearestSingles(
                "columns.singles", graph.Input(model.InputColumnName, batch: null, width, GraphBuilder.Element.Double))
            : graph.Input(model.InputColumnName, batch: null, width);
    }

    private string Cells(TableColumn column, int place)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"columns.{place}");
        int width = column.IsKey ? 1 : column.Cells;
        string input = graph.Input(column.Name, batch: null, width, TypeOf(column));
        switch (column.Kind)
        {
            case TableColumnKind.Category when column.IsKey:
                string codes = graph.Doubles($"{name}.codes", keyCodes(column.Name));
                return graph.Gather($"{name}.code", codes, Whole(), axis: 0);
            case TableColumnKind.Category:
                KeyValuePair<string, float>[] codesOfTexts =
                [
                    new("", float.NaN),
                    .. column.Categories!.Select((text, code) => new KeyValuePair<string, float>(text, code + 1)),
                ];
                return Double(graph.NumbersOfTexts($"{name}.code", input, codesOfTexts, (float)TableLayout.UnseenCode));
            case TableColumnKind.Indicators:
                long[] values = [.. Enumerable.Range(1, column.Slots).Select(value => (long)value)];
                return Double(graph.Node($"{name}.same", "Equal", Whole(), graph.Integers($"{name}.values", values)));
            default:
                return Double(input);
        }

        string Whole() => graph.Cast($"{name}.whole", input, GraphBuilder.Element.Int64);

        string Double(string value) => graph.Cast($"{name}.doubles", value, GraphBuilder.Element.Double);
    }

    /// <summary>As ML.NET's converter types a column; it has none for times.</summary>
    private static GraphBuilder.Element TypeOf(TableColumn column) => column switch
    {
        { IsKey: true } => GraphBuilder.Element.UInt32,
        { Kind: TableColumnKind.Category } => GraphBuilder.Element.String,
        _ => column.ItemType switch
        {
            DataKind.Single => GraphBuilder.Element.Float,
            DataKind.Double => GraphBuilder.Element.Double,
            DataKind.Boolean => GraphBuilder.Element.Bool,
            DataKind.SByte => GraphBuilder.Element.Int8,
            DataKind.Byte => GraphBuilder.Element.UInt8,
            DataKind.Int16 => GraphBuilder.Element.Int16,
            DataKind.UInt16 => GraphBuilder.Element.UInt16,
            DataKind.Int32 => GraphBuilder.Element.Int32,
            DataKind.UInt32 => GraphBuilder.Element.UInt32,
            DataKind.Int64 => GraphBuilder.Element.Int64,
            DataKind.UInt64 => GraphBuilder.Element.UInt64,
            _ => throw new NotSupportedException(
                $"Column '{column.Name}' is a {column.ItemType}, which ONNX does not have. Convert it to a number before the "
                    + "VAE, or export the VAE alone with VaeModel.SaveOnnx."),
        },
    };
}

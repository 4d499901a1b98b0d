using System.Globalization;
using Microsoft.ML.Data;
using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

/// <summary>The slots of a row from its cells, as nodes of a graph: what <see cref="TableLayout.Expand"/> computes.</summary>
/// <remarks>
/// Numbers are centered in double precision, and only then become Singles. The code of a category is compared with the code of
/// each of its slots; a missing one, NaN, makes them all NaN. Indicators of a key without values that are all 0 become NaN too.
/// <code>
/// cells ─ Sub ─ Cast ─ Gather ─┬─ Equal ─ Cast ─┐
///                              ├─ Mul(0) ────── Add ─┐
///                              └──────────────────── Where ─ slots
/// </code>
/// </remarks>
internal sealed class CellExpressions(GraphBuilder graph, TableLayout layout)
{
    /// <summary>Doubles as Singles, without what is to be subtracted from them; [N, values].</summary>
    /// <param name="graph">Gets the nodes.</param>
    /// <param name="layout">Whose numbers they are.</param>
    /// <param name="doubles">[N, values].</param>
    /// <param name="centers">[values].</param>
    public static string Centered(GraphBuilder graph, TableLayout layout, string doubles, double[] centers)
    {
        string centered = graph.Node("cells.centered", "Sub", doubles, graph.Doubles("cells.centers", centers));

        // No other type has finite values beyond Single's range.
        return layout.Inputs.Any(input => input.ItemType == DataKind.Double)
            ? graph.NearestSingles("cells.singles", centered)
            : graph.Cast("cells.singles", centered, GraphBuilder.Element.Float);
    }

    /// <summary>[N, D].</summary>
    /// <param name="cells">[N, cells], in double precision.</param>
    public string Slots(string cells)
    {
        double[] centers = [.. layout.Inputs.SelectMany(input => input.Centers ?? new double[input.Cells])];
        string spread = graph.Gather(
            "cells.spread", Centered(graph, layout, cells, centers), graph.Integers("cells.places", Places()), axis: 1);
        if (layout.Inputs.Any(input => input.Kind == TableColumnKind.Indicators))
        {
            spread = graph.Node("cells.keys", "Add", spread, GapsOfKeys(spread));
        }

        if (layout.Inputs.All(input => input.Kind != TableColumnKind.Category))
        {
            return spread;
        }

        (float[] codes, float[] isCategory) = Codes();
        string same = graph.Node("cells.same", "Equal", spread, graph.Constant("cells.codes", codes, codes.Length));
        string indicators = graph.Cast("cells.indicators", same, GraphBuilder.Element.Float);
        string gaps = graph.Node("cells.gaps", "Mul", spread, graph.Constant("cells.zero", [0f]));
        string category = graph.Cast(
            "cells.category", graph.Constant("cells.is_category", isCategory, isCategory.Length), GraphBuilder.Element.Bool);
        return graph.Node("cells.slots", "Where", category, graph.Node("cells.values", "Add", indicators, gaps), spread);
    }

    /// <summary>[N, D]: NaN for the indicators of a missing key, which are all 0; 0 for all other slots.</summary>
    private string GapsOfKeys(string spread)
    {
        var sums = new List<string>();
        var key = new List<long>();
        var isKey = new List<float>();
        int start = 0;
        foreach (TableColumn input in layout.Inputs)
        {
            bool indicates = input.Kind == TableColumnKind.Indicators;
            key.AddRange(Enumerable.Repeat(indicates ? (long)sums.Count : 0, input.Slots));
            isKey.AddRange(Enumerable.Repeat(indicates ? 1f : 0f, input.Slots));
            if (indicates)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"cells.key{sums.Count}");
                long[] slots = [.. Enumerable.Range(start, input.Slots).Select(slot => (long)slot)];
                string own = graph.Gather($"{name}.indicators", spread, graph.Integers($"{name}.slots", slots), axis: 1);
                sums.Add(graph.Node($"{name}.sum", "ReduceSum", own, graph.Integers("cells.axis", 1)));
            }

            start += input.Slots;
        }

        // 0 / 1 is 0, and 0 / 0 is NaN.
        string zero = graph.Constant("cells.no_gap", [0f]);
        string gaps = graph.Node("cells.key_gaps", "Div", zero, graph.Concatenation("cells.sums", axis: 1, [.. sums]));
        string perSlot = graph.Gather("cells.gap_of_slot", gaps, graph.Integers("cells.key_of_slot", [.. key]), axis: 1);
        string isIndicator = graph.Cast(
            "cells.indicates", graph.Constant("cells.is_key", [.. isKey], isKey.Count), GraphBuilder.Element.Bool);
        return graph.Node("cells.gaps_of_keys", "Where", isIndicator, perSlot, zero);
    }

    /// <summary>The cell of each slot.</summary>
    private long[] Places()
    {
        var places = new List<long>();
        long cell = 0;
        foreach (TableColumn input in layout.Inputs)
        {
            places.AddRange(Enumerable.Range(0, input.Slots).Select(slot => cell + (slot % input.Cells)));
            cell += input.Cells;
        }

        return [.. places];
    }

    private (float[] Codes, float[] IsCategory) Codes()
    {
        var codes = new List<float>();
        var isCategory = new List<float>();
        foreach (TableColumn input in layout.Inputs)
        {
            bool category = input.Kind == TableColumnKind.Category;
            codes.AddRange(Enumerable.Range(1, input.Slots).Select(code => category ? (float)code : 0));
            isCategory.AddRange(Enumerable.Repeat(category ? 1f : 0f, input.Slots));
        }

        return ([.. codes], [.. isCategory]);
    }
}

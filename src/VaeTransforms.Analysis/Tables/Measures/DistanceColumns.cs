using System.Numerics.Tensors;

namespace VaeTransforms.Analysis;

/// <summary>Distances between rows of mixed columns, as <see cref="CopiedRows"/> defines them.</summary>
internal sealed class DistanceColumns
{
    private readonly Encoded[] _columns;

    /// <param name="tables">The tables. The synthetic rows are compared with rows of the others.</param>
    public DistanceColumns(TableColumns tables) => _columns = [.. tables.Columns.SelectMany(Encode)];

    /// <summary>The values of some rows that distances are computed to, [columns][rows].</summary>
    /// <param name="values">The real or the hold-out values of a column.</param>
    /// <param name="rows">The rows.</param>
    public float[][] Reference(Func<MixedColumn, double[]> values, int[] rows) =>
        [.. _columns.Select(column => Array.ConvertAll(rows, row => column.Value(values(column.Column)[row])))];

    /// <summary>The distance of a synthetic row to the nearest of some rows.</summary>
    /// <param name="syntheticRow">The row.</param>
    /// <param name="reference">[columns][rows], from <see cref="Reference"/>.</param>
    /// <param name="distances">[rows], overwritten.</param>
    /// <param name="differences">[rows], overwritten.</param>
    public float Nearest(int syntheticRow, float[][] reference, float[] distances, float[] differences)
    {
        Array.Clear(distances);
        for (int i = 0; i < reference.Length; i++)
        {
            Encoded column = _columns[i];
            TensorPrimitives.Subtract(reference[i], column.Value(column.Column.Synthetic[syntheticRow]), differences);
            TensorPrimitives.Abs(differences, differences);
            if (column.IsCategory)
            {
                // Codes are whole numbers, so two different ones differ by at least 1.
                TensorPrimitives.Min(differences, 1f, differences);
            }

            TensorPrimitives.Add(distances, differences, distances);
        }

        return TensorPrimitives.Min<float>(distances);
    }

    private static IEnumerable<Encoded> Encode(MixedColumn column)
    {
        if (column.IsCategory)
        {
            yield return new Encoded(column, code => double.IsNaN(code) ? -1 : (float)code, true);
            yield break;
        }

        var scale = new ColumnScale(column);
        yield return new Encoded(column, value => double.IsNaN(value) ? 0 : scale.Of(value), false);
        if (new[] { column.Real, column.Synthetic, column.Holdout }.Any(values => values.Any(double.IsNaN)))
        {
            yield return new Encoded(column, value => double.IsNaN(value) ? 1 : 0, true);
        }
    }

    /// <param name="Column">Where the values come from.</param>
    /// <param name="Value">A value as distances are computed from it.</param>
    /// <param name="IsCategory">Whether any difference counts 1.</param>
    private sealed record Encoded(MixedColumn Column, Func<double, float> Value, bool IsCategory);
}

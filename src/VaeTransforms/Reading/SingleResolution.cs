using System.Globalization;
using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms.Reading;

/// <summary>Finds slots whose values lie so far from 0 that Singles cannot tell them apart.</summary>
internal static class SingleResolution
{
    // In standard deviations of a slot. Coarser steps than this take the place of the differences to learn from.
    private const double MaxStep = 0.01;

    /// <summary>A warning for each column that has such a slot.</summary>
    /// <param name="fit">The rows.</param>
    /// <param name="among">Indices of the rows trained on; at least one.</param>
    public static IEnumerable<string> Warnings(FitRows fit, long[] among)
    {
        var moments = new ColumnMoments(fit.Rows, among);
        double[] offsets = OffsetsAsSingle(fit.Input.Table, fit.Rows.Width);
        foreach (VaeColumn column in fit.Input.Columns)
        {
            for (int slot = column.Start; slot < column.End; slot++)
            {
                double step = Step(moments, slot, offsets[slot]);
                if (!moments.IsConstant(slot) && step > MaxStep * moments.Deviation(slot))
                {
                    yield return string.Create(
                        CultureInfo.InvariantCulture,
                        $"Column '{column.Name}' has values so far from 0 that Singles next to each other lie {step:G3} apart "
                            + $"there, {step / moments.Deviation(slot):P0} of the column's standard deviation: differences are "
                            + $"rounded away. Load the column as Double, or subtract a constant before it becomes a Single.");
                    break;
                }
            }
        }
    }

    private static double Step(ColumnMoments moments, int slot, double offset)
    {
        double largest = Math.Max(Math.Abs(moments.Min[slot] + offset), Math.Abs(moments.Max[slot] + offset));
        return (double)MathF.BitIncrement((float)largest) - (float)largest;
    }

    /// <summary>[D]: what was subtracted after values had been Singles; 0 for other slots.</summary>
    private static double[] OffsetsAsSingle(TableLayout? table, int slots) => table is null
        ? new double[slots]
        : [.. table.Inputs.SelectMany(input => input.Centers is { } centers && input.ItemType == Microsoft.ML.Data.DataKind.Single
            ? centers
            : new double[input.Slots])];
}

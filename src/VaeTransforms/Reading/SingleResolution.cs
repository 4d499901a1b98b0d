using System.Globalization;
using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms.Reading;

/// <summary>Finds slots whose values lie so far from 0 that Singles cannot tell them apart.</summary>
internal static class SingleResolution
{
    // In standard deviations of a slot. Coarser steps than this take the place of the differences to learn from.
    private const double MaxStep = 0.01;

    /// <summary>A warning that names the columns that have such a slot; null if there are none.</summary>
    /// <param name="fit">The rows.</param>
    /// <param name="among">Indices of the rows trained on; at least one.</param>
    public static string? Warning(FitRows fit, long[] among)
    {
        ColumnMoments moments = fit.MomentsOf(among);
        double[] offsets = OffsetsAsSingle(fit.Input.Table, fit.Rows.Width);
        (string Name, int Slot, double Step)[] coarse =
        [
            .. from column in fit.Input.Columns
               from slot in Enumerable.Range(column.Start, column.Slots)
               let step = Step(moments, slot, offsets[slot])
               where !moments.IsConstant(slot) && step > MaxStep * moments.Deviation(slot)
               group (column.Name, slot, step) by column.Start into slots
               select slots.First(),
        ];
        if (coarse.Length == 0)
        {
            return null;
        }

        (_, int first, double size) = coarse[0];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Values lie so far from 0 that Singles cannot hold their differences in "
                + $"{NameList.Quoted(coarse.Select(one => one.Name))}: in the first of them, Singles next to each other lie "
                + $"{size:G3} apart, {size / moments.Deviation(first):P0} of the column's standard deviation. Load such columns "
                + $"as Double, or subtract a constant before they become Singles.");
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

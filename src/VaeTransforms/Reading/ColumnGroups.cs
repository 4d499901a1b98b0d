using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;

namespace VaeTransforms.Reading;

/// <summary>Which slots of a vector column belong together.</summary>
internal static class ColumnGroups
{
    private const string RangesKind = "CategoricalSlotRanges";

    /// <summary>The columns of a vector, from the first slot to the last.</summary>
    /// <param name="column">The column of the schema.</param>
    /// <param name="slotNames">[slots], or null if there are none.</param>
    /// <param name="slots">How many.</param>
    /// <param name="given">The columns that options give; null for those that the annotation gives.</param>
    /// <param name="start">The slot of the row that is the vector's first.</param>
    /// <exception cref="ArgumentException">A column that the options give lies outside the vector.</exception>
    public static VaeColumn[] Of(
        DataViewSchema.Column column,
        IReadOnlyList<string>? slotNames,
        int slots,
        IReadOnlyList<VaeColumn>? given = null,
        int start = 0)
    {
        if (given is { Count: > 0 } && given[^1].End > slots)
        {
            throw new ArgumentException(
                $"VaeOptions.Columns has '{given[^1].Name}' in slots {OptionRule.Text(given[^1].Start)} to "
                    + $"{OptionRule.Text(given[^1].End - 1)}, but column '{column.Name}' has {slots} slots, from 0. Use slots "
                    + "of the column.");
        }

        IReadOnlyList<VaeColumn> groups = given ?? Annotated(column, slotNames, slots);
        VaeColumn[] each = TrainedVae.EachSlot(slotNames, slots);
        var columns = new List<VaeColumn>();
        int slot = 0;
        foreach (VaeColumn group in groups)
        {
            columns.AddRange(each[slot..group.Start]);
            columns.Add(group);
            slot = group.End;
        }

        columns.AddRange(each[slot..]);
        return [.. columns.Select(one => new VaeColumn(one.Name, start + one.Start, one.Slots) { IsCategory = one.IsCategory })];
    }

    private static List<VaeColumn> Annotated(DataViewSchema.Column column, IReadOnlyList<string>? slotNames, int slots)
    {
        var groups = new List<VaeColumn>();
        if (column.Annotations.Schema.GetColumnOrNull(RangesKind) is not { } annotation)
        {
            return groups;
        }

        // Pairs of the first and the last slot.
        VBuffer<int> ranges = default;
        column.Annotations.GetGetter<VBuffer<int>>(annotation)(ref ranges);
        int[] ends = [.. ranges.DenseValues()];
        for (int i = 0; i + 1 < ends.Length; i += 2)
        {
            int after = groups.Count == 0 ? 0 : groups[^1].End;
            if (ends[i] >= after && ends[i + 1] >= ends[i] && ends[i + 1] < slots)
            {
                int count = ends[i + 1] - ends[i] + 1;
                groups.Add(new VaeColumn(NameOf(slotNames, ends[i], count), ends[i], count) { IsCategory = true });
            }
        }

        return groups;
    }

    /// <summary>What the names of a category's slots have in common, such as "Job" of "Job.Clerk" and "Job.Manager".</summary>
    private static string NameOf(IReadOnlyList<string>? slotNames, int start, int count)
    {
        string first = slotNames?[start] ?? "";
        int dot = first.IndexOf('.', StringComparison.Ordinal);
        string prefix = dot > 0 ? first[..(dot + 1)] : "";
        bool isCommon = prefix.Length > 0
            && slotNames!.Skip(start).Take(count).All(name => name.StartsWith(prefix, StringComparison.Ordinal));
        return isCommon ? prefix[..^1] : $"slots {OptionRule.Text(start)} to {OptionRule.Text(start + count - 1)}";
    }
}

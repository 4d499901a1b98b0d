namespace VaeTransforms.Analysis;

/// <summary>The label of usefulness, and the columns that it is predicted from.</summary>
/// <param name="Label">The column of the label.</param>
/// <param name="Features">The other columns, at least one.</param>
internal sealed record LabelTask(MixedColumn Label, IReadOnlyList<MixedColumn> Features)
{
    // One against all trains trees for each class.
    private const int MaxClasses = 100;

    /// <summary>Finds the label and checks that it can be predicted.</summary>
    /// <exception cref="ArgumentException">It is a vector, missing or constant, or it has too many classes.</exception>
    public static LabelTask Of(TableColumns tables, string name)
    {
        MixedColumn[] slots = [.. tables.Columns.Where(column => column.Source == name)];
        Require(
            slots.Length == 1 && slots[0].Name == name,
            $"A label is one value per row, but column '{name}' is a vector of {slots.Length}. Name another column.");
        MixedColumn label = slots[0];
        MixedColumn[] features = [.. tables.Columns.Where(column => column != label)];
        Require(
            features.Length > 0,
            $"A label is predicted from other columns, but '{name}' is the only compared column. Name more columns in Columns.");
        RequirePresent(label.Real, "real", name);
        RequirePresent(label.Synthetic, "synthetic", name);
        RequirePresent(label.Holdout, "hold-out", name);
        Require(
            label.Real.Where(double.IsFinite).Distinct().Take(2).Count() == 2,
            $"A label must have at least two values, but column '{name}' has one value in all {label.Real.Length} real rows. "
                + "Name a column that varies.");
        Require(
            label.Categories.Count <= MaxClasses,
            $"A label can have at most {MaxClasses} classes, but column '{name}' has {label.Categories.Count}. "
                + "Name a column that groups rows, or convert it to a number if it is a quantity.");
        return new LabelTask(label, features);
    }

    private static void RequirePresent(double[] values, string table, string name) => Require(
        values.Any(double.IsFinite),
        $"A label needs at least one known value in every table, but column '{name}' is missing in all {values.Length} {table} "
            + "rows. Name another column.");

    private static void Require(bool isSo, string message)
    {
        if (!isSo)
        {
            throw new ArgumentException(message);
        }
    }
}

using Microsoft.ML;

namespace VaeTransforms.Pipeline;

/// <summary>The checks that getters of every row and cursor share.</summary>
internal static class TypedGetter
{
    /// <summary>A getter as one of a type.</summary>
    /// <exception cref="InvalidOperationException">The column has another type.</exception>
    public static ValueGetter<TValue> Of<TValue>(Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException(
            $"Column '{column.Name}' has values of type {column.Type.RawType}, but a getter of {typeof(TValue)} was asked for.");

    /// <summary>The same for a column that was not asked for when the cursor or row was made.</summary>
    public static InvalidOperationException Inactive(DataViewSchema.Column column) =>
        new($"Column '{column.Name}' is not active. Name it among the columns needed when the cursor or row is made.");

    /// <summary>The same for a cursor before its first row or after its last.</summary>
    public static InvalidOperationException NoRow() =>
        new("There is no current row. Call MoveNext first, and read values only while it returns true.");
}

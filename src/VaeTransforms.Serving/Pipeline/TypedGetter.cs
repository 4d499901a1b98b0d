using Microsoft.ML;

namespace VaeTransforms.Pipeline;

/// <summary>The checks of getters that all rows and cursors share.</summary>
internal static class TypedGetter
{
    /// <summary>Casts a getter to the type that the caller needs.</summary>
    /// <exception cref="InvalidOperationException">The column has another type.</exception>
    public static ValueGetter<TValue> Of<TValue>(Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException(
            $"Column '{column.Name}' has values of type {column.Type.RawType}, but the getter is of type {typeof(TValue)}. "
            + "Use the type of the column.");

    /// <summary>The exception for a column that was not requested when the cursor or row was created.</summary>
    public static InvalidOperationException Inactive(DataViewSchema.Column column) =>
        new($"Column '{column.Name}' is not active. Request it when you create the cursor or row.");

    /// <summary>The exception for a cursor before its first row or after its last row.</summary>
    public static InvalidOperationException NoRow() =>
        new("There is no current row. Call MoveNext first, and read values only if it returned true.");
}

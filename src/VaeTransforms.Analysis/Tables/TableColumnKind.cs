namespace VaeTransforms;

/// <summary>How the values of a table's column are compared.</summary>
public enum TableColumnKind
{
    /// <summary>Quantities: Single, Double, an integer, or one slot of a vector of numbers.</summary>
    Number,

    /// <summary>Points in time, compared as numbers of days.</summary>
    Date,

    /// <summary>Classes without an order: text, Booleans and keys.</summary>
    Category,
}

using Microsoft.ML;
using VaeTransforms.Pictures;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Reading;

/// <summary>The columns that an estimator reads.</summary>
/// <param name="Names">At least one, each once.</param>
/// <param name="IsTable">Whether they are read as they come; otherwise the only one is a vector of numbers.</param>
internal sealed record InputNames(IReadOnlyList<string> Names, bool IsTable)
{
    /// <summary>
    /// The only column of features, a vector or images, where it was named as one; null for columns as they come.
    /// </summary>
    public string? Vector { get => IsTable ? field : Names[0]; private init; }

    /// <summary>The column of <see cref="Vector"/> if it holds images.</summary>
    /// <param name="schema">The shape of a schema.</param>
    public SchemaShape.Column? Images(SchemaShape schema) => Vector is null ? null : ImageColumn.Find(schema, Vector);

    /// <summary>Whether the slots of a row have names, once the columns are checked.</summary>
    /// <param name="schema">The shape of a schema.</param>
    /// <exception cref="ArgumentException">A column is missing, or its type is not supported.</exception>
    public bool HaveSlotNames(SchemaShape schema)
    {
        if (!IsTable)
        {
            return Images(schema) is null && SchemaShapes.HasSlotNames(FeatureColumn.Find(schema, Names[0]));
        }

        // Images become a vector of pixels.
        string? images = Images(schema)?.Name;
        foreach (string name in Names.Where(name => name != images))
        {
            TableType.Check(SchemaShapes.Find(schema, name)
                ?? throw FeatureColumnErrors.MissingForTable(name, schema.Select(column => column.Name)));
        }

        return true;
    }

    /// <summary>The columns with a condition after them.</summary>
    /// <param name="condition">The column; null for none.</param>
    /// <exception cref="ArgumentException">It is one of the columns.</exception>
    public InputNames With(string? condition) => condition is null ? this
        : Names.Contains(condition)
            ? throw new ArgumentException(
                $"ConditionColumnName is '{condition}', which is an input column too, so that the model would be given what it "
                    + "is to reconstruct. Use another column, or set ConditionColumnName to null.")
            : new InputNames([.. Names, condition], IsTable: true) { Vector = Vector };

    /// <summary>One vector column.</summary>
    public static InputNames OfVector(string name) => new([name], IsTable: false);

    /// <summary>Columns as they come.</summary>
    /// <exception cref="ArgumentException">There is none, or one is named twice.</exception>
    public static InputNames OfTable(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0)
        {
            throw new ArgumentException("There must be at least one input column, but there is none. Name the columns to read.");
        }

        return names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new ArgumentException($"Two input columns have the name '{twice.Key}'. Name each column once.")
            : new InputNames([.. names], IsTable: true);
    }
}

namespace VaeTransforms.Benchmarks.Tables;

/// <summary>A column of a table of HI-VAE.</summary>
/// <param name="Name">Its name, from its place.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Classes">The number of classes of a category or of ordinals; 1 for a number.</param>
internal sealed record HivaeColumn(string Name, HivaeKind Kind, int Classes);

/// <summary>What a column holds, as HI-VAE counts errors.</summary>
internal enum HivaeKind
{
    /// <summary>real, pos or count.</summary>
    Number,

    /// <summary>cat: classes without an order.</summary>
    Category,

    /// <summary>ordinal: classes with an order.</summary>
    Ordinal,
}

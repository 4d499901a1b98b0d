namespace VaeTransforms.Analysis;

/// <summary>A known property of each row, a class or a quantity, that codes are compared with.</summary>
/// <param name="Name">The name of its column.</param>
/// <param name="IsClass">Whether the values are classes. Otherwise they are quantities.</param>
/// <param name="Values">[rows], finite.</param>
internal sealed record FactorValues(string Name, bool IsClass, double[] Values)
{
    /// <summary>Numbers the distinct values from 0, in ascending order.</summary>
    /// <returns>[rows].</returns>
    public int[] Classes()
    {
        double[] distinct = [.. Values.Distinct().Order()];
        return Array.ConvertAll(Values, value => Array.BinarySearch(distinct, value));
    }
}

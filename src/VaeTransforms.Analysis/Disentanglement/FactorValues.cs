namespace VaeTransforms.Analysis;

/// <summary>What is true of each row apart from its features: a class or a quantity that codes are held against.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="IsClass">Whether equal values are one class and nothing else; otherwise the values are quantities.</param>
/// <param name="Values">[rows], finite.</param>
internal sealed record FactorValues(string Name, bool IsClass, double[] Values)
{
    /// <summary>[rows] the classes, from 0 in the order of their values; of quantities, every different value is one.</summary>
    public int[] Classes()
    {
        double[] distinct = [.. Values.Distinct().Order()];
        return Array.ConvertAll(Values, value => Array.BinarySearch(distinct, value));
    }
}

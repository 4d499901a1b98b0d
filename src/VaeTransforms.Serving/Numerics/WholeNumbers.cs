using Microsoft.ML.Data;

namespace VaeTransforms.Numerics;

/// <summary>The types of columns whose values are whole numbers, with Boolean as 0 and 1.</summary>
internal static class WholeNumbers
{
    // The largest double below 2^64.
    private const double MaxUnsigned = 18_446_744_073_709_549_568;

    /// <summary>The range of a type, in doubles; null for one that has other numbers too.</summary>
    public static (double Min, double Max)? Range(DataKind type) => type switch
    {
        DataKind.Boolean => (0, 1),
        DataKind.SByte => (sbyte.MinValue, sbyte.MaxValue),
        DataKind.Byte => (byte.MinValue, byte.MaxValue),
        DataKind.Int16 => (short.MinValue, short.MaxValue),
        DataKind.UInt16 => (ushort.MinValue, ushort.MaxValue),
        DataKind.Int32 => (int.MinValue, int.MaxValue),
        DataKind.UInt32 => (uint.MinValue, uint.MaxValue),
        DataKind.Int64 => (long.MinValue, Ticks.MaxLong),
        DataKind.UInt64 => (0, MaxUnsigned),
        _ => null,
    };
}

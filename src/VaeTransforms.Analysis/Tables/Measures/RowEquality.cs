using System.Diagnostics.CodeAnalysis;

namespace VaeTransforms.Analysis;

/// <summary>Compares rows by all of their values. Missing values are equal.</summary>
internal sealed class RowEquality : IEqualityComparer<(double[][] Columns, int Row)>
{
    public bool Equals((double[][] Columns, int Row) x, (double[][] Columns, int Row) y)
    {
        for (int i = 0; i < x.Columns.Length; i++)
        {
            // Equals, not ==, so that NaN equals NaN.
            if (!x.Columns[i][x.Row].Equals(y.Columns[i][y.Row]))
            {
                return false;
            }
        }

        return true;
    }

    public int GetHashCode([DisallowNull] (double[][] Columns, int Row) obj)
    {
        var hash = default(HashCode);
        foreach (double[] column in obj.Columns)
        {
            hash.Add(column[obj.Row]);
        }

        return hash.ToHashCode();
    }
}

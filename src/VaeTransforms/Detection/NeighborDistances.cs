using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms.Detection;

/// <summary>Mean distances of points to their nearest references: what the graph computes, for very many points at once.</summary>
internal static class NeighborDistances
{
    /// <param name="points">[n, width], in the references' space.</param>
    /// <param name="references">Points among them are not their own neighbours.</param>
    /// <param name="few">How many nearest the one distance is to.</param>
    /// <param name="many">How many the other is to; at least as many, and fewer than there are references.</param>
    /// <returns>Each [n].</returns>
    public static (float[] Near, float[] Wide) Of(float[] points, ReferencePoints references, int few, int many)
    {
        int count = points.Length / references.Width;
        float same = references.SamePoint * references.SamePoint;
        var near = new float[count];
        var wide = new float[count];
        SquaredDistances.Each(points, references.Values, references.Width, (row, squares) =>
        {
            squares.Sort();
            Span<float> others = squares[0] < same ? squares[1..] : squares;
            near[row] = MeanRoot(others[..few]);
            wide[row] = MeanRoot(others[..many]);
        });
        return (near, wide);
    }

    /// <summary>The sum of distances that are given squared.</summary>
    public static double SumOfRoots(ReadOnlySpan<float> squares)
    {
        double sum = 0;
        foreach (float square in squares)
        {
            sum += Math.Sqrt(square);
        }

        return sum;
    }

    private static float MeanRoot(ReadOnlySpan<float> squares) => (float)(SumOfRoots(squares) / squares.Length);
}

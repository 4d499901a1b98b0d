using TorchSharp;
using VaeTransforms.Numerics;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>Clusters along the graph of nearest neighbors, which may have any shape.</summary>
/// <remarks>
/// Each point is joined to its twenty nearest ones. The eigenvectors of the normalized graph give each point new coordinates, in
/// which points that many paths join lie near each other, and k-means finds the clusters there. Ng and others 2002, 'On spectral
/// clustering: analysis and an algorithm'. All points are joined weakly besides, by the average degree in all, so that a handful
/// of points far from the others is no cluster: Qin and Rohe 2013, 'Regularized spectral clustering under the degree-corrected
/// stochastic blockmodel'. For four clusters or more, a quarter more eigenvectors are used: a cluster that falls into two, as a
/// digit that is written in two ways, would otherwise take the place of one that hardly stands apart.
/// </remarks>
internal static class SpectralClusters
{
    /// <summary>More points do not find clusters better, and the graph is a matrix of this size.</summary>
    public const int MaxPoints = 5_000;

    private const int Neighbors = 20;
    private const int KMeansStarts = 20;

    // Subspaces twice as wide as needed converge in so many steps.
    private const int Steps = 100;
    private const int StepsPerBasis = 5;

    /// <summary>The cluster of each point, from 0.</summary>
    /// <param name="points">[n, K], n up to <see cref="MaxPoints"/>.</param>
    /// <param name="count">How many clusters, from 1 to n. Fewer are used if points are equal.</param>
    /// <param name="random">Advanced.</param>
    public static int[] Of(RowMatrix points, int count, Random random)
    {
        int vectors = count + (count / 4);
        if (points.Rows <= Math.Max(2 * vectors, Neighbors))
        {
            return Clusters.Of(points, count, KMeansStarts, random);
        }

        using var noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor graph = Graph(tensor(points.Values, points.Rows, points.Width));
        Tensor coordinates = Leading(graph, vectors, random);
        coordinates /= coordinates.norm(1, keepdim: true, p: 2).clamp_min(float.Epsilon);
        return Clusters.Of(
            new RowMatrix(coordinates.contiguous().data<float>().ToArray(), vectors), count, KMeansStarts, random);
    }

    /// <summary>The graph, normalized: the weight of two points over the root of the product of their degrees, [n, n].</summary>
    private static Tensor Graph(Tensor points)
    {
        long n = points.shape[0];
        using DisposeScope scope = NewDisposeScope();
        Tensor distances = cdist(points, points);
        distances.diagonal().fill_(float.PositiveInfinity);
        Tensor nearest = distances.topk(Neighbors, dim: 1, largest: false).indexes;
        Tensor joined = zeros(n, n).scatter_(1, nearest, ones(n, Neighbors));
        Tensor graph = joined + joined.t();
        graph.add_(2f * Neighbors / n);
        Tensor roots = graph.sum(1, keepdim: true).rsqrt();
        return graph.mul_(roots).mul_(roots.t()).MoveToOuterDisposeScope();
    }

    /// <summary>The eigenvectors of the largest eigenvalues of a symmetric matrix, [n, vectors].</summary>
    /// <remarks>Steps of a subspace, in which the vectors are found exactly at the end: Rayleigh and Ritz.</remarks>
    private static Tensor Leading(Tensor matrix, int vectors, Random random)
    {
        int rows = (int)matrix.shape[0];
        int width = 2 * vectors;
        float[] start = [.. Enumerable.Range(0, rows * width).Select(_ => (float)RandomDraw.Normal(random))];
        Tensor basis = tensor(start, rows, width);
        for (int step = 0; step < Steps; step += StepsPerBasis)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor moved = basis;
            for (int i = 0; i < StepsPerBasis; i++)
            {
                moved = matrix.matmul(moved);
            }

            basis = linalg.qr(moved).Q.MoveToOuterDisposeScope();
        }

        // Upwards, so the last are the largest.
        Tensor own = linalg.eigh(basis.t().matmul(matrix.matmul(basis))).Item2;
        return basis.matmul(own.narrow(1, width - vectors, vectors));
    }
}

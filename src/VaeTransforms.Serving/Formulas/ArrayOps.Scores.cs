namespace VaeTransforms.Formulas;

internal partial class ArrayOps
{
    public ArrayValue NearestDistances(ArrayValue points, ArrayValue references, int count)
    {
        double[][] others = [.. references.Values.Chunk(references.Width)];
        var nearest = points.Values.Chunk(points.Width)
            .SelectMany(point => others.Select(other => Distance(point, other)).Order().Take(count));
        return new ArrayValue([.. nearest], count);
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}

using FsCheck.Xunit;
using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Numerics;

public sealed class SquaredDistancesTests
{
    [Property(MaxTest = 60)]
    public void Distances_match_plain_loops_for_any_shape(int seed)
    {
        var random = new Random(seed);
        int width = random.Next(1, 40);
        float[] from = Values(random.Next(1, 120), width, random);
        float[] to = Values(random.Next(1, 30), width, random);
        var found = new float[from.Length / width][];

        SquaredDistances.Each(from, to, width, (row, distances) => found[row] = distances.ToArray());

        for (int i = 0; i < found.Length; i++)
        {
            Assert.Equal(to.Length / width, found[i].Length);
            for (int j = 0; j < found[i].Length; j++)
            {
                double expected = Enumerable.Range(0, width)
                    .Sum(k => Math.Pow((double)from[(i * width) + k] - to[(j * width) + k], 2));
                Assert.Equal(expected, found[i][j], 1e-4 * (1 + expected));
            }
        }
    }

    [Fact]
    public void Equal_rows_have_no_distance_however_far_from_the_origin()
    {
        float[] rows = [.. Enumerable.Repeat(1e6f + 0.0625f, 9 * 5)];

        SquaredDistances.Each(
            rows, rows, 9, (_, distances) => Assert.All(distances.ToArray(), distance => Assert.Equal(0, distance)));
    }

    private static float[] Values(int rows, int width, Random random) =>
        [.. Enumerable.Range(0, rows * width).Select(_ => (10 * random.NextSingle()) - 5)];
}

using VaeTransforms.Analysis;
using Xunit;
using static VaeTransforms.Tests.Analysis.Clouds;

namespace VaeTransforms.Tests.Analysis;

public sealed class CodeCloudTests
{
    private static readonly (double[][] Matrix, double[][] Inverse) Rotation = Map2(1, 3, 0.2, 0.5);
    private static readonly float[] Codes =
        Map(Normal(200, 2, seed: 1), 2, x => [.. Multiply(Rotation.Matrix, x).Select(value => value + 7)]);

    [Fact]
    public void Draws_have_the_mean_and_the_covariance_of_the_codes()
    {
        var cloud = new CodeCloud(Codes, 2);

        var drawn = new CodeCloud(cloud.Draw(new Random(2), 5000), 2);

        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(Codes.Where((_, at) => at % 2 == i).Average(), cloud.Mean[i], 1e-4);
            Assert.Equal(cloud.Mean[i], drawn.Mean[i], 5 * Math.Sqrt(cloud.Covariance()[i][i] / 5000));
            for (int j = 0; j < 2; j++)
            {
                double scale = Math.Sqrt(cloud.Covariance()[i][i] * cloud.Covariance()[j][j]);
                Assert.Equal(cloud.Covariance()[i][j], drawn.Covariance()[i][j], 0.1 * scale);
            }
        }
    }

    [Fact]
    public void Draws_move_with_the_codes()
    {
        float[] draws = new CodeCloud(Codes, 2).Draw(new Random(3), 50);

        float[] mapped = new CodeCloud(Map(Codes, 2, x => Multiply(Rotation.Inverse, x)), 2).Draw(new Random(3), 50);

        Assert.All(
            Map(draws, 2, x => Multiply(Rotation.Inverse, x)).Zip(mapped), pair => Assert.Equal(pair.First, pair.Second, 1e-2f));
    }
}

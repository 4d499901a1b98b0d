using VaeTransforms.Datasets;

namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>Pictures in files of MNIST's names.</summary>
/// <param name="Pixels">[n], each [height · width], from 0 to 1.</param>
/// <param name="Kinds">[n], from 0.</param>
/// <param name="Side">Pixels in a row.</param>
internal sealed record Mnist(float[][] Pixels, byte[] Kinds, int Side)
{
    private const float White = 255;

    /// <summary>Each picture with its kind.</summary>
    public IEnumerable<(float[] Pixels, byte Kind)> Pictures => Pixels.Zip(Kinds);

    /// <summary>Reads one part.</summary>
    /// <param name="folder">Has the four files.</param>
    /// <param name="part"><c>train</c> or <c>t10k</c>.</param>
    /// <param name="maxRows">Of the first ones.</param>
    public static Mnist Read(string folder, string part, int maxRows = int.MaxValue)
    {
        string images = Path.Combine(folder, part + "-images-idx3-ubyte.gz");
        string labels = Path.Combine(folder, part + "-labels-idx1-ubyte.gz");
        if (!File.Exists(images) || !File.Exists(labels))
        {
            throw new BenchmarkInputException(
                $"The folder '{folder}' lacks '{images}' or '{labels}'. Give the folder that has the four files of MNIST.");
        }

        IdxImages read = IdxFile.ReadImages(images);
        return new Mnist(
            [.. read.Pixels.Take(maxRows).Select(pixels => Array.ConvertAll(pixels, level => level / White))],
            [.. IdxFile.ReadLabels(labels).Take(maxRows)],
            read.Width);
    }

    /// <summary>Bits that are drawn from the pixels once.</summary>
    /// <param name="seed">Of the draws.</param>
    public float[][] Bits(int seed)
    {
        var random = new Random(seed);
        return Array.ConvertAll(Pixels, row => Array.ConvertAll(row, level => random.NextSingle() < level ? 1f : 0));
    }
}

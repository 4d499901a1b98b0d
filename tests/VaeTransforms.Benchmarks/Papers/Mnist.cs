using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Benchmarks.Anomaly;
using VaeTransforms.Datasets;

namespace VaeTransforms.Benchmarks.Papers;

/// <summary>Pictures in files of MNIST's names.</summary>
/// <param name="Pixels">[n], each [height · width], from 0 to 1.</param>
/// <param name="Kinds">[n], from 0.</param>
/// <param name="Side">Pixels in a row.</param>
internal sealed record Mnist(float[][] Pixels, byte[] Kinds, int Side)
{
    private const float White = 255;

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

    /// <summary>The pictures as a column 'Pixels'.</summary>
    /// <param name="mlContext">The context of the view.</param>
    public IDataView View(MLContext mlContext) => View(mlContext, Pixels);

    /// <summary>Rows as a column 'Pixels'.</summary>
    /// <param name="mlContext">The context of the view.</param>
    /// <param name="rows">At least one.</param>
    /// <param name="shape">Channels, height and width of a picture; none for a vector.</param>
    public static IDataView View(MLContext mlContext, float[][] rows, params int[] shape)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Pixels)].ColumnType = new VectorDataViewType(
            NumberDataViewType.Single, shape is [] ? [rows[0].Length] : shape);
        return mlContext.Data.LoadFromEnumerable(Array.ConvertAll(rows, row => new Row { Pixels = row }), schema);
    }

    /// <summary>Bits that are drawn from the pixels once.</summary>
    /// <param name="seed">Of the draws.</param>
    public float[][] Bits(int seed)
    {
        var random = new Random(seed);
        return Array.ConvertAll(Pixels, row => Array.ConvertAll(row, level => random.NextSingle() < level ? 1f : 0));
    }

    private sealed class Row
    {
        public float[] Pixels { get; set; } = [];
    }
}

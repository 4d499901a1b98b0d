using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Tests.Contract;

/// <summary>Rows on a curved sheet in twelve dimensions, with an identifier that pipelines must copy.</summary>
internal static class Sheets
{
    public const int Width = 12;

    public static string[] SlotNames { get; } = [.. Enumerable.Range(0, Width).Select(i => $"sensor {i}")];

    public static VaeOptions Quick { get; } = new()
    {
        LatentDimension = 3,
        HiddenLayers = [16],
        Epochs = 5,
        BatchSize = 32,
        LogVarianceColumnName = "LatentLogVariance",
        ReconstructionColumnName = "Reconstruction",
        KlDivergenceColumnName = "Kl",
        ReconstructionErrorColumnName = "Error",
        ScoreColumnName = "Surprise",
    };

    public static Sheet[] Rows(int count, int seed = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            double u = random.NextDouble() * 2 - 1;
            double v = random.NextDouble() * 2 - 1;
            float Value(int j) =>
                (float)(100 * j + (j + 1) * Math.Sin(u * (1 + j % 4)) + v * (j % 3) + 0.1 * random.NextDouble());
            return new Sheet
            {
                Id = $"row {i}",
                Features = [.. Enumerable.Range(0, Width).Select(Value)],
            };
        })];
    }

    /// <summary>A view whose vector column has slot names.</summary>
    public static IDataView View(MLContext ml, IEnumerable<Sheet> rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Sheet));
        schema[nameof(Sheet.Features)].AddAnnotation(
            "SlotNames",
            new VBuffer<ReadOnlyMemory<char>>(Width, [.. SlotNames.Select(name => name.AsMemory())]),
            new VectorDataViewType(TextDataViewType.Instance, Width));
        return ml.Data.LoadFromEnumerable(rows, schema);
    }

    internal sealed class Sheet
    {
        public string Id { get; set; } = "";

        [VectorType(Width)]
        public float[] Features { get; set; } = [];
    }

    internal sealed class Encoded
    {
        public string Id { get; set; } = "";

        public float[] Latent { get; set; } = [];

        public float[] LatentLogVariance { get; set; } = [];

        public float[] Reconstruction { get; set; } = [];

        public float Kl { get; set; }

        public float Error { get; set; }

        public float Surprise { get; set; }
    }
}

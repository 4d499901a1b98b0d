using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Tests.Pipeline;

/// <summary>A row with columns of every kind that a model copies.</summary>
internal sealed class SampleRow
{
    public const int FeatureCount = 4;

    [VectorType(FeatureCount)]
    public float[] Features { get; set; } = [];

    public int Id { get; set; }

    public string Text { get; set; } = "";

    [KeyType(1000)]
    public uint Key { get; set; }

    public float Label { get; set; }

    public float[] Varying { get; set; } = [];

    [VectorType(100)]
    public VBuffer<double> Sparse { get; set; }

    [VectorType(2)]
    public string[] Words { get; set; } = [];

    public static SampleRow[] Create(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(id => new SampleRow
        {
            Features = [.. Enumerable.Range(0, FeatureCount).Select(_ => (4 * random.NextSingle()) - 2)],
            Id = id,
            Text = $"row {id}",
            Key = (uint)(id % 1000) + 1,
            Label = id % 10 == 0 ? 1 : 0,
            Varying = [.. Enumerable.Range(0, id % 5).Select(i => (float)(id + i))],
            Sparse = new VBuffer<double>(100, 1, [id], [id % 100]),
            Words = [$"a{id}", $"b{id}"],
        })];
    }

    public static IDataView View(int count) => Views.Context.Data.LoadFromEnumerable(Create(count));
}

/// <summary>The same row with the columns that the model adds.</summary>
internal sealed class ScoredSample
{
    public int Id { get; set; }

    public string Text { get; set; } = "";

    [KeyType(1000)]
    public uint Key { get; set; }

    public float Label { get; set; }

    public float[] Varying { get; set; } = [];

    public VBuffer<double> Sparse { get; set; }

    public string[] Words { get; set; } = [];

    public float[] Features { get; set; } = [];

    public float[] Latent { get; set; } = [];

    public float[] Reconstruction { get; set; } = [];

    public float Score { get; set; }

    public bool PredictedLabel { get; set; }
}

using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Issues;

/// <summary>Trains on a wide vector, most of whose slots have one value.</summary>
public sealed class HasManyConstantSlotsTests
{
    private const int Width = 300;

    private readonly MLContext _ml = new(1);

    [Fact]
    public void The_warning_names_the_first_ten_and_counts_the_rest()
    {
        var warnings = new List<string>();
        _ml.Log += (_, line) => warnings.Add(line.Message);
        var options = new VaeOptions { LatentDimension = 2, HiddenLayers = [4], Epochs = 1 };

        _ml.Transforms.VaeEncode("Latent", "Features", options).Fit(View()).Dispose();

        string warning = Assert.Single(
            warnings, line => line.Contains("the same value in every training row", StringComparison.Ordinal));
        Assert.Contains("in 290 slots: 10, 11", warning, StringComparison.Ordinal);
        Assert.Contains("19 and 280 more.", warning, StringComparison.Ordinal);
        Assert.All(warnings, line => Assert.InRange(line.Length, 0, 1000));
    }

    [Fact]
    public void A_missing_column_is_reported_with_ten_of_those_that_are_there()
    {
        IDataView view = View();
        foreach (int i in Enumerable.Range(0, 40))
        {
            view = _ml.Transforms.CopyColumns($"Copy {i}", "Features").Fit(view).Transform(view);
        }

        string message = Assert.Throws<ArgumentException>(() => _ml.Transforms.VaeEncode("Latent", "Pixels").Fit(view)).Message;

        Assert.Contains("'Copy 8' and 31 more.", message, StringComparison.Ordinal);
    }

    private IDataView View()
    {
        var random = new Random(1);
        return _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 50).Select(_ => new Wide
        {
            Features = [.. Enumerable.Range(0, Width).Select(slot => slot < 10 ? (float)random.NextDouble() : 1)],
        }).ToArray());
    }

    private sealed class Wide
    {
        [VectorType(Width)]
        public float[] Features { get; set; } = [];
    }
}

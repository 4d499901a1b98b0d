using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Contract.Tables;

/// <summary>Numbers that differ by little compared with their size, such as times.</summary>
public sealed class PrecisionTests
{
    private const double Start = 1.7e9;
    private const int Count = 1000;

    private static readonly VaeOptions Options = new()
    {
        LatentDimension = 1,
        HiddenLayers = [16],
        Epochs = 60,
        BatchSize = 64,
        Seed = 1,
        ReconstructionColumnName = "Reconstruction",
    };

    private static readonly Event[] Events = [.. Enumerable.Range(0, Count).Select(i => new Event
    {
        Seconds = Start + i,
        Singles = (float)(Start + i),
        Small = i,
        Vector = [Start + i, i],
    })];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Consecutive_seconds_stay_apart(bool isVector)
    {
        var ml = new MLContext(1);
        IDataView data = ml.Data.LoadFromEnumerable(Events);
        VaeTransformer fitted = isVector
            ? ml.Transforms.VaeEncode("Latent", "Vector", Options).Fit(data)
            : ml.Transforms.VaeEncode("Latent", inputColumnNames: ["Seconds", "Small"], Options).Fit(data);
        ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out _);

        foreach (ITransformer transformer in new[] { fitted, loaded })
        {
            Dictionary<string, float[][]> coded = Table.Read(transformer.Transform(data));

            // A bin of the histogram holds some thirty seconds, but the encoder sees each.
            Assert.True(coded["Latent"].Select(code => code[0]).Distinct().Count() > 990);
            float[] seconds = [.. coded["Reconstruction"].Select(row => row[0])];
            Assert.InRange(seconds.Select((value, i) => Math.Abs(value - (Start + i))).Average(), 0, 200);
        }

        Table.AssertNear(Table.Read(fitted.Transform(data)), Table.Read(loaded.Transform(data)));
    }

    [Fact]
    public void Singles_that_cannot_hold_the_differences_are_warned_of_with_the_column_and_what_to_do()
    {
        string warning = Assert.Single(Warnings(["Singles", "Small"]), IsAboutPrecision);

        Assert.Contains("'Singles'", warning, StringComparison.Ordinal);
        Assert.Contains("128", warning, StringComparison.Ordinal);
        Assert.Contains("Double", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("'Small'", warning, StringComparison.Ordinal);
        Assert.DoesNotContain(Warnings(["Seconds", "Small"]), IsAboutPrecision);
    }

    [Fact]
    public void A_vector_of_Singles_is_warned_of_too()
    {
        var ml = new MLContext(1);
        List<string> warnings = LogWarnings.Of(ml);
        IDataView data = ml.Data.LoadFromEnumerable(Events);
        data = ml.Transforms.Conversion.ConvertType("Vector", outputKind: DataKind.Single).Fit(data).Transform(data);

        ml.Transforms.VaeEncode("Latent", "Vector", Options with { Epochs = 1 }).Fit(data).Dispose();

        Assert.Contains("'slot 0'", Assert.Single(warnings, IsAboutPrecision), StringComparison.Ordinal);
    }

    // So short a fit also has findings about its training.
    private static bool IsAboutPrecision(string warning) => warning.Contains("far from 0", StringComparison.Ordinal);

    private static List<string> Warnings(string[] columns)
    {
        var ml = new MLContext(1);
        List<string> warnings = LogWarnings.Of(ml);
        IDataView data = ml.Data.LoadFromEnumerable(Events);
        ml.Transforms.VaeEncode("Latent", inputColumnNames: columns, Options with { Epochs = 1 }).Fit(data).Dispose();
        return warnings;
    }

    private sealed class Event
    {
        public double Seconds { get; set; }

        public float Singles { get; set; }

        public float Small { get; set; }

        [VectorType(2)]
        public double[] Vector { get; set; } = [];
    }
}

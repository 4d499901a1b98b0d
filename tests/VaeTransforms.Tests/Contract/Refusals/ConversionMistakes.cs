using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Tests.Issues;
using VaeTransforms.Tests.Series;
using Xunit;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>Pipelines that cannot be one ONNX graph. Nothing is written.</summary>
internal static class ConversionMistakes
{
    private static readonly MLContext Ml = new(1);
    private static readonly VaeOptions Brief = Sheets.Quick with { LatentDimension = 1 };

    private static readonly IEstimator<ITransformer> Own = Ml.Transforms.CustomMapping<Payment, Doubled>(
        (row, features) => features.Values = [2 * row.Size, row.Size], contractName: null);

    private static readonly IEstimator<ITransformer> Replacing = Ml.Transforms.CustomMapping<Payment, Replaced>(
        (row, size) => size.Size = row.Size + 1, contractName: null);

    public static IReadOnlyList<Mistake> All { get; } =
    [
        Of(
            "A VAE behind a transformer that ONNX lacks",
            () => Own.Append(Ml.Transforms.VaeEncode("Latent", "Values", Brief)),
            "The VAE reads column 'Values', which CustomMappingTransformer makes",
            "SaveOnnx"),
        Of(
            "A column that a transformer that ONNX lacks replaces",
            () => Replacing.Append(Ml.Transforms.Concatenate("Features", "Exact32", "Size"))
                .Append(Ml.Transforms.VaeEncode("Latent", "Features", Brief)),
            "ColumnConcatenatingTransformer reads column 'Size', which CustomMappingTransformer makes"),
        Of(
            "An output of a transformer that ONNX lacks",
            () => Ml.Transforms.VaeEncode("Latent", "Numbers", Brief).Append(Own),
            "The graph has no column 'Values'",
            "drop the column"),
        Of(
            "A column of a type that ONNX lacks",
            () => Ml.Transforms.VaeEncode("Latent", ["Size", "When"], Brief with { MissingValues = MissingValues.Mask }),
            "'When'",
            "DateTime"),
        new(
            "A pipeline without a VAE to convert",
            typeof(ArgumentException),
            _ => Convert(Ml.Transforms.NormalizeMinMax("Size").Fit(Payment.View(Ml)), Payment.View(Ml)),
            "no VAE",
            "ConvertToOnnx")
        { Parameter = "pipeline" },
        new(
            "A detector of series to convert",
            typeof(NotSupportedException),
            _ =>
            {
                Pulse[] rows = Pulses.Rows(200);
                using VaeSeriesTransformer detector = SeriesMistakes.Fit(rows, Pulses.Quick, "Load");
                Convert(detector, Pulses.View(Ml, rows));
            },
            "series",
            "SaveOnnx"),
    ];

    private static Mistake Of(string name, Func<IEstimator<ITransformer>> pipeline, params string[] facts) => new(
        name,
        typeof(NotSupportedException),
        _ =>
        {
            IDataView data = Payment.View(Ml);
            ITransformer fitted = pipeline().Fit(data);
            using var owned = fitted as IDisposable;
            Convert(fitted, data);
        },
        facts);

    private static void Convert(ITransformer pipeline, IDataView data)
    {
        using var stream = new MemoryStream();
        try
        {
            Ml.Model.ConvertVaeToOnnx(pipeline, data, stream, Ml.Model.ConvertToOnnx);
        }
        finally
        {
            Assert.Equal(0, stream.Length);
        }
    }

    private sealed class Doubled
    {
        [VectorType(2)]
        public float[] Values { get; set; } = [];
    }

    private sealed class Replaced
    {
        public float Size { get; set; }
    }
}

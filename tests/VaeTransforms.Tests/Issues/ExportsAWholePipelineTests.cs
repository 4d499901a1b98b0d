using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using VaeTransforms.Tests.Contract;
using Xunit;

namespace VaeTransforms.Tests.Issues;

/// <summary>Exports stock transformers, a VAE and what follows it as one ONNX file.</summary>
public sealed class ExportsAWholePipelineTests : IDisposable
{
    private const int Rows = 90;

    private readonly MLContext _ml = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;

    private string File => Path.Combine(_folder, "pipeline.onnx");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void One_file_gives_what_the_pipeline_gives(bool clusters, bool isLoaded)
    {
        IDataView data = Data();
        ITransformer before = Before().Fit(data);
        IDataView prepared = before.Transform(data);
        using VaeTransformer fitted = _ml.Transforms.VaeEncode("Latent", "Features", Sheets.Quick).Fit(prepared);
        ITransformer vae = isLoaded ? Loaded(fitted, prepared.Schema) : fitted;
        IDataView encoded = vae.Transform(prepared);
        ITransformer after = After(clusters, encoded);

        using (VaeModel model = VaeModel.FromTransformer(vae))
        {
            model.SaveOnnxPipeline(File, Converted(before, data), Converted(after, Source(encoded)));
        }

        using var session = new InferenceSession(File);
        Assert.Equal(["Amount", "Kind", "Size"], session.InputMetadata.Keys.Order());
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(Inputs());
        AssertNear(encoded.GetColumn<float[]>("Latent").SelectMany(row => row), Values("Mean"));
        IDataView expected = after.Transform(encoded);
        AssertNear(
            clusters
                ? expected.GetColumn<float[]>("Score").SelectMany(row => row)
                : expected.GetColumn<float>("Score"),
            Values("Score.output"));

        float[] Values(string name) => [.. results.First(result => result.Name == name).AsEnumerable<float>()];
    }

    [Fact]
    public void A_transformer_that_ONNX_lacks_is_told_by_its_column()
    {
        IDataView data = Data();
        ITransformer before = _ml.Transforms.CustomMapping<Amounts, Features>(
                (row, features) => features.Values = [2 * row.Size, row.Size], contractName: null)
            .Fit(data);
        IDataView prepared = before.Transform(data);
        using VaeTransformer vae = _ml.Transforms.VaeEncode("Latent", "Values", Sheets.Quick with { LatentDimension = 2 })
            .Fit(prepared);

        var error = Assert.Throws<ArgumentException>(
            () => vae.Model.SaveOnnxPipeline(File, Converted(_ml.Transforms.NormalizeMinMax("Size").Fit(data), data)));

        Assert.Contains("'Values'", error.Message, StringComparison.Ordinal);
        Assert.Equal("before", error.ParamName);
    }

    [Fact]
    public void A_model_of_several_columns_is_refused()
    {
        VaeOptions options = Sheets.Quick with { MissingValues = MissingValues.Mask, LatentDimension = 1 };
        using VaeTransformer vae = _ml.Transforms.VaeEncode("Latent", ["Amount", "Kind"], options).Fit(Data());

        var error = Assert.Throws<InvalidOperationException>(() => vae.Model.SaveOnnxPipeline(File, null));

        Assert.Contains("'Amount', 'Kind'", error.Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void A_file_of_something_else_is_refused()
    {
        using VaeTransformer vae = _ml.Transforms.VaeEncode("Latent", "Features", Sheets.Quick)
            .Fit(Sheets.View(_ml, Sheets.Rows(60)));

        var error = Assert.Throws<ArgumentException>(() => vae.Model.SaveOnnxPipeline(File, [255, 255, 255]));

        Assert.Equal("before", error.ParamName);
    }

    private IEstimator<ITransformer> Before() => _ml.Transforms.ReplaceMissingValues("Amount")
        .Append(_ml.Transforms.Categorical.OneHotEncoding("Codes", "Kind"))
        .Append(_ml.Transforms.Concatenate("Features", "Amount", "Size", "Codes"))
        .Append(_ml.Transforms.NormalizeMeanVariance("Features"));

    private ITransformer After(bool clusters, IDataView encoded) => clusters
        ? _ml.Clustering.Trainers.KMeans("Latent", numberOfClusters: 3).Fit(encoded)
        : _ml.Regression.Trainers.Sdca("Size", "Latent").Fit(encoded);

    private ITransformer Loaded(ITransformer vae, DataViewSchema schema)
    {
        string file = Path.Combine(_folder, "model.zip");
        _ml.Model.Save(vae, schema, file);
        return _ml.Model.Load(file, out _);
    }

    // The converter walks back to the source of a view, so the transformers behind the VAE get one that starts there.
    private IDataView Source(IDataView encoded)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Encoded));
        schema["Latent"].ColumnType = encoded.Schema["Latent"].Type;
        return _ml.Data.LoadFromEnumerable(
            encoded.GetColumn<float[]>("Latent").Select(latent => new Encoded { Latent = latent }), schema);
    }

    private byte[] Converted(ITransformer transformer, IDataView data)
    {
        using var stream = new MemoryStream();
        _ml.Model.ConvertToOnnx(transformer, data, stream);
        return stream.ToArray();
    }

    private IDataView Data() => _ml.Data.LoadFromEnumerable(Payments());

    private static Payment[] Payments()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Rows).Select(i => new Payment
        {
            Amount = i % 9 == 0 ? float.NaN : random.NextSingle(),
            Size = 10 * random.NextSingle(),
            Kind = i % 2 == 0 ? "home" : "abroad",
        })];
    }

    private static NamedOnnxValue[] Inputs() =>
    [
        NamedOnnxValue.CreateFromTensor("Amount", Tensor(payment => payment.Amount)),
        NamedOnnxValue.CreateFromTensor("Size", Tensor(payment => payment.Size)),
        NamedOnnxValue.CreateFromTensor("Kind", Tensor(payment => payment.Kind)),
    ];

    private static DenseTensor<T> Tensor<T>(Func<Payment, T> value) => new(Payments().Select(value).ToArray(), [Rows, 1]);

    private static void AssertNear(IEnumerable<float> expected, float[] actual) =>
        Assert.All(
            expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-3f * Math.Max(1, Math.Abs(pair.First))));

    private sealed class Payment
    {
        public float Amount { get; set; }

        public float Size { get; set; }

        public string Kind { get; set; } = "";
    }

    private sealed class Encoded
    {
        public float[] Latent { get; set; } = [];
    }

    private sealed class Amounts
    {
        public float Amount { get; set; }

        public float Size { get; set; }
    }

    private sealed class Features
    {
        [VectorType(2)]
        public float[] Values { get; set; } = [];
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Contract;

/// <summary>
/// The methods that <see cref="ServingTests"/> runs with <see cref="FreshProcess"/>. They use no type of the
/// library, because one of the processes does not have it.
/// </summary>
internal static class ServingProcess
{
    internal const string ModelFile = "model.zip";
    internal const string RowsFile = "rows.idv";
    internal const string ExpectedFile = "expected.idv";

    internal static void Without_VaeTransforms()
    {
        Assert.False(File.Exists(Path.Combine(AppContext.BaseDirectory, "VaeTransforms.Serving.dll")));
        Serve();
        Assert.Empty(Loaded("VaeTransforms").Except(["VaeTransforms.Tests"]));
    }

    internal static void Without_TorchSharp()
    {
        MLContext ml = Serve();
        ITransformer model = ml.Model.Load(ModelFile, out _);
        IDataView labeled = ml.Transforms
            .CustomMapping<Named, Label>((row, label) => label.Value = row.Id.EndsWith('7') ? 1 : 0, null)
            .Append(ml.Transforms.CopyColumns("Label", "Value"))
            .Fit(ml.Data.LoadFromBinary(RowsFile)).Transform(ml.Data.LoadFromBinary(RowsFile));
        Assert.InRange(ml.AnomalyDetection.Evaluate(model.Transform(labeled)).AreaUnderRocCurve, 0, 1);
    }

    internal static void Table_without_TorchSharp()
    {
        var ml = new MLContext();
        ITransformer model = ml.Model.Load(ModelFile, out _);
        Dictionary<string, float[][]> expected = Table.Read(ml.Data.LoadFromBinary(ExpectedFile));

        Table.AssertNear(expected, Table.Read(model.Transform(ml.Data.LoadFromBinary(RowsFile))), tolerance: 1e-4);
        Assert.Equal(50, expected["Surprise"].Length);
        Assert.All(expected["Surprise"], score => Assert.True(float.IsFinite(score[0])));
        Assert.False(File.Exists(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll")));
        Assert.Empty(Loaded("TorchSharp"));
    }

    internal static void Series_without_TorchSharp()
    {
        var ml = new MLContext();
        ITransformer model = ml.Model.Load(ModelFile, out _);
        double[][] expected = Anomalies(ml.Data.LoadFromBinary(ExpectedFile));
        double[][] actual = Anomalies(model.Transform(ml.Data.LoadFromBinary(RowsFile)));

        // Two series of 50 points, and windows of 12.
        Assert.Equal(22, expected.Count(point => double.IsNaN(point[1])));
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.All(
            pair.First.Zip(pair.Second), slot => Assert.Equal(slot.First, slot.Second, 1e-4)));
        Assert.Empty(Loaded("TorchSharp"));

        static double[][] Anomalies(IDataView view) => [.. view.GetColumn<double[]>("Anomaly")];
    }

    private static MLContext Serve()
    {
        var ml = new MLContext();
        ITransformer model = ml.Model.Load(ModelFile, out DataViewSchema schema);
        IDataView rows = ml.Data.LoadFromBinary(RowsFile);
        IDataView expected = ml.Data.LoadFromBinary(ExpectedFile);

        Assert.Equal(
            expected.Schema.Select(column => $"{column.Name} {column.Type}"),
            model.GetOutputSchema(schema).Where(column => !column.IsHidden).Select(column => $"{column.Name} {column.Type}"));
        Table.AssertNear(Table.Read(expected), Table.Read(model.Transform(rows)));

        float[][] latent = Table.Read(expected)["Latent"];
        using PredictionEngine<Row, Code> engine = ml.Model.CreatePredictionEngine<Row, Code>(model);
        int i = 0;
        foreach (Row row in ml.Data.CreateEnumerable<Row>(rows, reuseRowObject: false))
        {
            Table.AssertNear(latent[i], engine.Predict(row).Latent, $"row {i++}");
        }

        Assert.Equal(50, i);
        Assert.False(File.Exists(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll")));
        Assert.Empty(Loaded("TorchSharp"));
        return ml;
    }

    private static IEnumerable<string> Loaded(string prefix) =>
        from assembly in AppDomain.CurrentDomain.GetAssemblies()
        let name = assembly.GetName().Name
        where name.StartsWith(prefix, StringComparison.Ordinal)
        select name;

    private sealed class Row
    {
        public string Id { get; set; } = "";

        [VectorType(12)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Code
    {
        public float[] Latent { get; set; } = [];
    }

    private sealed class Named
    {
        public string Id { get; set; } = "";
    }

    private sealed class Label
    {
        public float Value { get; set; }
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Tests.Contract.Tables;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

/// <summary>Loaded models become transformers that score in batches, with the columns of the fitted ones.</summary>
public sealed class LoadVaeTests
{
    private static readonly MLContext Ml = new(1);

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_pipeline_has_the_columns_and_values_that_it_was_saved_with(Subject subject)
    {
        IDataView data = View(Ml, Rows(200));
        ITransformer fitted = subject.Create(Ml)
            .Append(Ml.Clustering.Trainers.KMeans("LatentLogVariance", numberOfClusters: 3))
            .Fit(data);
        ITransformer loaded = Subjects.SaveAndLoadVae(fitted, data.Schema);
        using var owner = (IDisposable)loaded;

        AssertSame(fitted, loaded, View(Ml, Rows(100, seed: 4)));
        Assert.True(((IEnumerable<ITransformer>)loaded).First() is ModelTransformer);
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_table_has_the_columns_and_values_that_it_was_saved_with(Subject subject)
    {
        IDataView data = Orders.View(Ml, Orders.Rows(200));
        ITransformer fitted = Orders.Create(subject, Ml, Orders.Columns, Orders.AllColumns).Fit(data);
        ITransformer loaded = Subjects.SaveAndLoadVae(fitted, data.Schema);
        using var owner = (IDisposable)loaded;

        AssertSame(fitted, loaded, Orders.View(Ml, Orders.Rows(60, seed: 5)));
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_model_file_becomes_the_transformer_that_was_fitted_and_can_be_saved_again(Subject subject)
    {
        IDataView data = View(Ml, Rows(200));
        ITransformer fitted = subject.Create(Ml).Fit(data);
        using var file = new MemoryStream();
        Subjects.ModelOf(fitted).Save(file);
        file.Position = 0;
        using VaeModel model = VaeModel.Load(file);

        ITransformer back = model.ToTransformer(Ml);
        using var owner = (IDisposable)back;

        AssertSame(fitted, back, data);
        AssertSame(fitted, Subjects.SaveAndLoad(back, data.Schema, out _), data);
        AssertSame(fitted, Subjects.SaveAndLoadVae(back, data.Schema), data);
    }

    [Fact]
    public void A_column_of_doubles_is_read_again()
    {
        IDataView data = Ml.Data.LoadFromEnumerable(Rows(200).Select(row => new Doubles
        {
            Features = [.. row.Features.Select(value => (double)value)],
        }));
        ITransformer fitted = Ml.Transforms.VaeEncode("Latent", "Features", Quick).Fit(data);

        AssertSame(fitted, Subjects.SaveAndLoadVae(fitted, data.Schema), data);
    }

    [Fact]
    public void A_graph_that_the_caller_applied_stays_as_it_is()
    {
        IDataView data = View(Ml, Rows(100));
        using VaeTransformer fitted = Ml.Transforms.VaeEncode("Latent", "Features", Quick).Fit(data);
        string graph = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        fitted.Model.Save(graph);
        try
        {
            ITransformer applied = Ml.Transforms.ApplyOnnxModel("Mean", "Features", graph)
                .Append(Ml.Transforms.CopyColumns("Copy", "Mean"))
                .Fit(data);
            ITransformer loaded = Subjects.SaveAndLoadVae(applied, data.Schema);
            using var owner = (IDisposable)loaded;

            Assert.Contains(loaded.GetOutputSchema(data.Schema), column => column.Name == "Copy");
        }
        finally
        {
            File.Delete(graph);
        }
    }

    [Fact]
    public void Rows_have_the_scores_that_each_of_them_has()
    {
        using VaeTransformer fitted = Ml.Transforms.VaeEncode("Latent", "Features", Quick).Fit(View(Ml, Rows(200)));
        float[][] rows = [.. Rows(50, seed: 2).Select(row => row.Features)];

        Table.AssertNear([.. rows.Select(fitted.Model.Score)], fitted.Model.Score(rows), "the scores");
    }

    private static void AssertSame(ITransformer expected, ITransformer actual, IDataView data)
    {
        Assert.Equal(
            SchemaTests.Describe(expected.GetOutputSchema(data.Schema)),
            SchemaTests.Describe(actual.GetOutputSchema(data.Schema)));
        Table.AssertNear(Table.Read(expected.Transform(data)), Table.Read(actual.Transform(data)));
    }

    private sealed class Doubles
    {
        [VectorType(Width)]
        public double[] Features { get; set; } = [];
    }
}

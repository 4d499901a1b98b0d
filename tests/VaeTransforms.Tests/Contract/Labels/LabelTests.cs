using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using VaeTransforms.Reading;
using Xunit;
using static VaeTransforms.Tests.Contract.Labels.Colors;

namespace VaeTransforms.Tests.Contract.Labels;

/// <summary>A label column that is missing in most rows.</summary>
[Collection(typeof(Alone))]
public sealed class LabelTests
{
    public static TheoryData<Subject, string> Mistakes => new(
        from subject in Subjects.Both.Select(row => row.Data)
        from mistake in LabelMistakes.All
        select (subject, mistake.Name));

    public static TheoryData<Subject, string> Values => new(
        from subject in Subjects.Both.Select(row => row.Data)
        from values in new[] { "text", "single", "int", "numbers" }
        select (subject, values));

    [Theory]
    [MemberData(nameof(Values))]
    public void Clusters_are_the_labels_with_their_key_values_in_memory_and_loaded(Subject subject, string values)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(600), values);
        IEstimator<ITransformer> estimator = subject.Create(ml, Options);
        ITransformer fitted = estimator.Fit(data);
        ColorRow[] others = Rows(200, seed: 3);
        others[7].Features[2] = float.NaN;
        IDataView other = View(ml, others, values);
        string[] keys = KeyValues(data.Schema["Label"]);

        // In place of missing annotations, clusters have numbers.
        string[] expected = keys.Length == 0 ? ["1", "2", "3"] : keys;
        ITransformer[] loaded = [Subjects.SaveAndLoad(fitted, data.Schema, out _), Subjects.SaveAndLoadVae(fitted, data.Schema)];
        foreach (ITransformer transformer in loaded.Prepend(fitted))
        {
            IDataView scored = transformer.Transform(other);
            Assert.Equal(expected, KeyValues(scored.Schema["Cluster"]));
            uint[] clusters = [.. scored.GetColumn<uint>("Cluster")];
            Assert.Equal(0u, clusters[7]);
            Assert.True(others.Where((row, i) => clusters[i] == row.Color + 1).Count() >= 195);
        }

        SchemaShape.Column promised = estimator.GetOutputSchema(Subjects.Shape(data.Schema)).Single(one => one.Name == "Cluster");
        Assert.Equal(
            ((VectorDataViewType)loaded[0].GetOutputSchema(data.Schema)["Cluster"].Annotations.Schema["KeyValues"].Type).ItemType,
            promised.Annotations.Single(one => one.Name == "KeyValues").ItemType);
        foreach (ITransformer transformer in loaded.Append(fitted))
        {
            (transformer as IDisposable)?.Dispose();
        }
    }

    [Theory]
    [InlineData(600, 1 << 20)]
    [InlineData(6000, 100_000)]
    public void Few_labels_find_what_clusters_alone_do_not(int count, int memoryBudget)
    {
        var ml = new MLContext(1);

        // Two colors are one cluster here; only the labels tell them apart. The larger view takes 144,000 bytes.
        ColorRow[] rows = Rows(count, every: 6);
        foreach (ColorRow row in rows)
        {
            row.Features =
                row.Color == 2 ? row.Features : [.. row.Features.Select((value, j) => j % 3 < 2 ? 0.2f * value : value)];
        }

        IDataView data = View(ml, rows);
        Assert.True(Accuracy(ml, Options with { MemoryBudget = memoryBudget }, data, rows) > 0.9);
    }

    [Fact]
    public void A_row_that_is_streamed_has_the_factor_that_it_has_in_memory()
    {
        var ml = new MLContext(1);
        FitRows[] read = [.. new[] { 1 << 20, 10_000 }.Select(budget =>
        {
            IDataView data = View(ml, Rows(1000, every: 7));
            var options = Options with { MemoryBudget = budget, ValidationFraction = 0 };
            var input = TrainingInput.Find(data.Schema, ["Features"], isTable: false, options);
            return FitRows.Read(new FitInput(data), input, options, seed: 1).Rows;
        })];

        Assert.Null(read[0].Stream);
        Assert.Equal(143, read[1].Stream!.LabeledRows);
        Assert.Equal(
            read[0].Labels!.Factor(null, [.. Enumerable.Range(0, 1000).Select(row => (long)row)]),
            read[1].Labels!.Factor(read[1].Stream, []));
    }

    [Fact]
    public void A_fit_is_reproducible_reports_the_loss_of_labels_and_leaves_no_live_tensors()
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(200));
        byte[] Saved()
        {
            using VaeTransformer fitted = ml.Transforms.VaeEncode("Latent", "Features", Options).Fit(data);
            Assert.False(fitted.Report.Epochs[0].ObjectiveParts.ContainsKey("LabelLoss"));
            Assert.InRange(fitted.Report.Epochs[^1].ObjectiveParts["LabelLoss"], 0, 2);
            Assert.Equal(Prior.MixtureOfGaussians(3), fitted.Model.Architecture.Prior);
            using var file = new MemoryStream();
            fitted.Model.Save(file);
            return file.ToArray();
        }

        byte[] first = Saved();
        long before = torch.Tensor.TotalCount;
        Assert.Equal(first, Saved());
        Assert.Equal(before, torch.Tensor.TotalCount);

        using VaeModel read = VaeModel.Load(new MemoryStream(first));
        using var again = new MemoryStream();
        read.Save(again);
        Assert.Equal(first, again.ToArray());
    }

    [Fact]
    public void Labels_of_held_out_rows_and_of_validation_data_are_not_learned_from()
    {
        var ml = new MLContext(1);
        ColorRow[] rows = Rows(200);
        ColorRow[] validation = Rows(50, seed: 8);
        byte[] Fit(IDataView heldOut)
        {
            using VaeTransformer fitted =
                ml.Transforms.VaeEncode("Latent", "Features", Options with { Epochs = 6 }).Fit(View(ml, rows), heldOut);
            using var file = new MemoryStream();
            fitted.Model.Save(file);
            return file.ToArray();
        }

        Assert.Equal(Fit(View(ml, validation)), Fit(ml.Data.LoadFromEnumerable(validation)));
    }

    [Fact]
    public void A_fit_that_starts_from_a_model_keeps_its_labels_with_and_without_the_column()
    {
        var ml = new MLContext(1);
        ColorRow[] rows = Rows(400);
        IDataView data = View(ml, rows);
        using VaeTransformer first = ml.Transforms.VaeEncode("Latent", "Features", Options).Fit(data);
        VaeOptions without = new() { ClusterColumnName = "Cluster", Prior = Prior.MixtureOfGaussians(3) };
        foreach (VaeOptions options in new[] { Options, without })
        {
            using VaeTransformer again = ml.Transforms
                .VaeEncode("Latent", "Features", options with { Epochs = 2 })
                .Fit(data, null, first.Model);
            IDataView scored = again.Transform(data);
            Assert.Equal(Names, KeyValues(scored.Schema["Cluster"]));
            Assert.True(rows.Zip(scored.GetColumn<uint>("Cluster"), (row, key) => key == row.Color + 1).Count(hit => hit) > 390);
        }
    }

    [Fact]
    public void Stopped_after_each_epoch_it_gives_the_bytes_of_one_that_was_not()
    {
        string folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;
        try
        {
            var ml = new MLContext(1);
            IDataView data = View(ml, Rows(200));
            VaeOptions options = Options with { Epochs = 6 };
            byte[] expected = Fit(options);
            byte[]? actual = null;
            while (actual is null)
            {
                using var stop = new CancellationTokenSource();
                try
                {
                    actual = Fit(options with
                    {
                        Checkpoint = new VaeCheckpoint(folder),
                        CancellationToken = stop.Token,
                        Progress = new EpochListener(_ => stop.Cancel()),
                    });
                }
                catch (OperationCanceledException)
                {
                    // It goes on in the next round.
                }
            }

            Assert.Equal(expected, actual);

            byte[] Fit(VaeOptions chosen)
            {
                using VaeTransformer fitted = ml.Transforms.VaeEncode("Latent", "Features", chosen).Fit(data);
                using var file = new MemoryStream();
                fitted.Model.Save(file);
                return file.ToArray();
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Labels_that_cannot_be_used_are_refused_before_training(Subject subject, string name) =>
        LabelMistakes.All.Single(mistake => mistake.Name == name).AssertRefused(subject);

    private static double Accuracy(MLContext ml, VaeOptions options, IDataView data, ColorRow[] rows)
    {
        using VaeTransformer fitted = ml.Transforms.VaeEncode("Latent", "Features", options).Fit(data);
        uint[] clusters = [.. fitted.Transform(data).GetColumn<uint>("Cluster")];
        return rows.Zip(clusters, (row, key) => key == row.Color + 1 ? 1.0 : 0).Average();
    }

    /// <summary>The key values as text; none where there is no annotation.</summary>
    private static string[] KeyValues(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull("KeyValues") is not { } annotation)
        {
            return [];
        }

        return ((VectorDataViewType)annotation.Type).ItemType.RawType switch
        {
            var type when type == typeof(float) => Read<float>(),
            var type when type == typeof(int) => Read<int>(),
            _ => Read<ReadOnlyMemory<char>>(),
        };

        string[] Read<T>()
        {
            VBuffer<T> values = default;
            column.GetKeyValues(ref values);
            return [.. values.DenseValues().Select(value => $"{value}")];
        }
    }
}

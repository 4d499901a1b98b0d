using Microsoft.ML;
using VaeTransforms.Tests.Contract.Tables;
using VaeTransforms.Tests.Series;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

/// <summary>Saved pipelines are scored in processes that have only the libraries for serving.</summary>
public sealed class ServingTests : IDisposable
{
    // The assemblies that a serving application does not have.
    private static readonly string[] Training =
    [
        "VaeTransforms", "VaeTransforms.Analysis", "VaeTransforms.Datasets", "VaeTransforms.Plots", "TorchSharp",
        "MathNet.Numerics", "Microsoft.ML.FastTree",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Vector_columns_are_served_by_stock_packages_alone()
    {
        VaeOptions vectors = Quick with
        {
            KlDivergenceColumnName = null,
            ReconstructionErrorColumnName = null,
            ScoreColumnName = null,
        };
        FitAndSave(ml => ml.Transforms.NormalizeMinMax("Features")
            .Append(ml.Transforms.VaeEncode("Latent", "Features", vectors))
            .Append(ml.Clustering.Trainers.KMeans("Latent", numberOfClusters: 3)));

        FreshProcess.CopyManagedPartTo(
            _folder, without: ["VaeTransforms.Serving", .. Training]);
        FreshProcess.CopyOnnxRuntimeTo(_folder);
        FreshProcess.AssertPasses(FreshProcess.Start(ServingProcess.Without_VaeTransforms, _folder));
    }

    [Fact]
    public void Scalar_columns_and_detectors_are_served_without_TorchSharp()
    {
        FitAndSave(ml => ml.Transforms.NormalizeMinMax("Features")
            .Append(ml.Transforms.VaeEncode("Latent", "Features", Quick))
            .Append(ml.AnomalyDetection.Trainers.Vae("Features", new VaeAnomalyOptions
            {
                Vae = new() { Epochs = 3, HiddenLayers = [8], ValidationFraction = 0.25 },
                PValueColumnName = "PValue",
                FeatureContributionsColumnName = "Contributions",
            })));

        FreshProcess.CopyManagedPartTo(_folder, without: Training);
        FreshProcess.CopyOnnxRuntimeTo(_folder);
        FreshProcess.AssertPasses(FreshProcess.Start(ServingProcess.Without_TorchSharp, _folder));
    }

    [Fact]
    public void A_table_with_text_keys_times_and_missing_values_is_served_without_TorchSharp()
    {
        var ml = new MLContext(1);
        IDataView data = Orders.View(ml, Orders.RowsWithGaps(300));
        using var fitted = (IDisposable)Orders
            .Create(Subject.AnomalyTrainer, ml, Orders.Columns, Orders.AllColumns with { MissingValues = MissingValues.Mask })
            .Fit(data);

        // The keys of these rows are counted in another order.
        Order[] rows = Orders.RowsWithGaps(50, seed: 6);
        Save(ml, (ITransformer)fitted, data.Schema, Orders.View(ml, rows, keys: [.. rows.Reverse()]));

        FreshProcess.CopyManagedPartTo(_folder, without: Training);
        FreshProcess.CopyOnnxRuntimeTo(_folder);
        FreshProcess.AssertPasses(FreshProcess.Start(ServingProcess.Table_without_TorchSharp, _folder));
    }

    [Fact]
    public void Series_with_times_and_keys_are_served_without_TorchSharp()
    {
        var ml = new MLContext(1);
        Pulse[] rows =
        [
            .. Pulses.Rows(200).Zip(Pulses.Rows(200, seed: 2, host: "b")).SelectMany(two => new[] { two.First, two.Second }),
        ];
        VaeSeriesOptions options = Pulses.Quick with { TimeColumnName = "Time", SeriesKeyColumnName = "Host" };
        using VaeSeriesTransformer fitted =
            ml.Transforms.VaeDetectAnomalies("Anomaly", ["Load", "Heat"], 12, options).Fit(Pulses.View(ml, rows));
        Save(ml, fitted, Pulses.View(ml, rows).Schema, Pulses.View(ml, rows[..100]));

        FreshProcess.CopyManagedPartTo(_folder, without: Training);
        FreshProcess.CopyOnnxRuntimeTo(_folder);
        FreshProcess.AssertPasses(FreshProcess.Start(ServingProcess.Series_without_TorchSharp, _folder));
    }

    private void FitAndSave(Func<MLContext, IEstimator<ITransformer>> pipeline)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(100));
        using var fitted = (IDisposable)pipeline(ml).Fit(data);
        var transformer = (ITransformer)fitted;
        Save(ml, transformer, data.Schema, View(ml, Rows(50, seed: 6)));
    }

    private void Save(MLContext ml, ITransformer transformer, DataViewSchema schema, IDataView rows)
    {
        ml.Model.Save(transformer, schema, Path.Combine(_folder, ServingProcess.ModelFile));
        using FileStream input = File.Create(Path.Combine(_folder, ServingProcess.RowsFile));
        ml.Data.SaveAsBinary(rows, input);
        using FileStream expected = File.Create(Path.Combine(_folder, ServingProcess.ExpectedFile));
        ml.Data.SaveAsBinary(transformer.Transform(rows), expected, keepHidden: false);
    }
}

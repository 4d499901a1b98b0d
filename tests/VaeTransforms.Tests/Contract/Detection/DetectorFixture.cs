using Microsoft.ML;
using Xunit;

namespace VaeTransforms.Tests.Contract.Detection;

/// <summary>A detector with all of its columns, fitted once on rows of <see cref="Sheets"/>.</summary>
public sealed class DetectorFixture : IDisposable
{
    /// <summary>The tests that share the detector.</summary>
    public const string Collection = "Detector";

    internal MLContext Ml { get; } = new(1);

    internal VaeAnomalyTransformer Detector { get; }

    internal DataViewSchema Schema { get; }

    public DetectorFixture()
    {
        IDataView data = Sheets.View(Ml, Sheets.Rows(1500));
        Schema = data.Schema;
        Detector = Ml.AnomalyDetection.Trainers.Vae("Features", new VaeAnomalyOptions
        {
            Vae = new() { LatentDimension = 3, HiddenLayers = [24], Epochs = 60, BatchSize = 32, ValidationFraction = 0.4 },
            Contamination = 0.1,
            PValueColumnName = "PValue",
            FeatureContributionsColumnName = "Reasons",
        }).Fit(data);
    }

    public void Dispose() => Detector.Dispose();
}

[CollectionDefinition(DetectorFixture.Collection)]
public sealed class DetectorDefinition : ICollectionFixture<DetectorFixture>;

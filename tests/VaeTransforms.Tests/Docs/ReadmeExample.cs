using Microsoft.ML;
using VaeTransforms.Datasets;

namespace VaeTransforms.Tests.Docs;

/// <summary>The README's first example, compiled and run as it stands there.</summary>
internal static class ReadmeExample
{
    public static float[][] Run()
    {
        var mlContext = new MLContext(seed: 1);
        IDataView digits = Digits.Load(mlContext);

        ITransformer pipeline = mlContext.Transforms.VaeEncode("Latent", "Features", latentDimension: 8)
            .Append(mlContext.Clustering.Trainers.KMeans("Latent", numberOfClusters: 10))
            .Fit(digits);
        mlContext.Model.Save(pipeline, digits.Schema, "model.zip");

        ITransformer loaded = new MLContext().Model.Load("model.zip", out _);
        var clusters = mlContext.Clustering.Evaluate(loaded.Transform(digits), "Label");
        Console.WriteLine($"NMI with the true digits: {clusters.NormalizedMutualInformation:F2}");

        using VaeModel vae = VaeModel.FromTransformer(loaded);
        Console.WriteLine(vae.Evaluate(digits));
        float[][] newDigits = vae.Sample(count: 3, seed: 1);
        return newDigits;
    }
}

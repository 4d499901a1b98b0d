using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Benchmarks.Tables;

/// <summary>
/// How well a linear model predicts the income of Adult's test rows from latent means of the other 14 columns, and from as many
/// principal components of the same columns, one-hot. No method sees the income before.
/// </summary>
internal sealed class ProbeRun(TablesArguments arguments, Figures figures, TextWriter output)
{
    public const string Latent = "latent means";
    public const string Components = "principal components";
    public const string OneHot = "all one-hot columns";

    private const string Features = "Features";

    public void Measure()
    {
        foreach (int seed in arguments.Seeds)
        {
            var key = new FigureKey("probe", "adult", 0, 0, seed, Latent);
            if (!figures.Has(key))
            {
                Measure(seed, key);
            }
        }
    }

    private void Measure(int seed, FigureKey key)
    {
        var mlContext = new MLContext(seed);
        IDataView train = AdultTable.Read(arguments.Data, "adult");
        IDataView test = AdultTable.Read(arguments.Data, "adult_test");
        using VaeTransformer vae = mlContext.Transforms
            .VaeEncode(Features, AdultTable.Features, new VaeOptions { Seed = seed })
            .Fit(train);
        int width = vae.Model.Architecture.LatentDimension;

        IEstimator<ITransformer> oneHot = mlContext.Transforms.Categorical
            .OneHotEncoding([.. AdultTable.Categories.Select(name => new InputOutputColumnPair(name))])
            .Append(mlContext.Transforms.Conversion.ConvertType(
                [.. AdultTable.Numbers.Select(name => new InputOutputColumnPair(name))], DataKind.Single))
            .Append(mlContext.Transforms.NormalizeMeanVariance(
                [.. AdultTable.Numbers.Select(name => new InputOutputColumnPair(name))], fixZero: false))
            .Append(mlContext.Transforms.Concatenate(Features, AdultTable.Features));
        IEstimator<ITransformer> components = oneHot.Append(
            mlContext.Transforms.ProjectToPrincipalComponents(Features, rank: width, seed: seed));

        Keep(key, vae);
        Keep(key with { Method = Components }, components.Fit(train));
        Keep(key with { Method = OneHot }, oneHot.Fit(train));

        void Keep(FigureKey one, ITransformer features)
        {
            IEstimator<ITransformer> probe = mlContext.Transforms
                .NormalizeMeanVariance(Features, fixZero: false)
                .Append(mlContext.BinaryClassification.Trainers.LbfgsLogisticRegression("IsPositive", Features));
            ITransformer trained = probe.Fit(features.Transform(train));
            double auc = mlContext.BinaryClassification
                .Evaluate(trained.Transform(features.Transform(test)), "IsPositive")
                .AreaUnderRocCurve;
            figures.Add(one, ("AUC", auc), ("width", width));
            output.WriteLine(FormattableString.Invariant($"probe {one.Method}: {width} dimensions, AUC {auc:F4}"));
        }
    }
}

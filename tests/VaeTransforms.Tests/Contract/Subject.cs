using System.Runtime.CompilerServices;
using Microsoft.ML;
using Xunit;

namespace VaeTransforms.Tests.Contract;

/// <summary>The two estimators. The same rules hold for both.</summary>
public enum Subject
{
    VaeEncode,
    AnomalyTrainer,
}

internal static class Subjects
{
    public static TheoryData<Subject> Both { get; } = [Subject.VaeEncode, Subject.AnomalyTrainer];

    /// <summary>The estimator, created as a user does. Default options: <see cref="Sheets.Quick"/>.</summary>
    public static IEstimator<ITransformer> Create(
        this Subject subject, MLContext ml, VaeOptions? options = null, string input = "Features") => subject switch
        {
            Subject.VaeEncode => ml.Transforms.VaeEncode("Latent", input, options ?? Sheets.Quick),
            _ => ml.AnomalyDetection.Trainers.Vae(
                input, new VaeAnomalyOptions { Vae = (options ?? Sheets.Quick) with { ValidationFraction = 0.25 } }),
        };

    /// <summary>Fits an estimator with validation data.</summary>
    public static ITransformer Fit(this IEstimator<ITransformer> estimator, IDataView train, IDataView validation) =>
        estimator is VaeEstimator encoder
            ? encoder.Fit(train, validation)
            : ((VaeAnomalyEstimator)estimator).Fit(train, validation);

    /// <summary>Fits an estimator that starts from a model.</summary>
    public static ITransformer Fit(
        this IEstimator<ITransformer> estimator, IDataView train, IDataView? validation, VaeModel initial) =>
        estimator is VaeEstimator encoder
            ? encoder.Fit(train, validation, initial)
            : ((VaeAnomalyEstimator)estimator).Fit(train, validation, initial);

    /// <summary>The model of a transformer that the estimator fitted.</summary>
    public static VaeModel ModelOf(ITransformer transformer) =>
        transformer is VaeTransformer vae ? vae.Model : ((VaeAnomalyTransformer)transformer).Model;

    /// <summary>The shape of a schema, without hidden columns, as ML.NET computes it.</summary>
    public static SchemaShape Shape(DataViewSchema schema) => Create(null, schema);

    /// <summary>Saves a transformer, and loads it in a context with another seed.</summary>
    public static ITransformer SaveAndLoad(ITransformer transformer, DataViewSchema? schema, out DataViewSchema? loadedSchema)
    {
        using var file = new MemoryStream();
        new MLContext().Model.Save(transformer, schema, file);
        file.Position = 0;
        ITransformer loaded = new MLContext(99).Model.Load(file, out DataViewSchema read);
        loadedSchema = read;
        return loaded;
    }

    /// <summary>Saves a transformer, and loads it with a model that scores in batches.</summary>
    public static ITransformer SaveAndLoadVae(ITransformer transformer, DataViewSchema? schema)
    {
        using var file = new MemoryStream();
        new MLContext().Model.Save(transformer, schema, file);
        file.Position = 0;
        return new MLContext(99).Model.LoadVae(file, out _);
    }

    // Internal to ML.NET, which creates the shapes of a chain with it.
    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod)]
    private static extern SchemaShape Create(SchemaShape? type, DataViewSchema schema);
}

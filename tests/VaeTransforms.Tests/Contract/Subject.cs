using System.Runtime.CompilerServices;
using Microsoft.ML;
using Xunit;

namespace VaeTransforms.Tests.Contract;

/// <summary>The two estimators, which are held to the same rules.</summary>
public enum Subject
{
    VaeEncode,
    AnomalyTrainer,
}

internal static class Subjects
{
    public static TheoryData<Subject> Both { get; } = [Subject.VaeEncode, Subject.AnomalyTrainer];

    /// <summary>The estimator as a user makes it; without options, <see cref="Sheets.Quick"/> ones.</summary>
    public static IEstimator<ITransformer> Create(
        this Subject subject, MLContext ml, VaeOptions? options = null, string input = "Features") => subject switch
        {
            Subject.VaeEncode => ml.Transforms.VaeEncode("Latent", input, options ?? Sheets.Quick),
            _ => ml.AnomalyDetection.Trainers.Vae(
                input, new VaeAnomalyOptions { Vae = (options ?? Sheets.Quick) with { ValidationFraction = 0.25 } }),
        };

    /// <summary>The model of a transformer that the estimator gave.</summary>
    public static VaeModel ModelOf(ITransformer transformer) =>
        transformer is VaeTransformer vae ? vae.Model : ((VaeAnomalyTransformer)transformer).Model;

    /// <summary>What ML.NET lets a schema promise, its hidden columns left out.</summary>
    public static SchemaShape Shape(DataViewSchema schema) => Create(null, schema);

    /// <summary>What comes back when a context of another seed loads what was saved.</summary>
    public static ITransformer SaveAndLoad(ITransformer transformer, DataViewSchema? schema, out DataViewSchema? loadedSchema)
    {
        using var file = new MemoryStream();
        new MLContext().Model.Save(transformer, schema, file);
        file.Position = 0;
        ITransformer loaded = new MLContext(99).Model.Load(file, out DataViewSchema read);
        loadedSchema = read;
        return loaded;
    }

    // Internal to ML.NET, where a chain's caller gets its shapes from.
    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod)]
    private static extern SchemaShape Create(SchemaShape? type, DataViewSchema schema);
}

using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace VaeTransforms.Pipeline;

/// <summary>
/// The environment behind a catalog, and its seed. ML.NET keeps both to itself, but an extension method on a catalog
/// has no other way to the context that the caller made.
/// </summary>
internal static class MlEnvironment
{
    public static IHostEnvironment Of(TransformsCatalog catalog) => Field(catalog);

    public static IHostEnvironment Of(AnomalyDetectionCatalog.AnomalyDetectionTrainers trainers) =>
        Environment(Owner(trainers));

    /// <summary>The seed that the context was created with; null where it has none.</summary>
    /// <remarks>
    /// The seed and not <see cref="IHost.Rand"/>: each host registered on a context draws from the context's one
    /// stream, so that a number drawn there depends on how many components were made before. A fit must not depend on
    /// what else ran on the context.
    /// </remarks>
    public static int? Seed(IHostEnvironment environment) => (int?)Internal(environment, "Seed");

    /// <summary>Where the context puts its temporary files: <see cref="MLContext.TempFilePath"/>, or the system's folder.</summary>
    public static string TemporaryFolder(IHostEnvironment environment) =>
        (string?)Internal(environment, "TempFilePath") ?? Path.GetTempPath();

    // By reflection, once a fit or a save: an unsafe accessor would not check that a foreign environment has the interface.
    private static object? Internal(IHostEnvironment environment, string property) =>
        environment.GetType()
            .GetInterface("Microsoft.ML.Runtime.IHostEnvironmentInternal")?
            .GetProperty(property)?
            .GetValue(environment);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_env")]
    private static extern ref IHostEnvironment Field(TransformsCatalog catalog);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Owner")]
    private static extern TrainCatalogBase Owner(TrainCatalogBase.CatalogInstantiatorBase trainers);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Environment")]
    private static extern IHostEnvironment Environment(TrainCatalogBase catalog);
}

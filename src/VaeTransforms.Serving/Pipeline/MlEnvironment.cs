using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace VaeTransforms.Pipeline;

/// <summary>
/// The environment of a catalog, and its seed. Both are internal to ML.NET, but an extension method on a catalog has no other
/// way to find the context of the caller.
/// </summary>
internal static class MlEnvironment
{
    public static IHostEnvironment Of(TransformsCatalog catalog) => Field(catalog);

    public static IHostEnvironment Of(ModelOperationsCatalog catalog) => Field(catalog);

    public static IHostEnvironment Of(AnomalyDetectionCatalog.AnomalyDetectionTrainers trainers) =>
        Environment(Owner(trainers));

    /// <summary>The seed that the context was created with; null if it has none.</summary>
    /// <remarks>
    /// This is not a number from <see cref="IHost.Rand"/>. All hosts of a context use one random stream, so such a number depends
    /// on how many components were created before. A fit must not depend on other uses of the context.
    /// </remarks>
    public static int? Seed(IHostEnvironment environment) => (int?)Internal(environment, "Seed");

    /// <summary>The graphics card that the context asks for, and whether the processor may take its place.</summary>
    /// <returns>A null device if none is asked for.</returns>
    public static (int? Device, bool MayFallBack) Gpu(IHostEnvironment environment) => (
        (int?)Internal(environment, nameof(MLContext.GpuDeviceId)),
        (bool?)Internal(environment, nameof(MLContext.FallbackToCpu)) ?? true);

    /// <summary>
    /// The folder for the temporary files of the context: <see cref="MLContext.TempFilePath"/>, or the folder of the system.
    /// </summary>
    public static string TemporaryFolder(IHostEnvironment environment) =>
        (string?)Internal(environment, "TempFilePath") ?? Path.GetTempPath();

    // Reflection, once per fit or save. An unsafe accessor would not check that an environment has this interface.
    private static object? Internal(IHostEnvironment environment, string property) =>
        environment.GetType()
            .GetInterface("Microsoft.ML.Runtime.IHostEnvironmentInternal")?
            .GetProperty(property)?
            .GetValue(environment);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_env")]
    private static extern ref IHostEnvironment Field(TransformsCatalog catalog);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_env")]
    private static extern ref IHostEnvironment Field(ModelOperationsCatalog catalog);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Owner")]
    private static extern TrainCatalogBase Owner(TrainCatalogBase.CatalogInstantiatorBase trainers);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Environment")]
    private static extern IHostEnvironment Environment(TrainCatalogBase catalog);
}

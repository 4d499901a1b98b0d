using VaeTransforms.Benchmarks.Anomaly;

namespace VaeTransforms.Benchmarks.Papers;

/// <summary>A fit of one of the models of the likelihood table, and where it is kept.</summary>
/// <param name="Model">The name of the model.</param>
/// <param name="Epochs">Passes over the 60,000 rows.</param>
/// <param name="After">The <see cref="Name"/> of the ended fit whose weights this one starts from; null for random ones.</param>
internal sealed record LikelihoodFit(string Model, int Epochs, string? After)
{
    /// <summary>What the fit is called, such as 'iwae-5-800' or 'iwae-50-40-after-iwae-5-800'.</summary>
    public string Name => $"{Model}-{Epochs}{(After is null ? "" : $"-after-{After}")}";

    /// <summary>The folder of the checkpoints, from which a fit that was killed goes on.</summary>
    public string State => StateOf(Name);

    /// <summary>The model of the fit once it has ended, so that another number of test rows does not repeat it.</summary>
    public string File => FileOf(Name);

    /// <summary>The model that the fit starts from; null for random weights.</summary>
    /// <exception cref="BenchmarkInputException">The fit that made it was not kept.</exception>
    public VaeModel? Initial() =>
        After is null ? null
        : System.IO.File.Exists(FileOf(After)) ? VaeModel.Load(FileOf(After))
        : throw new BenchmarkInputException($"'{FileOf(After)}' is absent: no fit of that name has ended here.");

    private static string StateOf(string name) => Path.Combine(Path.GetTempPath(), $"VaeTransforms-likelihood-{name}");

    private static string FileOf(string name) => $"{StateOf(name)}.onnx";
}

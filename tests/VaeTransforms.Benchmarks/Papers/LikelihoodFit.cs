using VaeTransforms.Benchmarks.Anomaly;

namespace VaeTransforms.Benchmarks.Papers;

/// <summary>A fit of one of the models of the likelihood table, and where it is kept.</summary>
/// <param name="Model">The name of the model.</param>
/// <param name="Epochs">Passes over the 60,000 rows.</param>
/// <param name="After">The epochs of the ended fit of the same model that this one starts from; 0 for random weights.</param>
internal sealed record LikelihoodFit(string Model, int Epochs, int After)
{
    /// <summary>The folder of the checkpoints, from which a fit that was killed goes on.</summary>
    public string State => Path.Combine(
        Path.GetTempPath(), $"VaeTransforms-likelihood-{Model}-{(After > 0 ? $"{After}+" : "")}{Epochs}");

    /// <summary>The model of the fit once it has ended, so that another number of test rows does not repeat it.</summary>
    public string File => $"{State}.onnx";

    /// <summary>The model that the fit starts from; null for random weights.</summary>
    /// <exception cref="BenchmarkInputException">The fit that made it was not kept.</exception>
    public VaeModel? Initial()
    {
        if (After == 0)
        {
            return null;
        }

        string file = (this with { Epochs = After, After = 0 }).File;
        return System.IO.File.Exists(file)
            ? VaeModel.Load(file)
            : throw new BenchmarkInputException($"'{file}' is absent: run {Model} with --epochs {After} first.");
    }
}

using BenchmarkDotNet.Running;
using VaeTransforms.Benchmarks;
using VaeTransforms.Benchmarks.Anomaly;

// dotnet run -c Release --project tests/VaeTransforms.Benchmarks -- COMMAND …, where COMMAND is the name of a line below.
// Anything else goes to BenchmarkDotNet: without arguments it asks which of its benchmarks to run, all are --filter '*'.
switch (args)
{
    case ["anomaly", .. string[] rest]:
        return AnomalyCommand.Run(rest);
    case ["latent", .. string[] rest]:
        return LatentFigures.Run(rest);
    case ["ratios", .. string[] rest]:
        RatioTable.Print(rest);
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}

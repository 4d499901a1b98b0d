using BenchmarkDotNet.Running;
using VaeTransforms.Benchmarks;
using VaeTransforms.Benchmarks.Anomaly;
using VaeTransforms.Benchmarks.Cluster;
using VaeTransforms.Benchmarks.Clusters;
using VaeTransforms.Benchmarks.Papers;
using VaeTransforms.Benchmarks.Series;
using VaeTransforms.Benchmarks.Serving;
using VaeTransforms.Benchmarks.Speed;
using VaeTransforms.Benchmarks.Streaming;
using VaeTransforms.Benchmarks.Tables;

// dotnet run -c Release --project tests/VaeTransforms.Benchmarks -- COMMAND …, where COMMAND is one of the names below.
// All other arguments go to BenchmarkDotNet. Without arguments it lists its benchmarks; --filter '*' runs all of them.
switch (args)
{
    case ["anomaly", .. string[] rest]:
        return AnomalyCommand.Run(rest, Console.Out, Console.Error);
    case ["checkpoints", .. string[] rest]:
        KilledFits.Print(rest);
        return 0;
    case ["cluster", .. string[] rest]:
        return await ClusterCommand.RunAsync(rest);
    case ["clusters", .. string[] rest]:
        return ClustersCommand.Run(rest, Console.Out, Console.Error);
    case ["digits", .. string[] rest]:
        return DigitsCommand.Run(rest, Console.Out, Console.Error);
    case ["cost", .. string[] rest]:
        DetectorCost.Print(rest);
        return 0;
    case ["labels", .. string[] rest]:
        return LabelsCommand.Run(rest, Console.Out);
    case ["latent", .. string[] rest]:
        return LatentFigures.Run(rest);
    case ["mixtures", .. string[] rest]:
        return MixturesCommand.Run(rest, Console.Out, Console.Error);
    case ["papers", .. string[] rest]:
        return PapersCommand.Run(rest, Console.Out, Console.Error);
    case ["ratios", .. string[] rest]:
        RatioTable.Print(rest);
        return 0;
    case ["series", .. string[] rest]:
        return SeriesCommand.Run(rest, Console.Out, Console.Error);
    case ["serving", .. string[] rest]:
        return ServingCommand.Run(rest, Console.Out, Console.Error);
    case ["start-up", .. string[] rest]:
        StartUp.Print(rest);
        return 0;
    case ["streaming", .. string[] rest]:
        return StreamingCommand.Run(rest, Console.Out, Console.Error);
    case ["growth", .. string[] rest]:
        Growth.Print(rest);
        return 0;
    case ["tables", .. string[] rest]:
        return TablesCommand.Run(rest, Console.Out, Console.Error);

    // Commands that others run in child processes.
    case [LocalSilos.Child, .. string[] rest]:
        await LocalSilos.RunAsync(rest);
        return 0;
    case [KilledFits.Child, .. string[] rest]:
        KilledFits.Fit(rest);
        return 0;
    case [StreamingCommand.Child, .. string[] rest]:
        StreamingCommand.Fit(rest);
        return 0;
    case [Mutations.Child, .. string[] rest]:
        Mutations.Run(rest);
        return 0;
    case [StartUp.Child, .. string[] rest]:
        StartUp.Predict(rest);
        return 0;
    case [Growth.Child, .. string[] rest]:
        Growth.Measure(rest);
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}

using BenchmarkDotNet.Running;
using VaeTransforms.Benchmarks.Anomaly;

// A command's name comes first: dotnet run -c Release --project tests/VaeTransforms.Benchmarks -- anomaly DIR
// Without one BenchmarkDotNet asks which of its benchmarks to run; all of them: -- --filter '*'
return args switch
{
    ["anomaly", .. string[] rest] => AnomalyCommand.Run(rest),
    _ => RunBenchmarks(),
};

int RunBenchmarks()
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    return 0;
}

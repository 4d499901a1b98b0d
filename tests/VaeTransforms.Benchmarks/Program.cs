using BenchmarkDotNet.Running;

// Without arguments it asks which to run; all of them: dotnet run -c Release --project tests/VaeTransforms.Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);

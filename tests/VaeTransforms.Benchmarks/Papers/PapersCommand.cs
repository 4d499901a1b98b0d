using VaeTransforms.Benchmarks.Anomaly;

namespace VaeTransforms.Benchmarks.Papers;

/// <summary>Tables of papers, one command each.</summary>
internal static class PapersCommand
{
    private const string Usage = """
        papers TABLE [DIR] [options]: a table of a paper, with the minutes that it took

          linear                a linear VAE against probabilistic PCA, in closed form (Lucas and others 2019)
          convolution DIR       dense layers against convolutions at equal time, on images in the files of MNIST
            --minutes 3         for each of the two; default 3
            --rows 60000        images to train on at most
          flows                 what a flow is worth in the ELBO of held-out rows (Kingma and others 2016)
          defects DIR           where the pixels of a defect are: the map beside the reconstruction error, on Fashion-MNIST
        """;

    /// <returns>The exit code of the process: 0, or 2 for bad arguments or files.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            switch (args)
            {
                case ["linear"]:
                    LinearTable.Print(output);
                    return 0;
                case ["flows"]:
                    FlowTable.Print(output);
                    return 0;
                case ["defects", { } folder]:
                    DefectsTable.Print(folder, output);
                    return 0;
                case ["convolution", { } folder, .. string[] options]:
                    int minutes = 3;
                    int rows = int.MaxValue;
                    for (int i = 0; i < options.Length; i += 2)
                    {
                        string value = i + 1 < options.Length ? options[i + 1] : throw new BenchmarkInputException(Usage);
                        _ = options[i] switch
                        {
                            "--minutes" => minutes = WholeNumber.Parse(value),
                            "--rows" => rows = WholeNumber.Parse(value),
                            _ => throw new BenchmarkInputException(Usage),
                        };
                    }

                    if (minutes < 1 || rows < 100)
                    {
                        throw new BenchmarkInputException("--minutes must be at least 1 and --rows at least 100.");
                    }

                    ConvolutionTable.Print(folder, TimeSpan.FromMinutes(minutes), rows, output);
                    return 0;
                default:
                    throw new BenchmarkInputException(Usage);
            }
        }
        catch (BenchmarkInputException e)
        {
            error.WriteLine(e.Message);
            return 2;
        }
    }
}

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
          likelihood DIR MODEL  -ln p(x) of binary digits (Burda and others 2016): vae, iwae-5, iwae-50, or with a warm-up
                                vae-warm-up, vampprior-warm-up (Tomczak and Welling 2018)
            --epochs 400        passes over the 60,000 digits; a fit that was killed goes on, one that has ended is kept
            after FIT           behind MODEL: starts from the weights of a fit that has ended, such as iwae-5-800
            --test 10000        test digits at most
          clusters DIR          digits that a mixture prior clusters, five seeds (Jiang and others 2017)
            --epochs 40         default what the library chooses
            --rows 60000        digits at most
          disentanglement       beta-TCVAE against beta-VAE on shapes with known factors (Chen and others 2018)
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
                case ["disentanglement"]:
                    DisentanglementTable.Print(output);
                    return 0;
                case ["likelihood", { } folder, { } model, "after", { } after, .. string[] rest]:
                    PrintLikelihood(folder, model, after, rest, output, error);
                    return 0;
                case ["likelihood", { } folder, { } model, .. string[] rest]:
                    PrintLikelihood(folder, model, after: null, rest, output, error);
                    return 0;
                case ["clusters", { } folder, .. string[] rest]:
                    var ofClusters = Options(rest, ("--epochs", 0), ("--rows", int.MaxValue));
                    int? epochs = ofClusters["--epochs"] > 0 ? ofClusters["--epochs"] : null;
                    ClusterTable.Print(folder, epochs, ofClusters["--rows"], output);
                    return 0;
                case ["convolution", { } folder, .. string[] rest]:
                    var ofConvolution = Options(rest, ("--minutes", 3), ("--rows", int.MaxValue));
                    var minutes = TimeSpan.FromMinutes(ofConvolution["--minutes"]);
                    ConvolutionTable.Print(folder, minutes, ofConvolution["--rows"], output);
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

    private static void PrintLikelihood(
        string folder, string model, string? after, string[] rest, TextWriter output, TextWriter error)
    {
        Dictionary<string, int> options = Options(rest, ("--epochs", 400), ("--test", 10_000));
        LikelihoodTable.Print(
            folder, new LikelihoodFit(model, options["--epochs"], after), options["--test"], output, error);
    }

    /// <summary>Whole numbers by the names of options, those that are not given as they are by default.</summary>
    private static Dictionary<string, int> Options(string[] arguments, params (string Name, int Value)[] defaults)
    {
        var values = defaults.ToDictionary(option => option.Name, option => option.Value);
        foreach (string[] pair in arguments.Chunk(2))
        {
            if (pair.Length < 2 || !values.ContainsKey(pair[0]))
            {
                throw new BenchmarkInputException(Usage);
            }

            int value = WholeNumber.Parse(pair[1]);
            values[pair[0]] = value >= 1 ? value : throw new BenchmarkInputException($"{pair[0]} must be at least 1.");
        }

        return values;
    }
}

using System.Globalization;

namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>Images of ten kinds: trained without one kind, which is then to be found, or on one kind alone.</summary>
internal static class DigitsCommand
{
    private const string Usage = """
        digits DIR [options]: images of ten kinds in the files of MNIST (train-images-idx3-ubyte.gz and so on)

          --kinds 0,1         only these; default all ten
          --one-class         train on the kind alone, and find all others; default: train without it, and find it
          --vectors           rows without the shape of pictures, which a detector standardizes
          --likelihood NAME   Gaussian, Bernoulli; default what the library chooses
          --rows 10000        images to train on at most
        """;

    /// <returns>The exit code of the process: 0, or 2 for bad arguments or files.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            Run(args, output);
            return 0;
        }
        catch (BenchmarkInputException e)
        {
            error.WriteLine(e.Message);
            return 2;
        }
    }

    private static void Run(string[] args, TextWriter output)
    {
        string folder = args.Length > 0 && !args[0].StartsWith('-') ? args[0] : throw new BenchmarkInputException(Usage);
        int[] kinds = [.. Enumerable.Range(0, 10)];
        Likelihood? likelihood = null;
        bool oneClass = false;
        bool vectors = false;
        int rows = 10_000;
        for (int i = 1; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--kinds": kinds = [.. Value().Split(',').Select(WholeNumber.Parse)]; break;
                case "--one-class": oneClass = true; break;
                case "--vectors": vectors = true; break;
                case "--likelihood": likelihood = LikelihoodOf(Value()); break;
                case "--rows": rows = WholeNumber.Parse(Value()); break;
                default: throw new BenchmarkInputException($"'{args[i]}' is not an option.\n\n{Usage}");
            }

            string Value() => ++i < args.Length ? args[i] : throw new BenchmarkInputException($"{args[i - 1]} needs a value.");
        }

        Mnist all = Mnist.Read(folder, "train");
        int[] shape = vectors ? [] : [1, all.Side, all.Side];
        (float[] Pixels, byte Kind)[] train = [.. all.Pictures];
        (float[] Pixels, byte Kind)[] test = [.. Mnist.Read(folder, "t10k").Pictures];
        output.WriteLine("kind,score,negative ELBO,typicality");
        foreach (int kind in kinds)
        {
            bool IsNormal((float[] Pixels, byte Kind) image) => (image.Kind == kind) == oneClass;
            var split = new Split(
                [.. train.Where(IsNormal).Take(rows).Select(image => image.Pixels)],
                [.. test.Select(image => image.Pixels)],
                [.. test.Select(image => !IsNormal(image))]);
            output.WriteLine(string.Join(',', Areas(split, shape, likelihood)
                .Select(area => (100 * area).ToString("F1", CultureInfo.InvariantCulture))
                .Prepend($"{kind}")));
        }
    }

    /// <summary>The AUC of the default score, of the negative ELBO, and of the typicality, all of one fit.</summary>
    private static double[] Areas(Split split, int[] shape, Likelihood? likelihood)
    {
        VaeOptions vae = new() { KlDivergenceColumnName = "Kl", ReconstructionErrorColumnName = "Error" };
        VaeAnomalyOptions options = new()
        {
            Vae = likelihood is null ? vae : vae with { Likelihood = likelihood },
            TypicalityColumnName = "Typicality",
        };
        float[][] columns = Detectors.Columns(split, shape, seed: 1, options, "Score", "Kl", "Error", "Typicality");
        return
        [
            Area(columns[0]),
            Area([.. columns[1].Zip(columns[2], (kl, error) => kl + error)]),
            Area(Array.ConvertAll(columns[3], typicality => -typicality)),
        ];

        double Area(float[] scores) => RankingQuality.AreaUnderRoc(scores, split.IsAnomaly);
    }

    private static Likelihood LikelihoodOf(string name) => name switch
    {
        "Gaussian" => Likelihood.Gaussian,
        "Bernoulli" => Likelihood.Bernoulli,
        _ => throw new BenchmarkInputException($"'{name}' is not a likelihood.\n\n{Usage}"),
    };
}

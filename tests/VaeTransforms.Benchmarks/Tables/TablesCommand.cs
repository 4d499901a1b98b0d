using System.Globalization;
using VaeTransforms.Benchmarks.Anomaly;

namespace VaeTransforms.Benchmarks.Tables;

/// <summary>Measures imputation, intervals, synthetic rows, latent codes and speed on tables with mixed columns.</summary>
internal static class TablesCommand
{
    /// <returns>The exit code of the process: 0, or 2 for bad arguments.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            Run(TablesArguments.Parse(args), output);
            return 0;
        }
        catch (BenchmarkInputException e)
        {
            error.WriteLine(e.Message);
            return 2;
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static void Run(TablesArguments arguments, TextWriter output)
    {
        Directory.CreateDirectory(arguments.Output);
        var figures = new Figures(Path.Combine(arguments.Output, "tables.csv"));
        var imputation = new ImputationRuns(arguments, figures, output);
        foreach (string part in arguments.Parts)
        {
            try
            {
                switch (part)
                {
                    case "synthetic":
                        new SyntheticRun(arguments, figures, output).Measure();
                        break;
                    case "imputation":
                        imputation.Impute(withPeers: true);
                        break;
                    case "letter":
                        imputation.ImputeAsGain();
                        break;
                    case "intervals":
                        imputation.Impute(withPeers: false);
                        break;
                    case "probe":
                        new ProbeRun(arguments, figures, output).Measure();
                        break;
                    default:
                        new TableSpeed(arguments, figures, output).Measure();
                        break;
                }
            }
            catch (BenchmarkInputException e)
            {
                // A folder need not have all the data; the other parts still run.
                output.WriteLine($"{part} skipped: {e.Message}");
            }
        }

        string report = TablesReport.Of(figures);
        File.WriteAllText(Path.Combine(arguments.Output, "tables.md"), report);
        output.WriteLine();
        output.WriteLine(report);
    }
}

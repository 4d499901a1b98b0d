using System.Diagnostics;
using Microsoft.ML;

namespace VaeTransforms.Benchmarks.Tables;

/// <summary>Hides cells of HI-VAE's tables, and fills them by the library and by its peers.</summary>
internal sealed class ImputationRuns(TablesArguments arguments, Figures figures, TextWriter output)
{
    public const string Vae = "VaeTransforms";
    public const string Forest = "chained forest";
    public const string Marginal = "mean or mode";

    /// <summary>The sets, from the one that takes least time to the one that takes most.</summary>
    public static readonly string[] AllSets = ["Breast", "Wine", "spam", "letter", "Adult", "defaultCredit"];

    // GAIN's sets, without the column of the class, and its published errors at 20 %.
    public static readonly (string Set, int Class, double Published)[] GainSets = [("letter", 0, 0.1198), ("spam", 57, 0.0513)];

    private string Folder => Path.Combine(arguments.Data, "hivae");

    /// <summary>The error as HI-VAE counts it, and intervals of the same fit.</summary>
    /// <param name="withPeers">Whether to run the other methods too.</param>
    public void Impute(bool withPeers)
    {
        foreach ((int rate, int mask, int seed, string set) in Tasks(AllSets, arguments.Rates))
        {
            HivaeTable table = HivaeTable.Read(Folder, set);
            Fill("imputation", table, table.ReadMask(Folder, rate, mask), (rate, mask, seed), withPeers, HivaeFigures);
        }
    }

    /// <summary>The error as GAIN counts it, on the columns that GAIN has, at 20 %.</summary>
    public void ImputeAsGain()
    {
        foreach ((int rate, int mask, int seed, string set) in Tasks([.. GainSets.Select(one => one.Set)], [20]))
        {
            HivaeTable all = HivaeTable.Read(Folder, set);
            int[] columns = [.. Enumerable.Range(0, all.Columns.Count).Except([GainSets.First(one => one.Set == set).Class])];
            bool[][] hidden = [.. all.ReadMask(Folder, rate, mask).Select(row => HivaeTable.Pick(row, columns))];
            Fill("letter", all.Select(columns), hidden, (rate, mask, seed), withPeers: true, GainFigures);
        }

        static (string, double)[] GainFigures(HivaeTable table, bool[][] hidden, double[][] filled) =>
        [
            ("rmse", GainError.Of(table, hidden, filled, rounds: true)),
            ("rmse unrounded", GainError.Of(table, hidden, filled, rounds: false)),
            .. HivaeFigures(table, hidden, filled),
        ];
    }

    private static (string, double)[] HivaeFigures(HivaeTable table, bool[][] hidden, double[][] filled)
    {
        var error = HivaeError.Of(table, hidden, filled);
        return
        [
            ("error", error.Mean), ("numbers", error.Numbers), ("categories", error.Categories), ("ordinals", error.Ordinals),
        ];
    }

    private IEnumerable<(int Rate, int Mask, int Seed, string Set)> Tasks(string[] sets, int[] rates)
    {
        string[] chosen = [.. sets.Where(set => arguments.Sets?.Contains(set) ?? true)];
        foreach (string missing in chosen.Where(set => !Directory.Exists(Path.Combine(Folder, set))))
        {
            output.WriteLine($"{missing} skipped: there is no folder '{Path.Combine(Folder, missing)}'.");
        }

        return from rate in rates
               from mask in arguments.Masks
               from seed in arguments.Seeds
               from set in chosen
               where Directory.Exists(Path.Combine(Folder, set))
               select (rate, mask, seed, set);
    }

    private void Fill(
        string part,
        HivaeTable table,
        bool[][] hidden,
        (int Rate, int Mask, int Seed) run,
        bool withPeers,
        Func<HivaeTable, bool[][], double[][], (string, double)[]> errors)
    {
        double[][] given = table.Hide(hidden);
        if (withPeers)
        {
            Run(Marginal, 0, () => Marginals.Fill(table.Columns, given));
        }

        FitAndFill(part, table, given, run, filled => errors(table, hidden, filled));
        if (withPeers && arguments.WithForest)
        {
            Run(Forest, run.Seed, () => ChainedForest.Fill(table.Columns, given, run.Seed));
        }

        void Run(string method, int seed, Func<double[][]> fill)
        {
            var key = new FigureKey(part, table.Name, run.Rate, run.Mask, seed, method);
            if (!figures.Has(key))
            {
                var clock = Stopwatch.StartNew();
                double[][] filled = fill();
                Keep(key, [.. errors(table, hidden, filled), ("seconds", clock.Elapsed.TotalSeconds)]);
            }
        }
    }

    private void FitAndFill(
        string part,
        HivaeTable table,
        double[][] given,
        (int Rate, int Mask, int Seed) run,
        Func<double[][], (string, double)[]> errors)
    {
        var key = new FigureKey(part, table.Name, run.Rate, run.Mask, run.Seed, Vae);
        if (figures.Has(key))
        {
            return;
        }

        var mlContext = new MLContext(run.Seed);
        IDataView data = table.View(given);
        var clock = Stopwatch.StartNew();
        using VaeTransformer fitted = mlContext.Transforms
            .VaeEncode("Latent", table.Names, new VaeOptions { Seed = run.Seed, MissingValues = MissingValues.Mask })
            .Fit(data);
        double fit = clock.Elapsed.TotalSeconds;
        clock.Restart();
        double[][] filled = table.Read(fitted.Model.Impute(data));
        double impute = clock.Elapsed.TotalSeconds;
        clock.Restart();
        var coverage = IntervalCoverage.Measure(fitted.Model, table, given);
        Keep(
            key,
            [
                .. errors(filled), ("seconds", fit), ("impute seconds", impute),
                ("interval seconds", clock.Elapsed.TotalSeconds), ("epochs", fitted.Model.Training.BestEpoch),
                ("numbers inside", coverage.Numbers), ("worst number inside", coverage.WorstNumber),
                ("levels inside", coverage.Levels),
            ]);
    }

    private void Keep(FigureKey key, (string Name, double Value)[] values)
    {
        figures.Add(key, values);
        output.WriteLine(FormattableString.Invariant(
            $"{key.Part} {key.Set} {key.Rate} % mask {key.Mask} seed {key.Seed} {key.Method}: ")
            + string.Join(", ", values.Select(value => FormattableString.Invariant($"{value.Name} {value.Value:G4}"))));
    }
}

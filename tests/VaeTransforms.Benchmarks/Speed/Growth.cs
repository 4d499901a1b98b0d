using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace VaeTransforms.Benchmarks.Speed;

/// <summary>
/// Time and memory as rows and features grow, with a new process for each point. <c>growth [FOLDER]</c> prints tables with
/// fitted exponents and writes two charts.
/// </summary>
internal static class Growth
{
    /// <summary>The command of a child process, which measures one point.</summary>
    public const string Child = "growth-point";

    private const int RowsOfManyFeatures = 5_000;

    // The axis goes on behind the ends of the lines by this share, so that their names have room.
    private const double RoomForNames = 0.85;

    private static readonly string[] Measures = ["Fit, one epoch", "Transform to Latent", "peak memory"];

    public static void Print(IReadOnlyList<string> arguments)
    {
        string folder = arguments.Count > 0 ? arguments[0] : ".";
        double start = Point(rows: 10, width: 2, fits: false)[2];
        Print(
            "rows",
            $"{Sensors.Width} features",
            new[] { 10_000, 100_000, 1_000_000 }.Select(rows => (rows, Point(rows, Sensors.Width))),
            start,
            Path.Combine(folder, "growth-rows.svg"));
        Print(
            "features",
            string.Create(CultureInfo.InvariantCulture, $"{RowsOfManyFeatures:N0} rows"),
            new[] { 10, 100, 1_000, 10_000 }.Select(width => (width, Point(RowsOfManyFeatures, width))),
            start,
            Path.Combine(folder, "growth-features.svg"));
    }

    /// <summary>Measures one point in a child process.</summary>
    /// <param name="arguments">The number of rows, the number of features, and whether to fit at all.</param>
    public static void Measure(IReadOnlyList<string> arguments)
    {
        int rows = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        int width = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        var mlContext = new MLContext(1);

        // The first fit and the first batch of a process also load libraries and compile code.
        Fit(mlContext, 100, width: 10, out double fit, out double transform);
        if (bool.Parse(arguments[2]))
        {
            Fit(mlContext, rows, width, out fit, out transform);
        }

        using var process = Process.GetCurrentProcess();
        ChildProcess.Answer(fit, transform, process.PeakWorkingSet64);
    }

    private static void Fit(MLContext mlContext, int rows, int width, out double fit, out double transform)
    {
        // A few rows are repeated, so that the source takes little time and memory.
        Sensors.Row[] some = Sensors.Rows(Math.Min(rows, 500), width);
        IDataView data = mlContext.Data.LoadFromEnumerable(
            Enumerable.Range(0, rows).Select(i => some[i % some.Length]), Sensors.Schema(width));
        VaeTransformer? vae = null;
        VaeEstimator estimator = mlContext.Transforms.VaeEncode(
            "Latent", "Features", new VaeOptions { Epochs = 1, Seed = 1 });
        fit = PairedTiming.Seconds(() => vae = estimator.Fit(data));
        transform = PairedTiming.Seconds(() => Sensors.Sum(vae!.Transform(data), "Latent"));
        vae!.Dispose();
    }

    private static double[] Point(int rows, int width, bool fits = true) => ChildProcess.Run(
        Child,
        rows.ToString(CultureInfo.InvariantCulture),
        width.ToString(CultureInfo.InvariantCulture),
        fits.ToString()).Numbers;

    private static void Print(
        string axis, string rest, IEnumerable<(int Size, double[] Values)> points, double start, string chartPath)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        Console.WriteLine($"| {axis}, at {rest} | {string.Join(" | ", Measures)} |");
        Console.WriteLine("| ---: | ---: | ---: | ---: |");
        var measured = new List<(int Size, double[] Values)>();
        foreach ((int size, double[] values) in points)
        {
            values[2] = (values[2] - start) / 1e6;
            measured.Add((size, values));
            Console.WriteLine(string.Create(
                invariant, $"| {size:N0} | {values[0]:F2} s | {values[1]:F3} s | {values[2]:F0} MB |"));
        }

        double[] exponents = [.. Measures.Select((_, i) => Exponent([.. measured.Select(p => ((double)p.Size, p.Values[i]))]))];
        Console.WriteLine(string.Create(invariant, $"| exponent | {exponents[0]:F2} | {exponents[1]:F2} | {exponents[2]:F2} |"));
        Console.WriteLine();
        Draw(axis, rest, measured, exponents, chartPath);
    }

    /// <summary>The slope of the line through the logarithms, by least squares.</summary>
    private static double Exponent((double Size, double Value)[] points)
    {
        (double X, double Y)[] logs = [.. points.Select(p => (Math.Log(p.Size), Math.Log(p.Value)))];
        double x = logs.Average(p => p.X);
        double y = logs.Average(p => p.Y);
        return logs.Sum(p => (p.X - x) * (p.Y - y)) / logs.Sum(p => (p.X - x) * (p.X - x));
    }

    private static void Draw(
        string axis, string rest, List<(int Size, double[] Values)> points, double[] exponents, string path)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        var model = new PlotModel
        {
            Title = $"Cost as {axis} grow, at {rest}",
            TitleFontSize = 14,
            TitleFontWeight = FontWeights.Normal,
            DefaultFont = "Helvetica, Arial, sans-serif",
            Culture = invariant,
            Background = OxyColors.White,
            PlotMargins = new OxyThickness(76, double.NaN, 24, double.NaN),
        };
        (double first, double last) = (points[0].Size, points[^1].Size);
        model.Axes.Add(Logarithmic(AxisPosition.Bottom, axis, first / 1.5, last * Math.Pow(last / first, RoomForNames)));
        model.Axes.Add(Logarithmic(AxisPosition.Left, "seconds, or gigabytes", double.NaN, double.NaN));
        for (int i = 0; i < Measures.Length; i++)
        {
            var series = new LineSeries { MarkerType = MarkerType.Circle };
            series.Points.AddRange(points.Select(p => new DataPoint(p.Size, i == 2 ? p.Values[i] / 1e3 : p.Values[i])));
            model.Series.Add(series);
            model.Annotations.Add(new TextAnnotation
            {
                Text = string.Create(invariant, $"{Measures[i]}, exponent {exponents[i]:F2}"),
                TextPosition = series.Points[^1],
                Offset = new ScreenVector(8, 0),
                TextHorizontalAlignment = HorizontalAlignment.Left,
                TextVerticalAlignment = VerticalAlignment.Middle,
                StrokeThickness = 0,
            });
        }

        using FileStream file = File.Create(path);
        new SvgExporter { Width = 640, Height = 360, UseVerticalTextAlignmentWorkaround = true }.Export(model, file);
    }

    private static LogarithmicAxis Logarithmic(AxisPosition position, string title, double minimum, double maximum) => new()
    {
        Position = position,
        Title = title,
        Minimum = minimum,
        Maximum = maximum,
        AxisTitleDistance = 14,
        PowerPadding = false,
        MinimumPadding = 0.05,
        MaximumPadding = 0.12,
        StringFormat = "#,0.####",
        MajorGridlineStyle = LineStyle.Dot,
    };
}

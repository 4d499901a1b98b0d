using System.Globalization;
using Microsoft.ML;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>Rows as points of the latent space, colored by their labels.</summary>
public static class LatentScatter
{
    private const int Width = 800;
    private const int Height = 680;
    private const double MarkerSize = 3;

    /// <summary>Draws codes without labels.</summary>
    /// <param name="codes">Latent means, [n], each [K], K from 2.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <returns>Both axes have the same scale. A dashed circle holds 95 % of the prior's mass.</returns>
    /// <exception cref="ArgumentException">
    /// There are no codes, K is 1, codes differ in length, or a value is not finite.
    /// </exception>
    public static Picture Draw(IReadOnlyList<float[]> codes, LatentScatterOptions? options = null) =>
        Compose(codes, [], options ?? new LatentScatterOptions());

    /// <summary>Draws codes with a color and a marker for each label.</summary>
    /// <param name="codes">Latent means, [n], each [K], K from 2.</param>
    /// <param name="labels">Labels or clusters, [n]. Of more than 28 distinct labels, the rarest are drawn as one class.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <returns>Both axes have the same scale. A dashed circle holds 95 % of the prior's mass.</returns>
    /// <exception cref="ArgumentException">
    /// There are no codes, K is 1, codes differ in length, a value is not finite, or there is not one label per code.
    /// </exception>
    public static Picture Draw(
        IReadOnlyList<float[]> codes, IReadOnlyList<string> labels, LatentScatterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(codes);
        RowChecks.RequireEach(labels, codes.Count, "label", "code");
        return Compose(codes, labels, options ?? new LatentScatterOptions());
    }

    /// <inheritdoc cref="Draw(IReadOnlyList{float[]}, IReadOnlyList{string}, LatentScatterOptions?)"/>
    public static Picture Draw(
        IReadOnlyList<float[]> codes, IReadOnlyList<int> labels, LatentScatterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return Draw(codes, [.. labels.Select(label => label.ToString(CultureInfo.InvariantCulture))], options);
    }

    /// <summary>Draws the codes of a view's rows.</summary>
    /// <param name="data">The output of a pipeline with <c>VaeEncode</c>.</param>
    /// <param name="latentColumnName">The column of latent means.</param>
    /// <param name="labelColumnName">
    /// A column of labels or clusters: a key, text, a Boolean or a number. Null, the default, draws codes without labels.
    /// </param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <returns>Both axes have the same scale. A dashed circle holds 95 % of the prior's mass.</returns>
    /// <exception cref="ArgumentException">
    /// A column is missing or of another type, or its codes cannot be drawn.
    /// </exception>
    public static Picture Draw(
        IDataView data, string latentColumnName, string? labelColumnName = null, LatentScatterOptions? options = null)
    {
        float[][] codes = ViewColumns.Vectors(data, latentColumnName);
        if (labelColumnName is null)
        {
            return Draw(codes, options);
        }

        string[] labels = ViewColumns.Labels(data, labelColumnName);
        return Draw(codes, labels, options ?? new LatentScatterOptions { LabelName = labelColumnName });
    }

    private static Picture Compose(IReadOnlyList<float[]> codes, IReadOnlyList<string> labels, LatentScatterOptions options)
    {
        LatentPlane plane = LatentPlane.For(codes, options.Dimensions);
        PlotModel plot = PlotFrame.Create();
        plot.PlotType = PlotType.Cartesian;
        plot.Axes.Add(PlotFrame.Axis(AxisPosition.Bottom, plane.TitleX));
        plot.Axes.Add(PlotFrame.Axis(AxisPosition.Left, plane.TitleY));
        PriorCircle.AddTo(plot, plane.Project(new float[codes[0].Length]));

        int[] rows = RowSelection.Of(codes.Count, options.MaxPoints);
        ClassList classes = ClassList.Of(labels);
        bool hasClasses = classes.Names.Count > 0;

        // The rows of no class come first, below the classes.
        float[][] others = CodesOf(null);
        if (others.Length > 0)
        {
            OxyColor color = hasClasses ? Palette.Muted : Palette.Blue;
            plot.Series.Add(Points(plane, others, color, MarkerType.Circle, hasClasses ? classes.Rest : null));
        }

        foreach ((int index, string name) in classes.Names.Index())
        {
            plot.Series.Add(Points(
                plane, CodesOf(index), Palette.Color(index), Palette.Marker(index), PictureText.Short(name)));
        }

        if (hasClasses)
        {
            PlotFrame.AddLegend(plot, options.LabelName);
        }

        return PlotPicture.Create(options.Title ?? Heading(codes.Count, rows.Length), Width, Height, plot);

        float[][] CodesOf(int? index) => [.. rows.Where(row => classes.IndexOf(row) == index).Select(row => codes[row])];
    }

    private static string Heading(int rows, int drawn)
    {
        string selection = rows == drawn ? "" : string.Create(CultureInfo.InvariantCulture, $", {drawn:N0} of them drawn");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Latent means of {rows:N0} rows{selection}; the dashed circle holds 95 % of the prior");
    }

    private static ScatterSeries Points(LatentPlane plane, float[][] codes, OxyColor color, MarkerType marker, string? name)
    {
        var series = new ScatterSeries
        {
            Title = name,
            MarkerType = marker,
            MarkerSize = MarkerSize,
            MarkerFill = OxyColor.FromAColor(180, color),
            MarkerStrokeThickness = 0,
        };
        series.Points.AddRange(codes.Select(code =>
        {
            (double x, double y) = plane.Project(code);
            return new ScatterPoint(x, y);
        }));
        return series;
    }
}

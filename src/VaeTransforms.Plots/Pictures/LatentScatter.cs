using System.Globalization;
using Microsoft.ML;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>Rows as points of the latent space, coloured by what they are.</summary>
public static class LatentScatter
{
    private const int Width = 800;
    private const int Height = 680;
    private const double MarkerSize = 3;

    /// <summary>Draws codes alone.</summary>
    /// <param name="codes">[n] latent means, each [K], K from 2.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>Both axes have one scale; a dashed circle holds 95 % of the prior's mass.</returns>
    /// <exception cref="ArgumentException">There are no codes, or of one dimension, or of several lengths, or a value is not finite.</exception>
    public static Picture Draw(IReadOnlyList<float[]> codes, LatentScatterOptions? options = null) =>
        Compose(codes, [], options ?? new LatentScatterOptions());

    /// <summary>Draws codes in the colours and shapes of their labels.</summary>
    /// <param name="codes">[n] latent means, each [K], K from 2.</param>
    /// <param name="labels">[n] labels or clusters. Of more than 28 different ones, the rarest are drawn as one.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>Both axes have one scale; a dashed circle holds 95 % of the prior's mass.</returns>
    /// <exception cref="ArgumentException">
    /// There are no codes, or of one dimension, or of several lengths, or a value is not finite, or there are more or fewer labels.
    /// </exception>
    public static Picture Draw(IReadOnlyList<float[]> codes, IReadOnlyList<string> labels, LatentScatterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(codes);
        RowLength.RequireEach(labels, codes.Count, "label", "code");
        return Compose(codes, labels, options ?? new LatentScatterOptions());
    }

    /// <inheritdoc cref="Draw(IReadOnlyList{float[]}, IReadOnlyList{string}, LatentScatterOptions?)"/>
    public static Picture Draw(IReadOnlyList<float[]> codes, IReadOnlyList<int> labels, LatentScatterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return Draw(codes, [.. labels.Select(label => label.ToString(CultureInfo.InvariantCulture))], options);
    }

    /// <summary>Draws the codes of a view's rows.</summary>
    /// <param name="data">What a pipeline with <c>VaeEncode</c> gives.</param>
    /// <param name="latentColumnName">The column of latent means.</param>
    /// <param name="labelColumnName">Labels or clusters: a key, text, a Boolean or a number; null, the default, for none.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>Both axes have one scale; a dashed circle holds 95 % of the prior's mass.</returns>
    /// <exception cref="ArgumentException">A column is missing or of another type, or its codes cannot be drawn.</exception>
    public static Picture Draw(IDataView data, string latentColumnName, string? labelColumnName = null, LatentScatterOptions? options = null)
    {
        float[][] codes = ViewColumns.Vectors(data, latentColumnName);
        return labelColumnName is null
            ? Draw(codes, options)
            : Draw(codes, ViewColumns.Labels(data, labelColumnName), options ?? new LatentScatterOptions { LabelName = labelColumnName });
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
        foreach ((string name, int index) in classes.Names.Select((name, index) => (name, index)))
        {
            plot.Series.Add(Points(plane, [.. rows.Where(row => classes.IndexOf(row) == index).Select(row => codes[row])], Palette.Color(index), Palette.Marker(index), Words.Short(name)));
        }

        // Below the others, which are more.
        int[] others = [.. rows.Where(row => classes.IndexOf(row) is null)];
        if (others.Length > 0)
        {
            bool isAll = classes.Names.Count == 0;
            plot.Series.Insert(0, Points(plane, [.. others.Select(row => codes[row])], isAll ? Palette.Blue : Palette.Muted, MarkerType.Circle, isAll ? null : classes.Rest));
        }

        if (classes.Names.Count > 0)
        {
            PlotFrame.AddLegend(plot, options.LabelName);
        }

        string shown = rows.Length == codes.Count ? "" : string.Create(CultureInfo.InvariantCulture, $", {rows.Length:N0} of them drawn");
        string title = options.Title ?? string.Create(CultureInfo.InvariantCulture, $"Latent means of {codes.Count:N0} rows{shown}; the dashed circle holds 95 % of the prior");
        return new Picture(title, Width, Height, new PlotPanel(plot, new OxyRect(0, Picture.HeadingHeight, Width, Height - Picture.HeadingHeight)));
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

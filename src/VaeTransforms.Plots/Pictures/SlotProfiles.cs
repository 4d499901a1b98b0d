using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>Rows that are not images: the value of each slot beside its reconstruction.</summary>
public static class SlotProfiles
{
    private const int Width = 800;
    private const int MaxRows = 4;
    private const int SlotHeight = 17;
    private const int CurveHeight = 190;
    private const int AxisHeight = 64;

    /// <summary>Draws rows and their reconstructions.</summary>
    /// <param name="model">The model that reconstructs the rows, at their latent means. Its slot names are on the axis.</param>
    /// <param name="rows">[n], n from 1 to 4, each [D], in the input's own units.</param>
    /// <param name="reference">
    /// Rows such as the training rows. The mean and the standard deviation of each of their slots become 0 and 1 of the axis.
    /// Null, the default, draws in the input's own units, which makes sense where all slots have the same unit.
    /// </param>
    /// <param name="names">[n], titles of the panels; null, the default, for the numbers of the rows.</param>
    /// <param name="title">The heading; null, the default, for a heading that describes the picture.</param>
    /// <exception cref="ArgumentException">
    /// There are no rows or more than 4, a row or a reference row has another length than D, or a value is not finite.
    /// </exception>
    public static Picture Draw(
        VaeModel model,
        IReadOnlyList<float[]> rows,
        IReadOnlyList<float[]>? reference = null,
        IReadOnlyList<string>? names = null,
        string? title = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Draw(rows, model.Reconstruct(rows), model.SlotNames, reference, names, title);
    }

    /// <summary>Draws rows and other rows that correspond to them.</summary>
    /// <param name="inputs">[n], n from 1 to 4, each [D].</param>
    /// <param name="reconstructions">[n], each [D].</param>
    /// <param name="slotNames">[D]; null, the default, for the numbers of the slots.</param>
    /// <param name="reference">
    /// Rows whose mean and standard deviation, slot by slot, become 0 and 1 of the axis; null, the default, to draw in the
    /// input's own units.
    /// </param>
    /// <param name="names">[n], titles of the panels; null, the default, for the numbers of the rows.</param>
    /// <param name="title">The heading; null, the default, for a heading that describes the picture.</param>
    /// <returns>
    /// Up to 60 slots: panels side by side, with a line for each slot. Above: panels below each other, with curves over the
    /// slots.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// There are no rows or more than 4, lengths or counts differ, or a value is not finite.
    /// </exception>
    public static Picture Draw(
        IReadOnlyList<float[]> inputs,
        IReadOnlyList<float[]> reconstructions,
        IReadOnlyList<string>? slotNames = null,
        IReadOnlyList<float[]>? reference = null,
        IReadOnlyList<string>? names = null,
        string? title = null)
    {
        int size = RowChecks.RequireFinite(inputs, "input");
        RowChecks.RequireEach(reconstructions, inputs.Count, "reconstruction", "input");
        RowChecks.RequireFinite([.. inputs, .. reconstructions, .. reference ?? []], "row");
        string[] slots = [.. SlotNames.OrNumbers(slotNames, size).Select(PictureText.Short)];
        RowChecks.RequireEach(slots, size, "slot name", "slot");
        string[] panels = [.. names ?? [.. Enumerable.Range(0, inputs.Count).Select(row => $"row {row}")]];
        RowChecks.RequireEach(panels, inputs.Count, "name", "input");
        if (inputs.Count > MaxRows)
        {
            throw new ArgumentException(
                $"The picture shows at most {MaxRows} rows, but {inputs.Count} were given. Select some of them.", nameof(inputs));
        }

        Func<float[], double[]> scaled = Scaling(reference, size);
        Profile[] profiles = [.. inputs.Zip(reconstructions, panels)
            .Select(row => new Profile(scaled(row.First), scaled(row.Second), row.Third))];
        string unit = reference is null ? "value" : "standard deviations from the mean";
        return size <= SlotNames.MaxNamed
            ? Lines(profiles, slots, unit, title ?? "Inputs (dots) and reconstructions (diamonds), slot by slot")
            : Curves(profiles, unit, title ?? "Inputs (solid) and reconstructions (dashed) over the slots");
    }

    private static Picture Lines(Profile[] profiles, string[] slots, string unit, string heading)
    {
        var letters = new LetterWidths(Width, Width);
        double left = 16 + slots.Max(slot => PictureText.Width(letters, slot));
        double panelWidth = (Width - left - 8) / profiles.Length;
        int height = AxisHeight + (slots.Length * SlotHeight) + 20;
        (double low, double high) = Range(profiles);
        return new Picture(heading, Width, Picture.HeadingHeight + height, [.. profiles.Select((profile, place) =>
        {
            // The first panel also has the names of the slots.
            bool isFirst = place == 0;
            PlotModel plot = PlotFrame.Create(left: isFirst ? left : 8, top: 4, right: 8);
            plot.Axes.Add(PlotFrame.Axis(AxisPosition.Bottom, unit, low, high));
            plot.Axes.Add(SlotAxis(slots, isFirst));
            PlotFrame.SetTitle(plot, profile.Name);
            AddSlots(plot, profile);
            double x = isFirst ? 0 : left + (place * panelWidth);
            return new PlotPanel(
                plot, new OxyRect(x, Picture.HeadingHeight, panelWidth + (isFirst ? left : 0), height));
        })]);
    }

    private static CategoryAxis SlotAxis(string[] slots, bool hasNames)
    {
        CategoryAxis axis = PlotFrame.Names(AxisPosition.Left, slots);
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.IsTickCentered = true;
        axis.LabelField = null;
        axis.TextColor = hasNames ? Palette.Text : OxyColors.Transparent;
        return axis;
    }

    private static void AddSlots(PlotModel plot, Profile profile)
    {
        // Lines from input to reconstruction: the longer the line, the larger the error.
        var gaps = new LineSeries { Color = Palette.Muted, StrokeThickness = 1.5 };
        for (int slot = 0; slot < profile.Input.Length; slot++)
        {
            gaps.Points.Add(new DataPoint(profile.Input[slot], slot));
            gaps.Points.Add(new DataPoint(profile.Reconstruction[slot], slot));
            gaps.Points.Add(DataPoint.Undefined);
        }

        plot.Series.Add(gaps);
        plot.Series.Add(Markers(profile.Input, Palette.Blue, MarkerType.Circle));
        plot.Series.Add(Markers(profile.Reconstruction, Palette.Vermilion, MarkerType.Diamond));
    }

    private static Picture Curves(Profile[] profiles, string unit, string heading)
    {
        (double low, double high) = Range(profiles);
        int height = Picture.HeadingHeight + (profiles.Length * CurveHeight);
        return new Picture(heading, Width, height, [.. profiles.Select((profile, place) =>
        {
            PlotModel plot = PlotFrame.Create(top: 4, right: 24);
            plot.Axes.Add(PlotFrame.Axis(AxisPosition.Bottom, "slot", 0, profile.Input.Length - 1));
            plot.Axes.Add(PlotFrame.Axis(AxisPosition.Left, unit, low, high));
            PlotFrame.SetTitle(plot, profile.Name);
            plot.Series.Add(Curve(profile.Input, Palette.Blue, LineStyle.Solid));
            plot.Series.Add(Curve(profile.Reconstruction, Palette.Vermilion, LineStyle.Dash));
            return new PlotPanel(
                plot, new OxyRect(0, Picture.HeadingHeight + (place * CurveHeight), Width, CurveHeight));
        })]);
    }

    private static ScatterSeries Markers(double[] values, OxyColor color, MarkerType marker)
    {
        var series = new ScatterSeries
        {
            MarkerType = marker,
            MarkerSize = 4,
            MarkerFill = color,
            MarkerStrokeThickness = 0,
        };
        series.Points.AddRange(values.Select((value, slot) => new ScatterPoint(value, slot)));
        return series;
    }

    private static LineSeries Curve(double[] values, OxyColor color, LineStyle style)
    {
        var series = new LineSeries { Color = color, LineStyle = style, StrokeThickness = 1.5 };
        series.Points.AddRange(values.Select((value, slot) => new DataPoint(slot, value)));
        return series;
    }

    private static (double Low, double High) Range(Profile[] profiles)
    {
        double[] all = [.. profiles.SelectMany(profile => profile.Input.Concat(profile.Reconstruction))];
        double padding = 0.05 * Math.Max(all.Max() - all.Min(), 1e-9);
        return (all.Min() - padding, all.Max() + padding);
    }

    private static Func<float[], double[]> Scaling(IReadOnlyList<float[]>? reference, int size)
    {
        if (reference is null)
        {
            return row => Array.ConvertAll(row, value => (double)value);
        }

        double[] mean = [.. Enumerable.Range(0, size).Select(slot => reference.Average(row => (double)row[slot]))];

        // A constant slot is divided by 1, not by 0.
        double[] deviation = [.. Enumerable.Range(0, size)
            .Select(slot => Math.Sqrt(reference.Average(row => Math.Pow(row[slot] - mean[slot], 2))))
            .Select(value => value > 0 ? value : 1)];
        return row => [.. row.Select((value, slot) => (value - mean[slot]) / deviation[slot])];
    }

    private sealed record Profile(double[] Input, double[] Reconstruction, string Name);
}

using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>Rows that are no images: each slot's value beside what the model makes of it.</summary>
public static class SlotProfiles
{
    private const int Width = 800;
    private const int MostRows = 4;

    // Each of these has a line and a name of its own; more of them are drawn as a curve.
    private const int MostNamedSlots = 60;
    private const int SlotHeight = 17;
    private const int CurveHeight = 190;
    private const int AxisHeight = 64;

    /// <summary>Draws rows and their reconstructions.</summary>
    /// <param name="model">Reconstructs the rows at their latent means, and knows the names of its slots.</param>
    /// <param name="rows">[n] from 1 to 4, each [D], in the input's own units.</param>
    /// <param name="reference">
    /// Rows whose mean and standard deviation, slot by slot, become 0 and 1 of the axis, such as those trained on; null, the
    /// default, to draw in the input's own units, which is of use where they are one.
    /// </param>
    /// <param name="names">[n] what the rows are, over their panels; null for their numbers.</param>
    /// <param name="title">The heading; null for one that says what is drawn.</param>
    /// <exception cref="ArgumentException">There are no rows or too many, a row or a reference has another length than D, or a value is not finite.</exception>
    public static Picture Draw(
        VaeModel model, IReadOnlyList<float[]> rows, IReadOnlyList<float[]>? reference = null, IReadOnlyList<string>? names = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Draw(rows, model.Reconstruct(rows), model.SlotNames, reference, names, title);
    }

    /// <summary>Draws rows and others that belong to them.</summary>
    /// <param name="inputs">[n] from 1 to 4, each [D].</param>
    /// <param name="reconstructions">[n], each [D].</param>
    /// <param name="slotNames">[D]; null for their numbers.</param>
    /// <param name="reference">
    /// Rows whose mean and standard deviation, slot by slot, become 0 and 1 of the axis; null, the default, to draw in the input's own units.
    /// </param>
    /// <param name="names">[n] what the rows are, over their panels; null for their numbers.</param>
    /// <param name="title">The heading; null for one that says what is drawn.</param>
    /// <returns>
    /// Panels beside each other with a line for each slot up to 60 slots; above that, panels below each other with a curve over the slots.
    /// </returns>
    /// <exception cref="ArgumentException">There are no rows or too many, lengths or counts differ, or a value is not finite.</exception>
    public static Picture Draw(
        IReadOnlyList<float[]> inputs,
        IReadOnlyList<float[]> reconstructions,
        IReadOnlyList<string>? slotNames = null,
        IReadOnlyList<float[]>? reference = null,
        IReadOnlyList<string>? names = null,
        string? title = null)
    {
        int size = RowLength.OfFinite(inputs, "input");
        RowLength.RequireEach(reconstructions, inputs.Count, "reconstruction", "input");
        RowLength.OfFinite([.. inputs, .. reconstructions, .. reference ?? []], "row");
        string[] slots = [.. (slotNames ?? [.. Enumerable.Range(0, size).Select(slot => slot.ToString(CultureInfo.InvariantCulture))]).Select(Words.Short)];
        RowLength.RequireEach(slots, size, "slot name", "slot");
        string[] panels = [.. names ?? [.. Enumerable.Range(0, inputs.Count).Select(row => $"row {row}")]];
        RowLength.RequireEach(panels, inputs.Count, "name", "input");
        if (inputs.Count > MostRows)
        {
            throw new ArgumentException($"At most {MostRows} rows can be read beside each other, but there are {inputs.Count}. Choose some.", nameof(inputs));
        }

        Func<float[], double[]> scaled = Scaling(reference, size);
        Profile[] profiles = [.. inputs.Zip(reconstructions, panels).Select(row => new Profile(scaled(row.First), scaled(row.Second), row.Third))];
        string unit = reference is null ? "value" : "standard deviations from the mean";
        string heading = title ?? "Inputs (dots) and reconstructions (diamonds), slot by slot";
        return size <= MostNamedSlots ? Lines(profiles, slots, unit, heading) : Curves(profiles, unit, title ?? "Inputs (solid) and reconstructions (dashed) over the slots");
    }

    private static Picture Lines(Profile[] profiles, string[] slots, string unit, string heading)
    {
        var letters = new LetterWidths(Width, Width);
        double left = 16 + slots.Max(slot => Words.Width(letters, slot));
        double panelWidth = (Width - left - 8) / profiles.Length;
        int height = AxisHeight + (slots.Length * SlotHeight) + 20;
        (double low, double high) = Range(profiles);
        return new Picture(heading, Width, Picture.HeadingHeight + height, [.. profiles.Select((profile, place) =>
        {
            bool isFirst = place == 0;
            PlotModel plot = PlotFrame.Create(left: isFirst ? left : 8, top: 4, right: 8);
            plot.Axes.Add(PlotFrame.Axis(AxisPosition.Bottom, unit, low, high));
            CategoryAxis axis = PlotFrame.Names(AxisPosition.Left, slots);
            axis.MajorGridlineStyle = LineStyle.Solid;
            axis.IsTickCentered = true;
            axis.LabelField = null;
            axis.TextColor = isFirst ? Palette.Text : OxyColors.Transparent;
            plot.Axes.Add(axis);
            PlotFrame.SetTitle(plot, profile.Name);

            // From input to reconstruction: the longer, the worse the model knows the slot.
            var gaps = new LineSeries { Color = Palette.Muted, StrokeThickness = 1.5 };
            for (int slot = 0; slot < slots.Length; slot++)
            {
                gaps.Points.AddRange([new DataPoint(profile.Input[slot], slot), new DataPoint(profile.Reconstruction[slot], slot), DataPoint.Undefined]);
            }

            plot.Series.Add(gaps);
            plot.Series.Add(Markers(profile.Input, Palette.Blue, MarkerType.Circle));
            plot.Series.Add(Markers(profile.Reconstruction, Palette.Vermilion, MarkerType.Diamond));
            return new PlotPanel(plot, new OxyRect(isFirst ? 0 : left + (place * panelWidth), Picture.HeadingHeight, panelWidth + (isFirst ? left : 0), height));
        })]);
    }

    private static Picture Curves(Profile[] profiles, string unit, string heading)
    {
        (double low, double high) = Range(profiles);
        return new Picture(heading, Width, Picture.HeadingHeight + (profiles.Length * CurveHeight), [.. profiles.Select((profile, place) =>
        {
            PlotModel plot = PlotFrame.Create(top: 4, right: 24);
            plot.Axes.Add(PlotFrame.Axis(AxisPosition.Bottom, "slot", 0, profile.Input.Length - 1));
            plot.Axes.Add(PlotFrame.Axis(AxisPosition.Left, unit, low, high));
            PlotFrame.SetTitle(plot, profile.Name);
            plot.Series.Add(Curve(profile.Input, Palette.Blue, LineStyle.Solid));
            plot.Series.Add(Curve(profile.Reconstruction, Palette.Vermilion, LineStyle.Dash));
            return new PlotPanel(plot, new OxyRect(0, Picture.HeadingHeight + (place * CurveHeight), Width, CurveHeight));
        })]);
    }

    private static ScatterSeries Markers(double[] values, OxyColor color, MarkerType marker)
    {
        var series = new ScatterSeries { MarkerType = marker, MarkerSize = 4, MarkerFill = color, MarkerStrokeThickness = 0 };
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

        // A constant slot divides by 1, not by 0.
        double[] deviation = [.. Enumerable.Range(0, size)
            .Select(slot => Math.Sqrt(reference.Average(row => Math.Pow(row[slot] - mean[slot], 2))))
            .Select(value => value > 0 ? value : 1)];
        return row => [.. row.Select((value, slot) => (value - mean[slot]) / deviation[slot])];
    }

    private sealed record Profile(double[] Input, double[] Reconstruction, string Name);
}

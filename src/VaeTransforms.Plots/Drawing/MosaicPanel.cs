using OxyPlot;

namespace VaeTransforms.Plots.Drawing;

/// <summary>A mosaic with words beside its rows and columns.</summary>
/// <param name="mosaic">The images.</param>
/// <param name="left">Pixels from the picture's left edge.</param>
/// <param name="top">Pixels from the picture's upper edge.</param>
internal sealed class MosaicPanel(Mosaic mosaic, int left, int top) : Panel
{
    private const double ToTheWords = 6;

    /// <summary>[rows] names at the left, one or several lines each.</summary>
    public IReadOnlyList<string> RowNames { get; init; } = [];

    /// <summary>[columns] names below.</summary>
    public IReadOnlyList<string> ColumnNames { get; init; } = [];

    /// <summary>What the column names are, below them.</summary>
    public string? ColumnTitle { get; init; }

    /// <summary>What the row names are, at their left.</summary>
    public string? RowTitle { get; init; }

    public override void Draw(IRenderContext context)
    {
        context.DrawImage(mosaic.Image, 0, 0, mosaic.Width, mosaic.Height, left, top, mosaic.Width, mosaic.Height, opacity: 1, interpolate: false);
        double bottom = top + mosaic.Height + ToTheWords;
        double middle = left + (mosaic.Width / 2.0);
        int everyRow = (int)Math.Ceiling(Words.LineHeight / (mosaic.TileHeight + mosaic.Gap));
        for (int row = RowNames.Count / 2 % everyRow; row < RowNames.Count; row += everyRow)
        {
            Words.Draw(context, RowNames[row], left - ToTheWords, top + mosaic.Top(row) + (mosaic.TileHeight / 2.0), HorizontalAlignment.Right, VerticalAlignment.Middle);
        }

        // Around the middle, as many as have room.
        int every = ColumnNames.Count == 0 ? 1 : (int)Math.Ceiling((ColumnNames.Max(name => Words.Width(context, name)) + ToTheWords) / (mosaic.TileWidth + mosaic.Gap));
        for (int column = mosaic.Columns / 2 % every; column < ColumnNames.Count; column += every)
        {
            Words.Draw(context, ColumnNames[column], left + mosaic.Left(column) + (mosaic.TileWidth / 2.0), bottom, HorizontalAlignment.Center, VerticalAlignment.Top);
        }

        if (ColumnTitle is not null)
        {
            Words.Draw(context, ColumnTitle, middle, bottom + (ColumnNames.Count > 0 ? Words.LineHeight : 0), HorizontalAlignment.Center, VerticalAlignment.Top);
        }

        if (RowTitle is not null)
        {
            double names = RowNames.Max(name => Words.Width(context, name));
            Words.Draw(context, RowTitle, left - names - (3 * ToTheWords), top + (mosaic.Height / 2.0), HorizontalAlignment.Center, VerticalAlignment.Middle, rotation: -90);
        }
    }
}

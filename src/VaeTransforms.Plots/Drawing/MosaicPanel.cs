using OxyPlot;

namespace VaeTransforms.Plots.Drawing;

/// <summary>A mosaic with text beside its rows and columns.</summary>
/// <param name="mosaic">The images.</param>
/// <param name="left">Pixels from the picture's left edge.</param>
/// <param name="top">Pixels from the picture's upper edge.</param>
/// <param name="text">The names and titles.</param>
internal sealed class MosaicPanel(Mosaic mosaic, int left, int top, MosaicBlock text) : Panel
{
    private const double TextGap = 6;

    private double Bottom => top + mosaic.Height + TextGap;

    public override void Draw(IRenderContext context)
    {
        (int width, int height) = (mosaic.Width, mosaic.Height);
        context.DrawImage(mosaic.Image, 0, 0, width, height, left, top, width, height, opacity: 1, interpolate: false);
        DrawRowNames(context);
        DrawColumnNames(context);
        DrawTitles(context);
    }

    private void DrawRowNames(IRenderContext context)
    {
        int every = (int)Math.Ceiling(PictureText.LineHeight / (mosaic.TileHeight + mosaic.Gap));
        for (int row = text.RowNames.Count / 2 % every; row < text.RowNames.Count; row += every)
        {
            double middle = top + mosaic.Top(row) + (mosaic.TileHeight / 2.0);
            PictureText.Draw(
                context, text.RowNames[row], left - TextGap, middle, HorizontalAlignment.Right, VerticalAlignment.Middle);
        }
    }

    private void DrawColumnNames(IRenderContext context)
    {
        if (text.ColumnNames.Count == 0)
        {
            return;
        }

        // As many names as have room, spaced evenly around the middle column.
        double widest = text.ColumnNames.Max(name => PictureText.Width(context, name)) + TextGap;
        int every = (int)Math.Ceiling(widest / (mosaic.TileWidth + mosaic.Gap));
        for (int column = mosaic.Columns / 2 % every; column < text.ColumnNames.Count; column += every)
        {
            double middle = left + mosaic.Left(column) + (mosaic.TileWidth / 2.0);
            PictureText.Draw(
                context, text.ColumnNames[column], middle, Bottom, HorizontalAlignment.Center, VerticalAlignment.Top);
        }
    }

    private void DrawTitles(IRenderContext context)
    {
        if (text.ColumnTitle is { } columnTitle)
        {
            double middle = left + (mosaic.Width / 2.0);
            double y = Bottom + (text.ColumnNames.Count > 0 ? PictureText.LineHeight : 0);
            PictureText.Draw(context, columnTitle, middle, y, HorizontalAlignment.Center, VerticalAlignment.Top);
        }

        if (text.RowTitle is { } rowTitle)
        {
            double names = text.RowNames.Max(name => PictureText.Width(context, name));
            double x = left - names - (3 * TextGap);
            double middle = top + (mosaic.Height / 2.0);
            PictureText.Draw(
                context, rowTitle, x, middle, HorizontalAlignment.Center, VerticalAlignment.Middle, rotation: -90);
        }
    }
}

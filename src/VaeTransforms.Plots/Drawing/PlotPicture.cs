using OxyPlot;

namespace VaeTransforms.Plots.Drawing;

/// <summary>A picture of one plot, or of several plots side by side.</summary>
internal static class PlotPicture
{
    /// <summary>Places the plots below the heading, in columns of equal width.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="width">Pixels of the picture.</param>
    /// <param name="height">Pixels of the picture, heading included.</param>
    /// <param name="plots">From the left, at least one.</param>
    public static Picture Create(string title, int width, int height, params PlotModel[] plots)
    {
        double column = (double)width / plots.Length;
        double below = height - Picture.HeadingHeight;
        return new Picture(title, width, height, [.. plots.Select((plot, place) =>
            new PlotPanel(plot, new OxyRect(place * column, Picture.HeadingHeight, column, below)))]);
    }
}

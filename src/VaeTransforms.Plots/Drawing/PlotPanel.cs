using OxyPlot;

namespace VaeTransforms.Plots.Drawing;

/// <summary>A plot with axes.</summary>
/// <param name="plot">The plot; its margins are inside the place.</param>
/// <param name="place">Pixels of the picture.</param>
internal sealed class PlotPanel(PlotModel plot, OxyRect place) : Panel
{
    public override void Draw(IRenderContext context)
    {
        IPlotModel model = plot;
        model.Update(updateData: true);
        model.Render(context, place);

        // OxyPlot does not throw: a plot that fails draws its exception as text.
        if (plot.GetLastPlotException() is { } failure)
        {
            throw new InvalidOperationException("A plot could not be drawn. The inner exception is OxyPlot's.", failure);
        }
    }
}

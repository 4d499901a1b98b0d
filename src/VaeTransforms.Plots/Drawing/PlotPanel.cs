using OxyPlot;

namespace VaeTransforms.Plots.Drawing;

/// <summary>A plot with axes.</summary>
/// <param name="plot">Whose margins say how much of the place is left to the axes.</param>
/// <param name="place">In pixels of the picture.</param>
internal sealed class PlotPanel(PlotModel plot, OxyRect place) : Panel
{
    public override void Draw(IRenderContext context)
    {
        IPlotModel model = plot;
        model.Update(updateData: true);
        model.Render(context, place);

        // A plot that fails draws the failure instead of itself.
        if (plot.GetLastPlotException() is { } failure)
        {
            throw new InvalidOperationException("A picture's plot could not be drawn.", failure);
        }
    }
}

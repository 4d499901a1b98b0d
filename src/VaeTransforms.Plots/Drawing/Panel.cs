using OxyPlot;

namespace VaeTransforms.Plots.Drawing;

/// <summary>A part of a picture, at a place of its own.</summary>
internal abstract class Panel
{
    public abstract void Draw(IRenderContext context);
}

using OxyPlot;

namespace VaeTransforms.Plots.Drawing;

/// <summary>A part of a picture with its own position.</summary>
internal abstract class Panel
{
    public abstract void Draw(IRenderContext context);
}

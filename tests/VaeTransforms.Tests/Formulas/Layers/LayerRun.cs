using VaeTransforms.Formulas;

namespace VaeTransforms.Tests.Formulas.Layers;

/// <summary>A layer in double precision, outside training.</summary>
internal static class LayerRun
{
    /// <param name="layer">The layer.</param>
    /// <param name="shape">What comes in.</param>
    /// <param name="values">Rows of that shape.</param>
    /// <param name="weights">In the order of the layer's arrays.</param>
    public static double[] Apply(Layer layer, TensorShape shape, double[] values, params double[][] weights) => layer.Apply(
        new ArrayOps(),
        new ArrayValue(values, shape.Width),
        shape,
        layer.Weights(shape).Zip(weights).ToDictionary(
            pair => pair.First.Name, pair => new ArrayValue(pair.Second, pair.First.Shape[^1]))).Values;

    public static double[] Range(int count) => [.. Enumerable.Range(1, count).Select(i => (double)i)];
}

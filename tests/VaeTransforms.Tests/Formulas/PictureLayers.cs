namespace VaeTransforms.Tests.Formulas;

/// <summary>Layers of pictures and signals that take other layers or shapes, or other numbers than their defaults.</summary>
internal static class PictureLayers
{
    public static IEnumerable<Layer> All { get; } =
    [
        Layer.Convolution(2, kernel: 3, stride: 2),
        Layer.Convolution(2, kernel: 4, stride: 2),
        Layer.Convolution(4, kernel: 1),
        Layer.Convolution(1, kernel: 5, stride: 3),
        Layer.TransposedConvolution(2, kernel: 3, stride: 2),
        Layer.TransposedConvolution(2, kernel: 3, stride: 1),
        Layer.TransposedConvolution(1, kernel: 5, stride: 2),
        Layer.TransposedConvolution(2, kernel: 2, stride: 2),
        Layer.GroupNorm(1),
        Layer.Gru(2, sequence: true),
        Layer.Residual(Layer.Convolution(3), Layer.Silu, Layer.GroupNorm(3)),
        Layer.Residual(Layer.Dense(Width), Layer.Tanh, Layer.Dropout(0.3)),
        Layer.Reshape(Width / 2, 2),
        new PictureOutputLayer(new TensorShape(2, 5, 11)),
        new PictureOutputLayer(new TensorShape(1, 4, 6)),
        new PictureOutputLayer(new TensorShape(2, 17)),
    ];

    private const int Width = EveryFormula.Width;
}

namespace VaeTransforms;

/// <summary>
/// The axes of pictures in a graph that <see cref="VaeModel.SaveOnnx(string, OnnxGraph, ImageLayout)"/> exports.
/// </summary>
public enum ImageLayout
{
    /// <summary>[N, D]: a row of values, those of a picture in the order channels, height, width. The default.</summary>
    Flat,

    /// <summary>[N, channels, height, width], as PyTorch and most ONNX models have them.</summary>
    Nchw,

    /// <summary>[N, height, width, channels], as TensorFlow and buffers of pixels have them.</summary>
    Nhwc,
}

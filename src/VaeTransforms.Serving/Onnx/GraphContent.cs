namespace VaeTransforms.Onnx;

/// <summary>What a graph's file holds besides its nodes.</summary>
internal enum GraphContent
{
    /// <summary>Nothing: for this library's own sessions.</summary>
    Bare,

    /// <summary>Metadata, and only the weights that its nodes need: for other runtimes.</summary>
    Lean,

    /// <summary>The whole model; weights that no node needs are metadata. <see cref="GraphReader"/> reads it back.</summary>
    Whole,
}

using Microsoft.ML.OnnxRuntime;

namespace VaeTransforms.Scoring;

/// <summary>The memory of one input or output tensor, allocated once for the largest number of rows in a call.</summary>
/// <param name="name">The tensor's name in the graph.</param>
/// <param name="capacity">Rows.</param>
/// <param name="width">Values per row.</param>
/// <param name="isScalar">Whether the tensor is [N] and not [N, width].</param>
internal sealed class RowBuffer(string name, int capacity, int width, bool isScalar)
{
    // Pinned for good, because ONNX Runtime keeps the address between calls.
    private readonly float[] _values = GC.AllocateArray<float>(checked(capacity * width), pinned: true);

    public string Name => name;

    public Span<float> Row(int row) => Rows(row, 1);

    public Span<float> Rows(int start, int rows) => _values.AsSpan(start * width, rows * width);

    /// <summary>Some rows as a tensor over this memory; the caller disposes it.</summary>
    public OrtValue Tensor(int start, int rows) => OrtValue.CreateTensorValueFromMemory(
        OrtMemoryInfo.DefaultInstance, _values.AsMemory(start * width, rows * width), isScalar ? [rows] : [rows, width]);
}

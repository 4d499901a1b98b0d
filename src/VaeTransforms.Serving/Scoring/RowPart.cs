using VaeTransforms.Onnx;

namespace VaeTransforms.Scoring;

/// <summary>A batch of one row, computed by a program instead of a session.</summary>
/// <remarks>
/// A session takes some hundred nanoseconds for each node, which for one row of a small network is nearly all of its time.
/// </remarks>
internal sealed class RowPart : IBatchPart
{
    private readonly RowProgram _program;
    private readonly string _owner;
    private readonly Func<bool> _isClosed;
    private readonly float[] _memory;
    private readonly (RowBuffer Buffer, Memory<float> Values)[] _inputs;
    private readonly (RowBuffer Buffer, ReadOnlyMemory<float> Values)[] _outputs;

    /// <param name="program">Computes the row.</param>
    /// <param name="inputs">Of the batch.</param>
    /// <param name="outputs">Of the batch.</param>
    /// <param name="owner">The type that disposes the scorer, as messages name it.</param>
    /// <param name="isClosed">Whether the scorer is disposed.</param>
    public RowPart(RowProgram program, RowBuffer[] inputs, RowBuffer[] outputs, string owner, Func<bool> isClosed)
    {
        _program = program;
        _owner = owner;
        _isClosed = isClosed;
        _memory = program.CreateMemory();
        _inputs = Array.ConvertAll(inputs, buffer => (buffer, program.Input(buffer.Name, _memory)));
        _outputs = Array.ConvertAll(outputs, buffer => (buffer, program.Output(buffer.Name, _memory)));
    }

    public void Run(int rows)
    {
        DisposedOwner.ThrowIf(_isClosed(), _owner);
        foreach ((RowBuffer buffer, Memory<float> values) in _inputs)
        {
            buffer.Row(0).CopyTo(values.Span);
        }

        _program.Run(_memory);
        foreach ((RowBuffer buffer, ReadOnlyMemory<float> values) in _outputs)
        {
            values.Span.CopyTo(buffer.Row(0));
        }
    }

    public void Dispose()
    {
    }
}

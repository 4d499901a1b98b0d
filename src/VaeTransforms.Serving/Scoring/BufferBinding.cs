using Microsoft.ML.OnnxRuntime;

namespace VaeTransforms.Scoring;

/// <summary>Inputs and outputs bound for calls with the same rows of their buffers.</summary>
internal sealed class BufferBinding : IDisposable
{
    private readonly OrtIoBinding _binding;
    private readonly List<OrtValue> _tensors = [];

    public BufferBinding(
        SessionHandle session, IEnumerable<RowBuffer> inputs, IEnumerable<RowBuffer> outputs, int start, int rows)
    {
        Rows = rows;
        _binding = session.CreateBinding();
        foreach (RowBuffer input in inputs)
        {
            _binding.BindInput(input.Name, Tensor(input));
        }

        foreach (RowBuffer output in outputs)
        {
            _binding.BindOutput(output.Name, Tensor(output));
        }

        OrtValue Tensor(RowBuffer buffer)
        {
            OrtValue tensor = buffer.Tensor(start, rows);
            _tensors.Add(tensor);
            return tensor;
        }
    }

    public int Rows { get; }

    public void Run(SessionHandle session, RunOptions options) => session.Run(options, _binding);

    public void Dispose()
    {
        _binding.Dispose();
        _tensors.ForEach(tensor => tensor.Dispose());
    }
}

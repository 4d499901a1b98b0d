using Microsoft.ML.OnnxRuntime;

namespace VaeTransforms.Scoring;

/// <summary>Inputs and outputs bound for calls with one number of rows.</summary>
internal sealed class BufferBinding : IDisposable
{
    private readonly OrtIoBinding binding;
    private readonly List<OrtValue> tensors = [];

    public BufferBinding(SessionHandle session, IEnumerable<RowBuffer> inputs, IEnumerable<RowBuffer> outputs, int rows)
    {
        Rows = rows;
        binding = session.CreateBinding();
        foreach (RowBuffer input in inputs)
        {
            binding.BindInput(input.Name, Tensor(input));
        }

        foreach (RowBuffer output in outputs)
        {
            binding.BindOutput(output.Name, Tensor(output));
        }

        OrtValue Tensor(RowBuffer buffer)
        {
            OrtValue tensor = buffer.Tensor(rows);
            tensors.Add(tensor);
            return tensor;
        }
    }

    public int Rows { get; }

    public void Run(SessionHandle session, RunOptions options) => session.Run(options, binding);

    public void Dispose()
    {
        binding.Dispose();
        tensors.ForEach(tensor => tensor.Dispose());
    }
}

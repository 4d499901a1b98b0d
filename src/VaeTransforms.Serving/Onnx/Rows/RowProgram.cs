using VaeTransforms.Onnx.Schema;

namespace VaeTransforms.Onnx;

/// <summary>
/// A graph for one row as a list of vectorized operations over memory that is laid out in advance. A session would spend most of
/// its time on the way from one node to the next.
/// </summary>
/// <remarks>
/// It is made of the nodes that the formulas became, so no formula is written again. Thread-safe: each caller has a memory of
/// its own. A graph with a node that it has no operation for stays with a session.
/// </remarks>
internal sealed class RowProgram
{
    private readonly RowStep[] _steps;
    private readonly Dictionary<string, RowTensor> _inputs;
    private readonly Dictionary<string, RowTensor> _outputs;
    private readonly int _size;

    private RowProgram(
        RowStep[] steps, Dictionary<string, RowTensor> inputs, Dictionary<string, RowTensor> outputs, int size)
    {
        _steps = steps;
        _inputs = inputs;
        _outputs = outputs;
        _size = size;
        MultiplyAdds = steps.Sum(step => step.MultiplyAdds);
    }

    /// <summary>Of all matrix products.</summary>
    public long MultiplyAdds { get; }

    /// <summary>How many operations a run has.</summary>
    public int Steps => _steps.Length;

    /// <summary>The program of a graph for a single row.</summary>
    /// <param name="graph">A graph of <see cref="GraphWriter"/>.</param>
    /// <returns>Null if the graph has a node that programs do not know.</returns>
    public static RowProgram? Compile(byte[] graph)
    {
        GraphProto nodes = ModelProto.Parser.ParseFrom(graph).Graph;
        var compiler = new RowCompiler();
        return compiler.TryAdd(nodes)
            ? new RowProgram(
                [.. compiler.Steps],
                nodes.Input.ToDictionary(input => input.Name, input => compiler[input.Name]),
                nodes.Output.ToDictionary(output => output.Name, output => compiler[output.Name]),
                compiler.Size)
            : null;
    }

    /// <summary>The memory of one caller.</summary>
    public float[] CreateMemory() => new float[_size];

    /// <summary>Where to write the values of an input, before <see cref="Run"/>.</summary>
    public Memory<float> Input(string name, float[] memory) => memory.AsMemory(_inputs[name].Start, _inputs[name].Length);

    /// <summary>Where the values of an output are, after <see cref="Run"/>.</summary>
    public ReadOnlyMemory<float> Output(string name, float[] memory)
    {
        RowTensor output = _outputs[name];
        return (output.Constant ?? memory).AsMemory(output.Start, output.Length);
    }

    /// <summary>Computes all outputs.</summary>
    public void Run(float[] memory)
    {
        foreach (RowStep step in _steps)
        {
            step.Run(memory);
        }
    }
}

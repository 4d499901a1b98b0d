using Google.Protobuf;
using VaeTransforms.Onnx.Schema;

namespace VaeTransforms.Onnx;

/// <summary>A VAE's graph between two graphs of ML.NET's converter, as one graph.</summary>
/// <remarks>
/// The converter calls a column's tensor by the column's name where it is an input, and <c>name.output</c> where it is an
/// output. It leaves out what ONNX cannot express and says nothing, so a tensor that is missing is the sign of that.
/// </remarks>
internal static class MergedGraph
{
    private const string OutputSuffix = ".output";
    private const int OldestOperatorSet = 11;
    private const int NewestOperatorSet = 13;

    // Operators whose axes became an input with operator set 13.
    private static readonly string[] WithAxes = ["Squeeze", "Unsqueeze", "ReduceSum"];

    /// <param name="before">From the rows to the features; null if the rows are the features.</param>
    /// <param name="vae">The graph of the VAE.</param>
    /// <param name="features">The column that the VAE reads.</param>
    /// <param name="after">From latent means, and columns before the VAE, to predictions; null for none.</param>
    /// <param name="latent">The column with latent means, as <paramref name="after"/> calls it.</param>
    /// <exception cref="ArgumentException">A graph cannot be read, or lacks what the next one needs.</exception>
    public static byte[] Write(byte[]? before, byte[] vae, string features, byte[]? after, string latent)
    {
        ModelProto merged = ModelProto.Parser.ParseFrom(vae);
        GraphProto own = merged.Graph;
        var nodes = new List<NodeProto>();
        var columns = new Dictionary<string, string>();
        if (before is not null)
        {
            GraphProto first = Read(before, nameof(before), merged);
            string[] inputs = [.. Inputs(first).Select(input => input.Name)];
            GraphProto renamed = Renamed(first, "before/", inputs.ToDictionary(name => name));
            foreach (string output in first.Output.Select(output => output.Name))
            {
                columns[ColumnOf(output)] = "before/" + output;
            }

            if (!columns.TryGetValue(features, out string? source))
            {
                throw Missing("VAE", features, nameof(before), columns.Keys);
            }

            nodes.AddRange(renamed.Node);
            nodes.AddRange(Rewired(own.Node, TensorNames.Features, source));
            own.Initializer.Add(renamed.Initializer);
            own.Input.Clear();
            own.Input.Add(Inputs(first));
        }
        else
        {
            nodes.AddRange(own.Node);
            columns[features] = TensorNames.Features;
        }

        if (after is not null)
        {
            columns[latent] = TensorNames.Of(VaeOutputs.Mean);
            GraphProto last = Read(after, nameof(after), merged);
            var given = new Dictionary<string, string>();
            foreach (string input in Inputs(last).Select(input => input.Name))
            {
                given[input] = columns.GetValueOrDefault(input)
                    ?? throw Missing("graph 'after'", input, nameof(after), columns.Keys);
            }

            foreach (ValueInfoProto output in last.Output)
            {
                given[output.Name] = output.Name;
            }

            GraphProto renamed = Renamed(last, "after/", given);
            nodes.AddRange(renamed.Node);
            own.Initializer.Add(renamed.Initializer);
            own.Output.Add(last.Output);
        }

        own.Node.Clear();
        own.Node.Add(nodes);
        merged.MetadataProps.Clear();
        return merged.ToByteArray();
    }

    private static GraphProto Read(byte[] bytes, string name, ModelProto merged)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ArgumentException(
                $"'{name}' is not an ONNX model: {e.Message} Give what mlContext.Model.ConvertToOnnx wrote.", name, e);
        }

        foreach (OperatorSetIdProto set in model.OpsetImport)
        {
            if (set.Domain.Length == 0)
            {
                RequireKnown(set.Version, name);
            }
            else if (merged.OpsetImport.FirstOrDefault(other => other.Domain == set.Domain) is not { } other)
            {
                merged.OpsetImport.Add(set.Clone());
            }
            else
            {
                other.Version = Math.Max(other.Version, set.Version);
            }
        }

        return model.Graph ?? throw new ArgumentException(
            $"'{name}' holds no graph. Give what mlContext.Model.ConvertToOnnx wrote.", name);
    }

    private static void RequireKnown(long version, string name)
    {
        if (version is < OldestOperatorSet or > NewestOperatorSet)
        {
            throw new ArgumentException(
                $"'{name}' uses version {version} of ONNX's operators, but graphs can be joined from version {OldestOperatorSet} "
                    + $"to {NewestOperatorSet}. Convert it with opSetVersion: 12.",
                name);
        }
    }

    // In old files the initializers are inputs too.
    private static IEnumerable<ValueInfoProto> Inputs(GraphProto graph) =>
        graph.Input.Where(input => graph.Initializer.All(tensor => tensor.Name != input.Name));

    private static string ColumnOf(string output) => output.EndsWith(OutputSuffix, StringComparison.Ordinal)
        ? output[..^OutputSuffix.Length]
        : output;

    /// <summary>The graph with a prefix before every name but the given ones.</summary>
    private static GraphProto Renamed(GraphProto graph, string prefix, IReadOnlyDictionary<string, string> given)
    {
        var renamed = new GraphProto();
        foreach (TensorProto tensor in graph.Initializer)
        {
            TensorProto copy = tensor.Clone();
            copy.Name = Name(tensor.Name);
            renamed.Initializer.Add(copy);
        }

        foreach (NodeProto node in graph.Node)
        {
            NodeProto copy = node.Clone();
            copy.Name = prefix + node.Name;
            copy.Input.Clear();
            copy.Input.Add(node.Input.Select(Name));
            copy.Output.Clear();
            copy.Output.Add(node.Output.Select(Name));
            TakeAxesAsInput(copy, renamed);
            renamed.Node.Add(copy);
        }

        return renamed;

        // An empty name is an input that is left out.
        string Name(string name) => name.Length == 0 ? name : given.GetValueOrDefault(name) ?? prefix + name;
    }

    private static void TakeAxesAsInput(NodeProto node, GraphProto graph)
    {
        AttributeProto? axes = node.Attribute.FirstOrDefault(attribute => attribute.Name == "axes");
        if (axes is null || node.Domain.Length > 0 || !WithAxes.Contains(node.OpType))
        {
            return;
        }

        var tensor = new TensorProto { Name = node.Output[0] + "/axes", DataType = TensorProto.Types.DataType.Int64 };
        tensor.Dims.Add(axes.Ints.Count);
        tensor.Int64Data.Add(axes.Ints);
        graph.Initializer.Add(tensor);
        node.Attribute.Remove(axes);
        node.Input.Add(tensor.Name);
    }

    private static IEnumerable<NodeProto> Rewired(IEnumerable<NodeProto> nodes, string from, string to)
    {
        foreach (NodeProto node in nodes)
        {
            NodeProto copy = node.Clone();
            copy.Input.Clear();
            copy.Input.Add(node.Input.Select(input => input == from ? to : input));
            yield return copy;
        }
    }

    private static ArgumentException Missing(string reader, string column, string name, IEnumerable<string> columns) => new(
        $"The {reader} reads column '{column}', but the graphs before it have only '{string.Join("', '", columns)}'. "
            + "mlContext.Model.ConvertToOnnx leaves out, without a message, transformers that ONNX cannot express: the one that "
            + $"makes '{column}' is one of them, or the graph starts elsewhere. Use another transformer for it.",
        name);
}

using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Onnx.Schema;
using Xunit;

namespace VaeTransforms.Tests.Onnx;

public sealed class GraphWriterTests
{
    private static readonly TrainedVae Untrained = TestModels.Random(TestModels.Architecture(hiddenLayers: [5, 4]));

    private static readonly TrainedVae Model = TestModels.Detector(Untrained, 1) with
    {
        SlotNames = ["a", "b", "c", "d", "e", "f"],
    };

    private static readonly TrainedVae Binary = TestModels.WithoutNormalization(
        TestModels.Random(TestModels.Architecture(likelihood: Likelihood.Bernoulli, activation: Activation.Relu)));

    public static TheoryData<int> OutputSets => new(Enumerable.Range(1, (int)VaeOutputs.All));

    [Theory]
    [MemberData(nameof(OutputSets))]
    public void A_batch_graph_has_no_node_and_no_weight_that_its_outputs_do_not_need(int outputs)
    {
        AssertNothingIsIdle(GraphWriter.Batch(Model, (VaeOutputs)outputs, GraphContent.Whole));
        AssertNothingIsIdle(GraphWriter.Batch(Binary, (VaeOutputs)outputs, GraphContent.Lean));
    }

    [Theory]
    [MemberData(nameof(OutputSets))]
    public void A_row_graph_has_no_node_and_no_weight_that_its_outputs_do_not_need(int outputs)
    {
        var set = (VaeOutputs)outputs;
        VaeOutputs scalars = set & TensorNames.Scalars;
        RowGraph row = new()
        {
            Features = "x",
            Mean = set.HasFlag(VaeOutputs.Mean) ? "m" : null,
            LogVariance = set.HasFlag(VaeOutputs.LogVariance) ? "v" : null,
            Reconstruction = set.HasFlag(VaeOutputs.Reconstruction) ? "r" : null,
            Scalars = scalars == VaeOutputs.None ? null : "s",
            ScalarOutputs = scalars,
        };
        AssertNothingIsIdle(GraphWriter.Row(Model, row, GraphContent.Whole));
        AssertNothingIsIdle(GraphWriter.Row(Binary, row, GraphContent.Lean));
    }

    [Fact]
    public void Decoder_graphs_have_no_idle_nodes()
    {
        AssertNothingIsIdle(GraphWriter.Decoder(Model, GraphContent.Whole));
        AssertNothingIsIdle(GraphWriter.Pairs(Binary, VaeOutputs.ReconstructionError, GraphContent.Whole));
    }

    [Fact]
    public void The_mean_needs_no_decoder_and_no_log_variance()
    {
        GraphProto graph = Parse(GraphWriter.Batch(Model, VaeOutputs.Mean, GraphContent.Whole)).Graph;

        Assert.Equal(3, graph.Node.Count(node => node.OpType == "Gemm"));
        Assert.DoesNotContain(graph.Initializer, tensor => tensor.Name.Contains("decoder", StringComparison.Ordinal)
            || tensor.Name.Contains("log_variance", StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_without_normalization_has_no_nodes_for_it() =>
        Assert.DoesNotContain(
            Parse(GraphWriter.Batch(Binary, VaeOutputs.All, GraphContent.Whole)).Graph.Node, node => node.OpType == "Div");

    [Fact]
    public void A_score_is_the_sum_of_exactly_the_two_parts_that_are_put_out()
    {
        GraphProto graph = Parse(GraphWriter.Batch(
            Model, VaeOutputs.KlDivergence | VaeOutputs.ReconstructionError | VaeOutputs.Score, GraphContent.Lean)).Graph;
        NodeProto score = Squeezed("Score");

        Assert.Equal("Add", score.OpType);
        Assert.Equal([.. Squeezed("KlDivergence").Output, .. Squeezed("ReconstructionError").Output], score.Input);

        NodeProto Squeezed(string output)
        {
            string input = graph.Node.Single(node => node.Output.Contains(output)).Input[0];
            return graph.Node.Single(node => node.Output.Contains(input));
        }
    }

    [Fact]
    public void A_lean_graph_holds_no_weights_in_its_metadata() => Assert.DoesNotContain(
        Parse(GraphWriter.Batch(Model, VaeOutputs.Mean, GraphContent.Lean)).MetadataProps,
        entry => entry.Key.StartsWith(ModelFile.WeightKeyPrefix, StringComparison.Ordinal));

    [Fact]
    public void Graphs_without_outputs_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => GraphWriter.Batch(Model, VaeOutputs.None, GraphContent.Lean));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => GraphWriter.Batch(Model, (VaeOutputs)((int)TensorNames.Known + 1), GraphContent.Lean));
        Assert.Throws<ArgumentException>(() => GraphWriter.Batch(Binary, VaeOutputs.PValue, GraphContent.Lean));
        Assert.Throws<ArgumentException>(() => GraphWriter.Batch(Binary, VaeOutputs.FeatureContributions, GraphContent.Lean));
        Assert.Throws<ArgumentException>(() => GraphWriter.Row(Model, new RowGraph { Features = "x" }, GraphContent.Lean));
        Assert.Throws<ArgumentException>(
            () => GraphWriter.Row(Model, new RowGraph { Features = "x", Scalars = "s" }, GraphContent.Lean));
    }

    /// <summary>
    /// ONNX Runtime warns on stderr about unused initializers and computes nodes whose outputs nobody reads, so there are
    /// none. Only slot names hang free, where ML.NET looks for them.
    /// </summary>
    private static void AssertNothingIsIdle(byte[] bytes)
    {
        GraphProto graph = Parse(bytes).Graph;
        HashSet<string> read = [.. graph.Node.SelectMany(node => node.Input), .. graph.Output.Select(output => output.Name)];
        string[] initializers = [.. graph.Initializer.Select(tensor => tensor.Name)];
        HashSet<string> defined = [.. graph.Input.Select(input => input.Name), .. initializers];

        Assert.All(initializers, name => Assert.Contains(name, read));
        Assert.Distinct(initializers);
        foreach (NodeProto node in graph.Node)
        {
            Assert.All(node.Input, input => Assert.Contains(input, defined));
            Assert.All(node.Output, output => Assert.True(defined.Add(output), $"'{output}' is defined twice."));
            Assert.True(
                node.OpType == "LabelEncoder" || node.Output.All(read.Contains),
                $"Nobody reads what '{node.Name}' computes.");
        }
    }

    private static ModelProto Parse(byte[] bytes) => ModelProto.Parser.ParseFrom(bytes);
}

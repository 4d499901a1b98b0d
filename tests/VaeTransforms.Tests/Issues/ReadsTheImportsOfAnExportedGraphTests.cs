using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Onnx.Schema;
using Xunit;

namespace VaeTransforms.Tests.Issues;

/// <summary>Reads which operator sets a graph imports, to choose a runtime that has them.</summary>
public sealed class ReadsTheImportsOfAnExportedGraphTests
{
    [Theory]
    [InlineData(OnnxGraph.Scorer)]
    [InlineData(OnnxGraph.Encoder)]
    [InlineData(OnnxGraph.Decoder)]
    public void An_exported_graph_imports_only_the_default_operators(OnnxGraph graph)
    {
        using var model = new VaeModel(Named());
        using var file = new MemoryStream();

        model.SaveOnnx(file, graph);

        Assert.Equal([""], Imports(file.ToArray()));
    }

    [Fact]
    public void A_model_file_imports_only_the_default_operators()
    {
        using var model = new VaeModel(Named());
        using var file = new MemoryStream();

        model.Save(file);

        Assert.Equal([""], Imports(file.ToArray()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_graph_of_a_pipeline_imports_ai_onnx_ml_where_it_has_slot_names(bool hasNames)
    {
        TrainedVae model = Named() with { SlotNames = hasNames ? Named().SlotNames : null };
        var row = new RowGraph { Features = "Features", Mean = "Latent", Reconstruction = "Reconstruction" };

        string[] imports = Imports(GraphWriter.Row(model, row, GraphContent.Whole));

        Assert.Equal(hasNames ? ["", "ai.onnx.ml"] : [""], imports);
    }

    private static TrainedVae Named() => TestModels.Random(TestModels.Architecture(inputSize: 2)) with { SlotNames = ["a", "b"] };

    private static string[] Imports(byte[] graph) =>
        [.. ModelProto.Parser.ParseFrom(graph).OpsetImport.Select(import => import.Domain)];
}

using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

// Which value of a row each output is.
internal static partial class GraphWriter
{
    /// <summary>
    /// A column of a pipeline. The one of a reconstruction has the features alone, not the condition beside them.
    /// </summary>
    private static (string Value, int Width) ColumnVector(
        GraphBuilder graph, VaeExpressions expressions, TrainedVae model, VaeOutputs output)
    {
        string value = VectorInOwnUnits(graph, expressions, model, output);
        int features = model.Architecture.ScoredSlots;
        return output == VaeOutputs.Reconstruction && model.Architecture.Conditions > 0
            ? (graph.Columns("reconstruction.features", value, 0, features), features)
            : (value, TensorNames.Width(output, model));
    }

    /// <summary>A vector for a caller outside: what was subtracted from its slots is added again, as a Single holds it.</summary>
    private static string VectorInOwnUnits(
        GraphBuilder graph, VaeExpressions expressions, TrainedVae model, VaeOutputs output) =>
        model.Table?.Centers is { } centers
            && (output & (VaeOutputs.Reconstruction | VaeOutputs.Imputed)) != 0
            ? graph.Node(
                $"uncentered.{output}",
                "Add",
                Vector(expressions, output),
                graph.Constant("centers", Array.ConvertAll(centers, center => (float)center), centers.Length))
            : Vector(expressions, output);

    private static string Vector(VaeExpressions expressions, VaeOutputs output) => output switch
    {
        VaeOutputs.Mean => expressions.Mean,
        VaeOutputs.LogVariance => expressions.LogVariance,
        VaeOutputs.Reconstruction => expressions.Reconstruction,
        VaeOutputs.FeatureContributions => expressions.Slots.Contributions,
        VaeOutputs.AnomalyMap => expressions.AnomalyMap,
        VaeOutputs.Expected => expressions.Slots.Expected,
        VaeOutputs.Imputed => expressions.Completed,
        VaeOutputs.DecoderOutput => expressions.DecoderOutput,
        VaeOutputs.Imputations => expressions.Imputations,
        VaeOutputs.ClusterProbabilities => expressions.ClusterProbabilities,
        _ => throw new ArgumentOutOfRangeException(nameof(output), output, "Not a vector."),
    };

    /// <summary>One of the draws of <see cref="VaeOutputs.Imputations"/>, [N, D].</summary>
    private static string Draw(GraphBuilder graph, VaeExpressions expressions, TrainedVae model, int draw)
    {
        int width = model.Architecture.InputSize;
        return graph.Columns($"row.draw{draw}", expressions.Imputations, draw * width, (draw + 1) * width);
    }

    private static string Scalar(VaeExpressions expressions, VaeOutputs output) => output switch
    {
        VaeOutputs.KlDivergence => expressions.KlDivergence,
        VaeOutputs.ReconstructionError => expressions.ReconstructionError,
        VaeOutputs.Score => expressions.Score,
        VaeOutputs.PValue => expressions.PValue,
        VaeOutputs.ObservedSlots => expressions.ObservedColumns,
        VaeOutputs.Typicality => expressions.Typicality,
        VaeOutputs.Cluster => expressions.Cluster,
        _ => throw new ArgumentOutOfRangeException(nameof(output), output, "Not a scalar."),
    };
}

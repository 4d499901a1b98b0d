using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

// The graph of one row, as a saved pipeline has it.
internal static partial class GraphWriter
{
    /// <summary>One row in, vectors without a batch dimension out: what ML.NET's OnnxTransformer makes columns of.</summary>
    /// <param name="model">The model.</param>
    /// <param name="row">Names of the input and of the outputs.</param>
    /// <param name="content">Whether weights without a node come along.</param>
    /// <exception cref="ArgumentException">There is no output, or two names are the same.</exception>
    public static byte[] Row(TrainedVae model, RowGraph row, GraphContent content)
    {
        string[] names = [.. row.Names];
        if (names.Length == 1)
        {
            throw new ArgumentException("A graph needs at least one output.", nameof(row));
        }

        if (row.Scalars is not null == ((row.ScalarOutputs & TensorNames.Scalars) == VaeOutputs.None))
        {
            throw new ArgumentException(
                $"Scalars need a name and a name needs scalars, but the name is '{row.Scalars}' for {row.ScalarOutputs}.",
                nameof(row));
        }

        if (names.Distinct().Count() < names.Length)
        {
            throw new ArgumentException(
                $"In an ONNX graph every name stands for one tensor, but these repeat: '{string.Join("', '", names)}'.",
                nameof(row));
        }

        GraphBuilder graph = new(names);
        string features = model.Table is { } table
            ? new CellExpressions(graph, table).Slots(graph.Input(row.Features, 1, table.Cells, GraphBuilder.Element.Double))
            : row.ReadsDoubles
            ? graph.NearestSingles(
                "row.singles", graph.Input(row.Features, 1, model.Architecture.InputSize, GraphBuilder.Element.Double))
            : graph.Input(row.Features, 1, model.Architecture.InputSize);
        VaeExpressions expressions = new(graph, model, features, latent: null);
        AddRowVector(row.Mean, VaeOutputs.Mean);
        AddRowVector(row.LogVariance, VaeOutputs.LogVariance);
        AddRowVector(row.Reconstruction, VaeOutputs.Reconstruction);
        AddRowVector(row.FeatureContributions, VaeOutputs.FeatureContributions);
        AddRowVector(row.AnomalyMap, VaeOutputs.AnomalyMap);
        AddRowVector(row.Imputed, VaeOutputs.Imputed);
        AddRowVector(row.ClusterProbabilities, VaeOutputs.ClusterProbabilities);
        AddImputations();
        AddSlotNames(row.Reconstruction, model.FeatureNames);
        AddSlotNames(row.Imputed, model.SlotNames);
        AddSlotNames(row.AnomalyMap, model.FeatureNames);
        AddSlotNames(row.FeatureContributions, model.ScoredColumnNames);

        if (row.Scalars is not null)
        {
            string scalars = RowScalarVector(graph, expressions, model, row.ScalarOutputs);
            graph.SqueezedOutput(row.Scalars, scalars, axis: 0, RowScalars.Count);
        }

        return ModelFile.Write(model, graph, content);

        void AddRowVector(string? name, VaeOutputs output)
        {
            if (name is null)
            {
                return;
            }

            (string vector, int width) = ColumnVector(graph, expressions, model, output);
            string value = graph.Node($"row.{output}", "Add", vector, expressions.Finiteness);
            graph.SqueezedOutput(name, value, axis: 0, width);
        }

        void AddImputations()
        {
            for (int draw = 0; draw < row.Imputations.Count; draw++)
            {
                string own = Draw(graph, expressions, model, draw);
                string value = graph.Node($"row.draw{draw}.finite", "Add", own, expressions.Finiteness);
                graph.SqueezedOutput(row.Imputations[draw], value, axis: 0, model.Architecture.InputSize);
                AddSlotNames(row.Imputations[draw], model.SlotNames);
            }
        }

        void AddSlotNames(string? name, IReadOnlyList<string>? slotNames)
        {
            if (name is not null && slotNames is not null)
            {
                graph.SlotNames(name, slotNames);
            }
        }
    }

    private static string RowScalarVector(GraphBuilder graph, VaeExpressions expressions, TrainedVae model, VaeOutputs outputs)
    {
        string[] parts = new string[RowScalars.Count];
        parts[RowScalars.KlDivergence] = Part(VaeOutputs.KlDivergence);
        parts[RowScalars.ReconstructionError] = Part(VaeOutputs.ReconstructionError);
        parts[RowScalars.Score] = Part(VaeOutputs.Score);
        parts[RowScalars.Excess] = model.Threshold is { } threshold && outputs.HasFlag(VaeOutputs.Score)
            ? graph.Node("excess", "Sub", expressions.Score, graph.Constant("threshold", [threshold.Score]))
            : Zero();
        parts[RowScalars.PValue] = Part(VaeOutputs.PValue);
        parts[RowScalars.ObservedSlots] = Part(VaeOutputs.ObservedSlots);
        parts[RowScalars.Typicality] = Part(VaeOutputs.Typicality);
        parts[RowScalars.Cluster] = Part(VaeOutputs.Cluster);
        return graph.Concatenation("scalars", axis: 1, parts);

        string Part(VaeOutputs output) => outputs.HasFlag(output) ? Scalar(expressions, output) : Zero();

        string Zero() => graph.Constant("scalars.zero", [0f], 1, 1);
    }
}

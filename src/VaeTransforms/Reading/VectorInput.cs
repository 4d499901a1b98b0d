using Microsoft.ML;
using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Reading;

/// <summary>One vector column of Singles, whose values are the slots as they are.</summary>
internal sealed class VectorInput(FeatureColumn column, VaeOptions options) : TrainingInput
{
    public override IReadOnlyList<DataViewSchema.Column> Sources => column.Columns;

    public override IRowInputs Inputs => column;

    public override IReadOnlyList<VaeColumn> Columns { get; } =
        ColumnGroups.Of(column.Column, column.SlotNames, column.Size, options.Columns);

    public override RowMatrix? ReadTraining(IDataView data, long maxBytes, IReadOnlyList<ISideColumn> sides) =>
        FeatureRows.ReadAll(data, column, options, maxBytes, sides);

    public override SampledRows SampleTraining(IDataView data, SamplePass pass) =>
        SampledRows.Read(data, column, options, pass);

    public override IRowInputs FindValidation(IDataView data) => ModelInputs.InOrder(
        FeatureColumn.Find(data.Schema, column.Name, column.Size), column.SlotNames, options.ReorderSlotsByName);
}

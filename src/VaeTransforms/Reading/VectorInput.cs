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

    public override RowMatrix ReadTraining(IDataView data, params ISideColumn[] sides) =>
        FeatureRows.Read(data, column, options, sides: sides);

    public override RowMatrix ReadValidation(IDataView data, string view, params ISideColumn[] sides)
    {
        FeatureColumn found = FeatureColumn.Find(data.Schema, column.Name, column.Size);
        found.CheckSlotNames(column.SlotNames);
        return FeatureRows.Read(data, found, options, view, sides);
    }
}

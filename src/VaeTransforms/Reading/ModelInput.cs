using Microsoft.ML;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Reading;

/// <summary>The columns of a model that training starts from, with its categories and its centers.</summary>
/// <param name="schema">The schema of the training data.</param>
/// <param name="names">The columns that the estimator reads.</param>
/// <param name="model">The model.</param>
/// <param name="options">How slots are found, and what to do with missing values.</param>
/// <exception cref="ArgumentException">A column is missing, or it does not fit the model.</exception>
internal sealed class ModelInput(DataViewSchema schema, InputNames names, TrainedVae model, VaeOptions options) : TrainingInput
{
    private readonly IRowInputs _inputs = Find(schema, names, model, options);

    public override IReadOnlyList<DataViewSchema.Column> Sources => _inputs.Columns;

    public override IRowInputs Inputs => _inputs;

    public override TableLayout? Table => model.Table;

    public override TableColumn? Condition => model.Architecture.Conditions > 0 ? model.Layout.Inputs[^1] : null;

    public override IReadOnlyList<VaeColumn> Columns => model.Columns;

    public override RowMatrix? ReadTraining(IDataView data, long maxBytes, IReadOnlyList<ISideColumn> sides) =>
        FeatureRows.ReadAll(data, _inputs, options, maxBytes, sides);

    public override SampledRows SampleTraining(IDataView data, SamplePass pass) =>
        SampledRows.Read(data, _inputs, options, pass);

    public override IRowInputs FindValidation(IDataView data) => Find(data.Schema, names, model, options);

    private static IRowInputs Find(DataViewSchema schema, InputNames names, TrainedVae model, VaeOptions options) =>
        // The columns of a table are found by their own names, so another column of the estimator would be ignored.
        (names.IsTable || model.Table is not null) && !names.Names.SequenceEqual(model.InputColumnNames)
            ? throw new ArgumentException(
                $"The initial model was trained on {NameList.Quoted(model.InputColumnNames)}, but the estimator reads "
                    + $"{NameList.Quoted(names.Names)}. Use "
                    + "the same columns in the same order, or fit without an initial model.")
            : ModelInputs.Find(
                schema, model, names.IsTable ? null : names.Names[0], reorderSlots: options.ReorderSlotsByName);
}

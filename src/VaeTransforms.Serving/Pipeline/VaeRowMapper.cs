using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Pipeline;

/// <summary>Adds the columns of a model to single rows, for <c>PredictionEngine</c>.</summary>
internal sealed class VaeRowMapper(VaeBinding binding) : IRowToRowMapper
{
    public DataViewSchema InputSchema => binding.InputSchema;

    public DataViewSchema OutputSchema => binding.OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        binding.Dependencies(binding.Active(dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        ReferenceEquals(input.Schema, InputSchema)
            ? new ScoredRow(binding, binding.Active(activeColumns), input)
            : throw new ArgumentException(
                "The row must have the schema that the mapper was created for. Create a mapper for the schema of the row.",
                nameof(input));
}

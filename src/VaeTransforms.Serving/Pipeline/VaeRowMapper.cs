using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Pipeline;

/// <summary>Adds a model's columns to single rows, as <c>PredictionEngine</c> asks for them.</summary>
internal sealed class VaeRowMapper(VaeBinding binding) : IRowToRowMapper
{
    public DataViewSchema InputSchema => binding.InputSchema;

    public DataViewSchema OutputSchema => binding.OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        binding.Dependencies(binding.Active(dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        ReferenceEquals(input.Schema, InputSchema)
            ? new ScoredRow(binding, binding.Active(activeColumns), input)
            : throw new ArgumentException("The row is of another schema than the mapper was made for.", nameof(input));
}

using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;

namespace VaeTransforms.Pipeline;

/// <summary>Columns in memory, and vectors that <c>Concatenate</c> makes of them.</summary>
internal sealed class BlockSources
{
    // Of each column of the schema the columns in memory, one for each slot.
    private readonly List<IReadOnlyList<int>> _slots;

    /// <param name="schema">The schema of the columns in memory.</param>
    public BlockSources(DataViewSchema schema)
    {
        Schema = schema;
        Count = schema.Count;
        _slots = [.. schema.Select(column => (int[])[column.Index])];
    }

    /// <summary>The columns in memory, and then the vectors.</summary>
    public DataViewSchema Schema { get; private set; }

    /// <summary>The number of columns in memory.</summary>
    public int Count { get; }

    public IReadOnlyList<int> SlotsOf(DataViewSchema.Column column) => _slots[column.Index];

    /// <summary>Whether a column is one in memory whose values are vectors, which have no column for each slot.</summary>
    public bool IsVectorInMemory(DataViewSchema.Column column) => column.Index < Count && column.Type is VectorDataViewType;

    /// <summary>Adds vectors, if they are made of scalars in memory only.</summary>
    public bool TryAdd(ColumnConcatenatingTransformer concatenation)
    {
        DataViewSchema output = concatenation.GetOutputSchema(Schema);
        IRowToRowMapper mapper = ((ITransformer)concatenation).GetRowToRowMapper(Schema);
        foreach (DataViewSchema.Column vector in output.Skip(Schema.Count))
        {
            // A slot that comes from a scalar has its name.
            DataViewSchema.Column[] sources = [.. mapper.GetDependencies([vector])];
            Dictionary<string, int> places = sources.Where(source => source.Index < Count)
                .ToDictionary(source => source.Name, source => source.Index);
            if (vector.Type is not VectorDataViewType { IsKnownSize: true, Size: var size }
                || FeatureColumn.SlotNamesOf(vector, size) is not { } names
                || sources.Length != places.Count
                || !places.Keys.ToHashSet().SetEquals(names))
            {
                return false;
            }

            _slots.Add([.. names.Select(name => places[name])]);
        }

        Schema = output;
        return true;
    }

    /// <summary>
    /// The columns that become the slots of a model, each with one cell; null if the model reads others, or in another way.
    /// </summary>
    public IReadOnlyList<(TableColumn Input, int Place)>? InputsOf(VaeBinding binding) => binding.Inputs switch
    {
        TableBinding table when binding.Scorer.Model.Table!.Inputs.Any(input => input.IsKey) => null,
        TableBinding table => [.. binding.Scorer.Model.Table!.Inputs.Zip(table.Columns, Scalars).SelectMany(inputs => inputs)],
        FeatureColumn column => [.. Numbers(column.Column, centers: null)],
        _ => null,
    };

    private IEnumerable<(TableColumn Input, int Place)> Scalars(TableColumn input, DataViewSchema.Column column) =>
        input.Kind == TableColumnKind.Vector ? Numbers(column, input.Centers) : [(input, SlotsOf(column)[0])];

    private IEnumerable<(TableColumn Input, int Place)> Numbers(DataViewSchema.Column vector, double[]? centers) =>
        SlotsOf(vector).Select((place, slot) =>
        {
            DataViewSchema.Column source = Schema[place];
            TableType type = TableType.Of(source);
            return (
                new TableColumn
                {
                    Name = source.Name,
                    Kind = type.Kind,
                    ItemType = type.ItemType,
                    Slots = type.Slots,
                    Centers = centers is null ? null : [centers[slot]],
                },
                place);
        });
}

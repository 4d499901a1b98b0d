using Microsoft.ML;
using VaeTransforms.Model;

namespace VaeTransforms.Analysis;

/// <summary>One of the tables to compare.</summary>
/// <param name="Data">The rows.</param>
/// <param name="Kind">The kind of its rows, for messages: real, synthetic or hold-out.</param>
/// <param name="Parameter">The parameter that it came by.</param>
internal sealed record TableView(IDataView Data, string Kind, string Parameter)
{
    /// <summary>What messages call the table.</summary>
    public string Title => $"the {Kind} rows";

    /// <summary>The names of the columns, without hidden ones.</summary>
    public IEnumerable<string> Names => Data.Schema.Where(column => !column.IsHidden).Select(column => column.Name);

    /// <summary>Finds a column.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public DataViewSchema.Column Find(string name) => Data.Schema.GetColumnOrNull(name) is { } column
        ? column
        : throw new ArgumentException(
            $"Every table must have the compared column '{name}', but {Title} have only "
                + $"{NameList.Quoted(Names)}. "
                + "Add the column, or leave it out: name the other columns in Columns.",
            Parameter);
}

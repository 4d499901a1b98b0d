using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;
using VaeTransforms.Series;

namespace VaeTransforms.Reading;

/// <summary>The columns of a table as they come, or one vector of Doubles.</summary>
internal sealed class TableInput : TrainingInput
{
    private readonly VaeOptions _options;
    private readonly FeatureColumn? _vector;
    private readonly TableCells _cells;
    private readonly DataViewSchema _schema;
    private TableLayout? _layout;
    private IRowInputs? _inputs;
    private IReadOnlyList<VaeColumn>? _columns;

    /// <param name="schema">The schema of the training data.</param>
    /// <param name="names">The columns.</param>
    /// <param name="options">What the options say about columns.</param>
    /// <param name="vector">The only column, if it is to be read as a vector where that keeps its numbers apart.</param>
    /// <exception cref="ArgumentException">A column is missing, named twice, or of a type that is not supported.</exception>
    public TableInput(DataViewSchema schema, IReadOnlyList<string> names, VaeOptions options, FeatureColumn? vector = null)
    {
        _options = options;
        _vector = vector;
        _schema = schema;
        _cells = new TableCells(schema, names, canMask: options.ConditionColumnName is null);
        if (vector is null && options.Columns is not null)
        {
            throw new ArgumentException(
                $"VaeOptions.Columns groups the slots of one vector column, but the input is {names.Count} columns, which are "
                    + "groups already. Set Columns to null.");
        }
    }

    public override IReadOnlyList<DataViewSchema.Column> Sources => _cells.Columns;

    public override IRowInputs Inputs => _inputs ?? _vector ?? throw NotRead();

    public override TableLayout? Table => _vector is not null && _layout is { Centers: null } ? null : _layout;

    public override TableColumn? Condition => _options.ConditionColumnName is null ? null : _layout?.Inputs[^1];

    public override IReadOnlyList<int> Axes => (_vector, Condition, Sources[0].Type) switch
    {
        ({ } vector, _, _) => vector.Axes,
        (_, not null, VectorDataViewType vector) when Sources.Count == 2 => vector.Dimensions,
        _ => base.Axes,
    };

    public override IReadOnlyList<VaeColumn> Columns => _columns ?? throw NotRead();

    public override RowMatrix? ReadTraining(IDataView data, long maxBytes, IReadOnlyList<ISideColumn> sides)
    {
        var cells = new GrowingRows<double>(_cells.Width, data.GetRowCount(), maxBytes, sides);
        if (!cells.HasRoom || !_cells.Read(data, _options.MissingValues, cells, _options.CancellationToken))
        {
            return null;
        }

        // Cells become slots while both are there.
        TableLayout layout = Learn();
        long bytes = cells.Seen * (((long)_cells.Width * sizeof(double)) + ((long)layout.Size * sizeof(float)));
        return bytes <= maxBytes && cells.Seen * layout.Size <= Array.MaxLength ? _cells.ToRows(layout) : null;
    }

    public override SampledRows SampleTraining(IDataView data, SamplePass pass)
    {
        var cells = new RowSample<double>(
            _cells.Width,
            pass.Shares.SampleRows((long)_cells.Width * sizeof(double)),
            pass,
            ofTraining: null);
        _cells.Read(data, _options.MissingValues, cells, _options.CancellationToken);
        TableLayout layout = Learn();
        cells.Shrink(pass.Shares.SampleRows((long)layout.Size * sizeof(float)));
        return SampledRows.Of(_cells.ToRows(layout), data, _inputs!, pass, cells, moments: null);
    }

    public override IRowInputs FindValidation(IDataView data) =>
        TableBinding.Find(data.Schema, _layout!, _inputs!.SlotNames);

    /// <summary>Learns the layout from the cells, and with it which slots there are.</summary>
    /// <exception cref="ArgumentException">There are too few rows, or a column cannot be learned from.</exception>
    private TableLayout Learn()
    {
        TrainableRows.CheckCount(Sources, _cells.Seen);
        TableLayout layout = _layout = _cells.Layout(_options.Likelihood);
        if (_vector is not null)
        {
            _columns = ColumnGroups.Of(_vector.Column, _vector.SlotNames, _vector.Size, _options.Columns);
            _inputs = Table is null ? _vector : TableBinding.Find(_schema, layout, _vector.SlotNames);
        }
        else
        {
            _columns = [.. Groups(layout)];
            _inputs = TableBinding.Find(_schema, layout, [.. layout.Inputs.Zip(Sources, SlotNames).SelectMany(names => names)]);
        }

        return layout;
    }

    private static InvalidOperationException NotRead() => new("The slots of a table are known once its rows are read.");

    private IEnumerable<VaeColumn> Groups(TableLayout layout)
    {
        int start = 0;
        foreach ((TableColumn input, DataViewSchema.Column source) in layout.Inputs.Zip(Sources))
        {
            if (input.Kind == TableColumnKind.Vector)
            {
                string[] names = [.. SlotNames(input, source)];
                foreach (VaeColumn column in ColumnGroups.Of(source, names, input.Slots, start: start))
                {
                    yield return column;
                }
            }
            else
            {
                yield return new VaeColumn(input.Name, start, input.Slots)
                {
                    IsCategory = input.HoldsCategories,
                };
            }

            start += input.Slots;
        }
    }

    private static IEnumerable<string> SlotNames(TableColumn input, DataViewSchema.Column source) => input.Kind switch
    {
        TableColumnKind.Number => [input.Name],
        TableColumnKind.Category => input.Categories!.Select(category => $"{input.Name}.{category}"),
        TableColumnKind.Indicators => input.Keys is { } keys
            ? keys.Texts.Select(text => $"{input.Name}.{text}")
            : Numbered(input, first: 1),
        // The points of a window, beside its condition, are named by their columns. That of the windows is nobody's.
        _ when input.Name == SeriesChain.WindowName => FeatureColumn.SlotNamesOf(source, input.Slots)!,
        _ => FeatureColumn.SlotNamesOf(source, input.Slots) is { } names
            ? names.Select(name => $"{input.Name}.{name}")
            : Numbered(input, first: 0),
    };

    private static IEnumerable<string> Numbered(TableColumn input, int first) =>
        Enumerable.Range(first, input.Slots).Select(number => $"{input.Name}.{OptionRule.Text(number)}");
}

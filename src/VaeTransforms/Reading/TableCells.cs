using Microsoft.ML;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Reading;

/// <summary>
/// Reads the columns of a table for training: first as cells, then, when all values are known, as the slots of rows.
/// </summary>
internal sealed class TableCells
{
    private readonly DataViewSchema.Column[] _columns;
    private readonly TableType[] _types;
    private readonly TextCodes?[] _codes;

    private readonly bool _canMask;
    private readonly CellNotes _notes;
    private RowSink<double> _rows = null!;

    /// <param name="schema">The schema of the training data.</param>
    /// <param name="names">The columns.</param>
    /// <param name="canMask">Whether missing values could be allowed, which a condition rules out.</param>
    /// <exception cref="ArgumentException">A column is missing, or its type is not supported.</exception>
    public TableCells(DataViewSchema schema, IReadOnlyList<string> names, bool canMask)
    {
        _canMask = canMask;
        _columns = [.. names.Select(name => schema.GetColumnOrNull(name)
            ?? throw FeatureColumnErrors.MissingForTable(
                name, schema.Where(column => !column.IsHidden).Select(column => column.Name)))];
        _types = Array.ConvertAll(_columns, TableType.Of);
        _codes = Array.ConvertAll(_types, type => type.Kind == TableColumnKind.Category ? new TextCodes([]) : null);
        Width = _types.Sum(type => type.Kind == TableColumnKind.Category ? 1 : type.Slots);
        _notes = new CellNotes(Width);
    }

    public IReadOnlyList<DataViewSchema.Column> Columns => _columns;

    /// <summary>The cells of a row: one for a category, whatever the number of its slots.</summary>
    public int Width { get; }

    /// <summary>The rows read so far, kept or not.</summary>
    public long Seen => _rows.Seen;

    /// <summary>Reads a whole view, in its own order.</summary>
    /// <param name="data">The training data.</param>
    /// <param name="missing">What to do with missing values.</param>
    /// <param name="sink">Takes the cells of the rows, [<see cref="Width"/>] each.</param>
    /// <param name="cancellationToken">Checked before each row.</param>
    /// <returns>Whether the sink had room for all rows.</returns>
    /// <exception cref="ArgumentException">A value is infinite as a Single, or it is missing and must not be.</exception>
    public bool Read(IDataView data, MissingValues missing, RowSink<double> sink, CancellationToken cancellationToken)
    {
        _rows = sink;
        _notes.Clear();
        using DataViewRowCursor cursor = data.GetRowCursor([.. _columns, .. sink.Columns]);
        CellReader[] readers = [.. _columns.Select((_, place) => Reader(cursor, place))];
        sink.Begin(cursor);
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!sink.HasRoom)
            {
                return false;
            }

            Span<double> row = sink.Next();
            int start = 0;
            for (int i = 0; i < readers.Length; i++)
            {
                Span<double> cells = row.Slice(start, _types[i].Kind == TableColumnKind.Category ? 1 : _types[i].Slots);
                readers[i].Read(cells);
                Check(_columns[i].Name, cells, missing);
                _notes.Add(cells, start, _types[i]);
                start += cells.Length;
            }

            sink.Take();
        }

        return true;
    }

    /// <summary>The layout that the values need: categories in the order of their names, and numbers centered where
    /// needed.</summary>
    /// <param name="likelihood">What the options say: bounds are those of values that are not centered.</param>
    /// <exception cref="ArgumentException">A category is an identifier, or a column has no value at all.</exception>
    public TableLayout Layout(Likelihood likelihood)
    {
        var inputs = new List<TableColumn>();
        int cell = 0;
        for (int i = 0; i < _columns.Length; i++)
        {
            inputs.Add(Column(i, cell, likelihood));
            cell += inputs[^1].Cells;
        }

        return new TableLayout(inputs);
    }

    /// <summary>The rows that the sink kept, as slots. The cells are used up.</summary>
    /// <param name="layout">What <see cref="Layout"/> gave.</param>
    public RowMatrix ToRows(TableLayout layout)
    {
        double[]?[] newCodes = [.. layout.Inputs.Select((input, place) => NewCodes(input, _codes[place]))];
        var rows = new RowMatrix(new float[_rows.Rows * layout.Size], layout.Size);
        for (int row = 0; row < _rows.Rows; row++)
        {
            Span<double> cells = _rows.Values.AsSpan(row * Width, Width);
            int cell = 0;
            for (int i = 0; i < newCodes.Length; i++)
            {
                if (newCodes[i] is { } codes && !double.IsNaN(cells[cell]))
                {
                    cells[cell] = codes[(int)cells[cell]];
                }

                cell += layout.Inputs[i].Cells;
            }

            layout.Expand(cells, rows.Row(row));
        }

        _rows = null!;
        return rows;
    }

    private static double[]? NewCodes(TableColumn input, TextCodes? read)
    {
        if (read is null)
        {
            return null;
        }

        var sorted = new TextCodes(input.Categories!);
        return [TableLayout.UnseenCode, .. read.Categories.Select(text => sorted.FindOrUnseen(text.AsMemory()))];
    }

    private TableColumn Column(int place, int cell, Likelihood likelihood)
    {
        TableType type = _types[place];
        string name = _columns[place].Name;
        var column = new TableColumn
        {
            Name = name,
            Kind = type.Kind,
            ItemType = type.ItemType,
            IsKey = type.IsKey,
            Slots = type.Slots,
        };
        if (type.Kind == TableColumnKind.Category)
        {
            string[] categories = [.. _codes[place]!.Categories.Order(StringComparer.Ordinal)];
            if (categories.Length == 0 && _rows.Seen > 0)
            {
                throw TableColumnErrors.AllMissing(name, "training");
            }

            TableColumnErrors.CheckCategories(name, categories.Length, _rows.Seen);
            TableColumnErrors.CheckTexts(name, categories);
            return column with { Slots = categories.Length, Categories = categories };
        }

        if (type.Kind == TableColumnKind.Indicators)
        {
            TableColumnErrors.CheckCategories(name, type.Slots, _rows.Seen);
            NamedKeys? keys = ColumnKeys.Of(_columns[place]);
            return column with { Keys = keys?.Texts.Length == type.Slots ? keys : null };
        }

        if (_rows.Seen > 0 && !_notes.HasValues(cell, type.Slots))
        {
            throw TableColumnErrors.AllMissing(name, "training");
        }

        Likelihood own = (likelihood as NamedLikelihoods)?.ByName.GetValueOrDefault(name) ?? likelihood;
        double[] centers = double.IsFinite(own.Min)
            ? []
            : [.. Enumerable.Range(cell, type.Slots).Select(i => NumberCenter.Of(Values(i)))];
        return column with
        {
            Centers = centers.Any(center => center != 0) ? centers : null,
            Steps = _notes.Steps(cell, type),
        };
    }

    private IEnumerable<double> Values(int cell)
    {
        for (int row = 0; row < _rows.Rows; row++)
        {
            double value = _rows.Values[(row * Width) + cell];
            if (!double.IsNaN(value))
            {
                yield return value;
            }
        }
    }

    private void Check(string name, ReadOnlySpan<double> cells, MissingValues missing)
    {
        foreach (double cell in cells)
        {
            // As Singles: centers are subtracted before, but only where values differ by little compared with their size.
            if (!float.IsFinite((float)cell) && (missing == MissingValues.Refuse || !double.IsNaN(cell)))
            {
                throw TableColumnErrors.Unusable(name, cell, $"row {OptionRule.Text(_rows.Seen)}", _canMask);
            }
        }
    }

    private CellReader Reader(DataViewRow row, int place)
    {
        DataViewSchema.Column column = _columns[place];
        if (_types[place].Kind == TableColumnKind.Indicators)
        {
            return CellReader.Keys(row, column, TableBinding.Indicate);
        }

        if (_codes[place] is not { } codes)
        {
            return CellReader.Numbers(row, column);
        }

        if (!_types[place].IsKey)
        {
            return CellReader.Text(row, column, codes.FindOrAdd);
        }

        // Only the values that occur become categories, as with text.
        ReadOnlyMemory<char>[] texts = KeyTexts.Of(column);
        return CellReader.Keys(row, column, (raw, cells) => cells[0] = raw == 0 || texts[raw - 1].IsEmpty
            ? double.NaN
            : codes.FindOrAdd(texts[raw - 1]));
    }
}

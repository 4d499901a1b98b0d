using System.Globalization;
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
    private readonly int _width;
    private double[] _cells = [];
    private int _rows;

    /// <param name="schema">The schema of the training data.</param>
    /// <param name="names">The columns.</param>
    /// <exception cref="ArgumentException">A column is missing, or its type is not supported.</exception>
    public TableCells(DataViewSchema schema, IReadOnlyList<string> names)
    {
        _columns = [.. names.Select(name => schema.GetColumnOrNull(name)
            ?? throw FeatureColumnErrors.MissingForTable(
                name, schema.Where(column => !column.IsHidden).Select(column => column.Name)))];
        _types = Array.ConvertAll(_columns, TableType.Of);
        _codes = Array.ConvertAll(_types, type => type.Kind == TableColumnKind.Category ? new TextCodes([]) : null);
        _width = _types.Sum(type => type.Kind == TableColumnKind.Category ? 1 : type.Slots);
    }

    public IReadOnlyList<DataViewSchema.Column> Columns => _columns;

    /// <summary>Reads a whole view, in its own order.</summary>
    /// <param name="data">The training data.</param>
    /// <param name="missing">What to do with missing values.</param>
    /// <param name="cancellationToken">Checked before each row.</param>
    /// <param name="sides">Columns to read in the same pass.</param>
    /// <exception cref="ArgumentException">A value is infinite, or it is missing and must not be.</exception>
    public void Read(
        IDataView data, MissingValues missing, CancellationToken cancellationToken, params ISideColumn[] sides)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([.. _columns, .. sides.Select(side => side.Column)]);
        CellReader[] readers = [.. _columns.Select((_, place) => Reader(cursor, place))];
        Action[] readSides = [.. sides.Select(side => side.Start(cursor))];
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<double> row = Add();
            int start = 0;
            for (int i = 0; i < readers.Length; i++)
            {
                Span<double> cells = row.Slice(start, _types[i].Kind == TableColumnKind.Category ? 1 : _types[i].Slots);
                readers[i].Read(cells);
                foreach (double cell in cells)
                {
                    if (!double.IsFinite(cell) && (missing == MissingValues.Refuse || !double.IsNaN(cell)))
                    {
                        throw Unusable(_columns[i].Name, cell, _rows - 1);
                    }
                }

                start += cells.Length;
            }

            Array.ForEach(readSides, read => read());
        }
    }

    /// <summary>The layout that the values need: categories in the order of their names, and numbers centered where
    /// needed.</summary>
    /// <exception cref="ArgumentException">A category is an identifier, or a column has no value at all.</exception>
    public TableLayout Layout()
    {
        var inputs = new List<TableColumn>();
        int cell = 0;
        for (int i = 0; i < _columns.Length; i++)
        {
            inputs.Add(Column(i, cell));
            cell += inputs[^1].Cells;
        }

        return new TableLayout(inputs);
    }

    /// <summary>The rows as slots.</summary>
    /// <param name="layout">What <see cref="Layout"/> gave.</param>
    /// <exception cref="ArgumentException">There are more values than an array can hold.</exception>
    public RowMatrix ToRows(TableLayout layout)
    {
        CheckCount(layout.Size, _rows);
        double[]?[] newCodes = [.. layout.Inputs.Select((input, place) => NewCodes(input, _codes[place]))];
        var rows = new RowMatrix(new float[_rows * layout.Size], layout.Size);
        for (int row = 0; row < _rows; row++)
        {
            Span<double> cells = _cells.AsSpan(row * _width, _width);
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

        _cells = [];
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

    private TableColumn Column(int place, int cell)
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
            if (categories.Length == 0 && _rows > 0)
            {
                throw TableColumnErrors.AllMissing(name, "training");
            }

            TableColumnErrors.CheckCategories(name, categories.Length, _rows);
            return column with { Slots = categories.Length, Categories = categories };
        }

        if (type.Kind == TableColumnKind.Indicators)
        {
            TableColumnErrors.CheckCategories(name, type.Slots, _rows);
            return column;
        }

        double[] centers = [.. Enumerable.Range(cell, type.Slots).Select(i => NumberCenter.Of(Values(name, i)))];
        bool[] areWhole = [.. Enumerable.Range(cell, type.Slots).Select(i => Values(name, i).All(double.IsInteger))];
        return column with
        {
            Centers = centers.Any(center => center != 0) ? centers : null,
            AreWhole = areWhole.Any(isWhole => isWhole) ? areWhole : null,
        };
    }

    private IEnumerable<double> Values(string name, int cell)
    {
        bool any = false;
        for (int row = 0; row < _rows; row++)
        {
            double value = _cells[(row * _width) + cell];
            if (!double.IsNaN(value))
            {
                any = true;
                yield return value;
            }
        }

        if (!any && _rows > 0)
        {
            throw TableColumnErrors.AllMissing(name, "training");
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

    private Span<double> Add()
    {
        CheckCount(_width, _rows + 1);
        if ((_rows + 1) * _width > _cells.Length)
        {
            Array.Resize(ref _cells, (int)Math.Min(Array.MaxLength, Math.Max(256L, 2L * _rows) * _width));
        }

        return _cells.AsSpan(_rows++ * _width, _width);
    }

    private static void CheckCount(int width, int rows)
    {
        if ((long)rows * width > Array.MaxLength)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The columns become {width} values a row in {rows} rows or more, but training holds them in one array of at "
                    + $"most {Array.MaxLength} values. Train on fewer rows, for example with mlContext.Data.TakeRows after "
                    + $"ShuffleRows."));
        }
    }

    private static ArgumentException Unusable(string name, double value, int row) => double.IsNaN(value)
        ? TableColumnErrors.Missing(name, $"row {OptionRule.Text(row)}")
        : TableColumnErrors.Infinite(name, value, $"row {OptionRule.Text(row)}");
}

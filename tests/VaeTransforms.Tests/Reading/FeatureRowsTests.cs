using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;
using VaeTransforms.Reading;
using VaeTransforms.Tests.Pipeline;
using Xunit;

namespace VaeTransforms.Tests.Reading;

public sealed class FeatureRowsTests
{
    [Fact]
    public void Singles_and_doubles_are_read_row_by_row()
    {
        Assert.Equal([1, 2, 3, 4, 5, 6], Read(Views.Singles([1, 2, 3], [4, 5, 6])).Values);
        Assert.Equal([1, 2, 3, 4.5f, 5, 6], Read(Views.Doubles([1, 2, 3], [4.5, 5, 6])).Values);
    }

    [Fact]
    public void Sparse_rows_are_read_with_their_zeros()
    {
        IDataView sparse = Views.Context.Data.LoadFromEnumerable(
        [
            new SparseRow { Features = new VBuffer<float>(4, 1, [7], [2]), Doubles = new VBuffer<double>(4, 2, [1, 2], [0, 3]) },
            new SparseRow { Features = new VBuffer<float>(4, [1, 2, 3, 4]), Doubles = new VBuffer<double>(4, [1, 2, 3, 4]) },
            new SparseRow { Features = new VBuffer<float>(4, 0, [], []), Doubles = new VBuffer<double>(4, 0, [], []) },
        ]);

        Assert.Equal([0, 0, 7, 0, 1, 2, 3, 4, 0, 0, 0, 0], Read(sparse).Values);
        Assert.Equal([1, 0, 0, 2, 1, 2, 3, 4, 0, 0, 0, 0], Read(sparse, "Doubles").Values);
    }

    [Fact]
    public void A_view_of_unknown_length_is_read_to_its_end()
    {
        IDataView rows = Views.Singles([.. Enumerable.Range(0, 1000).Select(i => new float[] { i, -i })]);
        IDataView filtered = Views.Context.Data.FilterByCustomPredicate<Pair>(rows, drop => drop.Features[0] % 2 != 0);

        RowMatrix matrix = Read(filtered);

        Assert.Null(filtered.GetRowCount());
        Assert.Equal(500, matrix.Rows);
        Assert.Equal(Enumerable.Range(0, 500).SelectMany(i => new float[] { 2 * i, -2 * i }), matrix.Values);
    }

    [Fact]
    public void An_empty_view_has_no_rows()
    {
        RowMatrix matrix = Read(Views.Context.Data.SkipRows(Views.Singles([1, 2]), 1));

        Assert.Equal(0, matrix.Rows);
        Assert.Empty(matrix.Values);
    }

    [Fact]
    public void The_message_about_a_value_that_is_not_finite_names_slot_and_row()
    {
        string missing = Refusal(Views.Singles([1, 2, 3], [4, 5, float.NaN]));
        string infinite = Refusal(Views.Doubles([double.PositiveInfinity]));

        Assert.Contains("NaN in slot 2 of row 1", missing, StringComparison.Ordinal);
        Assert.Contains("ReplaceMissingValues(\"Features\")", missing, StringComparison.Ordinal);
        Assert.Contains("FilterRowsByMissingValues(data, \"Features\")", missing, StringComparison.Ordinal);
        Assert.Contains("Infinity in slot 0 of row 0", infinite, StringComparison.Ordinal);
        Assert.Contains("FilterByCustomPredicate", Refusal(Views.Doubles([double.NegativeInfinity])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_double_beyond_the_range_of_single_counts_as_infinite()
    {
        string message = Refusal(Views.Doubles([0, 1e300]));

        Assert.StartsWith("Column 'Features' ", message, StringComparison.Ordinal);
        Assert.Contains("1E+300 in slot 1 of row 0", message, StringComparison.Ordinal);
        Assert.Contains("±3.4E+38", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_message_names_a_slot_by_its_slot_name()
    {
        IDataView data = Views.Context.Transforms.Concatenate("Features", "Age", "Amount").Fit(Columns).Transform(Columns);

        Assert.Contains("NaN in slot 1 ('Amount') of row 0 ", Refusal(data), StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_can_be_canceled() => Assert.Throws<OperationCanceledException>(() =>
    {
        IDataView data = Views.Singles([1]);
        FeatureRows.ReadAll(
            data, FeatureColumn.Find(data.Schema, "Features"), new() { CancellationToken = new(canceled: true) }, 1000, []);
    });

    [Fact]
    public void Reading_a_row_allocates_nothing()
    {
        IDataView data = Views.Doubles([.. Enumerable.Range(0, 100).Select(i => new double[] { i, 1, 2 })]);
        FeatureColumn column = FeatureColumn.Find(data.Schema, "Features");
        using DataViewRowCursor cursor = data.GetRowCursor([column.Column]);
        var reader = new FeatureReader(cursor, column);
        var row = new float[3];
        cursor.MoveNext();
        reader.Read(row);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
        {
            reader.Read(row);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_row_whose_length_is_not_that_of_its_type_is_refused()
    {
        IDataView lying = Views.Context.Data.LoadFromEnumerable([new SparseRow { Features = new VBuffer<float>(3, [1, 2, 3]) }]);

        Assert.Throws<InvalidOperationException>(() => Read(lying));
    }

    private static IDataView Columns => Views.Context.Data.LoadFromEnumerable([new Scalars { Age = 1, Amount = float.NaN }]);

    private static RowMatrix Read(IDataView data, string name = "Features") =>
        FeatureRows.ReadAll(data, FeatureColumn.Find(data.Schema, name), new VaeOptions(), 1_000_000, [])!;

    private static string Refusal(IDataView data) => Assert.Throws<ArgumentException>(() => Read(data)).Message;

    private sealed class SparseRow
    {
        [VectorType(4)]
        public VBuffer<float> Features { get; set; }

        [VectorType(4)]
        public VBuffer<double> Doubles { get; set; }
    }

    private sealed class Pair
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Scalars
    {
        public float Age { get; set; }

        public float Amount { get; set; }
    }
}

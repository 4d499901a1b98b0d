using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Analysis;
using Xunit;
using static VaeTransforms.Tests.Analysis.Persons;

namespace VaeTransforms.Tests.Analysis;

/// <summary>Every type of column that a table can have, and what its values are compared as.</summary>
public sealed class ColumnTypesTests
{
    private static readonly TableColumns Tables = Read(View(Rows(25)), View(Rows(30)));

    [Theory]
    [InlineData("Single")]
    [InlineData("Double")]
    [InlineData("SByte")]
    [InlineData("Int16")]
    [InlineData("Int32")]
    [InlineData("Int64")]
    [InlineData("Byte")]
    [InlineData("UInt16")]
    [InlineData("UInt32")]
    [InlineData("UInt64")]
    [InlineData("Vector[0]")]
    [InlineData("Named.left")]
    public void Numbers_are_read_as_they_are(string name)
    {
        MixedColumn column = Column(name);

        Assert.Equal(TableColumnKind.Number, column.Kind);
        Assert.Equal(Enumerable.Range(0, 25).Select(i => (double)i), column.Real);
        Assert.Equal(30, column.Synthetic.Length);
        Assert.Empty(column.Holdout);
    }

    [Fact]
    public void A_date_is_a_number_of_days() =>
        Assert.Equal((TableColumnKind.Date, 1.5), (Column("Date").Kind, Column("Date").Real[3] - Column("Date").Real[0]));

    [Theory]
    [InlineData("Text", "text 0", "text 1", "text 2")]
    [InlineData("Key", "1", "2", "3")]
    [InlineData("Boolean", "false", "true")]
    public void Text_keys_and_Booleans_are_categories(string name, params string[] categories)
    {
        MixedColumn column = Column(name);

        Assert.Equal(TableColumnKind.Category, column.Kind);
        Assert.Equal(categories, column.Categories);
        Assert.Equal([0, 1], column.Real[..2]);
    }

    [Fact]
    public void Missing_values_are_NaN()
    {
        Row[] rows = Rows(20);
        (rows[4].Single, rows[4].Double, rows[4].Text, rows[4].Key) = (float.NaN, double.NegativeInfinity, "", uint.MaxValue);
        rows[4].Vector[1] = float.NaN;

        TableColumns tables = Read(View(rows), View(rows));

        string[] missing = [.. tables.Columns.Where(column => double.IsNaN(column.Real[4])).Select(column => column.Name)];
        Assert.Equal(["Single", "Double", "Text", "Key", "Vector[1]"], missing);
    }

    [Fact]
    public void Keys_are_compared_by_their_text_also_with_a_text_column()
    {
        IDataView data = View(Rows(30));
        IDataView reversed = Ml.Data.LoadFromEnumerable(Ml.Data.CreateEnumerable<Row>(data, reuseRowObject: false).Reverse());
        IDataView first = Keys(data);
        IDataView second = Keys(reversed);
        var options = new TableQualityOptions { Columns = ["Text"] };

        Assert.Equal(1, TableQuality.Compare(Ml, first, second, options: options).ShapeScore, 1e-12);
        Assert.Equal(1, TableQuality.Compare(Ml, first, data, options: options).ShapeScore, 1e-12);

        static IDataView Keys(IDataView view) => Ml.Transforms.Conversion.MapValueToKey("Text").Fit(view).Transform(view);
    }

    [Fact]
    public void Numbers_of_different_types_are_compared()
    {
        IDataView integers = View(Rows(30));
        IDataView doubles = Ml.Transforms.Conversion.ConvertType("Int32", outputKind: DataKind.Double)
            .Fit(integers).Transform(integers);

        Assert.Equal(1, TableQuality.Compare(Ml, integers, doubles).ShapeScore);
    }

    [Fact]
    public void All_types_together_make_a_report()
    {
        TableQualityReport report = TableQuality.Compare(
            Ml, View(Rows(60)), View(Rows(60)), View(Rows(60)), new TableQualityOptions { LabelColumnName = "Date" });

        Assert.Equal(20, report.Shapes.Count);
        Assert.Equal(20 * 19 / 2, report.PairTrends.Count);
        Assert.Equal("2024-01-01 to 2024-01-03", report.Shapes.Single(shape => shape.Name == "Date").Bins[0].Label);
        Assert.InRange(report.Usefulness!.Real.RSquared!.Value, 0.9, 1);
    }

    [Fact]
    public void Only_the_columns_that_both_tables_have_are_compared_unless_some_are_named()
    {
        Person[] rows = Draw(30, seed: 1);
        IDataView data = Ml.Data.LoadFromEnumerable(rows);
        IDataView fewer = Ml.Transforms.DropColumns("Owner").Fit(data).Transform(data);

        Assert.Equal(["Age", "City"], Names(null));
        Assert.Equal(["City"], Names(["City"]));

        IEnumerable<string> Names(string[]? columns) => TableQuality
            .Compare(Ml, data, fewer, options: new TableQualityOptions { Columns = columns })
            .Shapes.Select(shape => shape.Name);
    }

    private static MixedColumn Column(string name) => Tables.Columns.Single(column => column.Name == name);

    private static TableColumns Read(IDataView real, IDataView synthetic) =>
        TableReader.Read(Ml, real, synthetic, holdout: null, new TableQualityOptions());

    private static IDataView View(Row[] rows)
    {
        IDataView data = Ml.Data.LoadFromEnumerable(rows);
        return Ml.Transforms.Concatenate("Named", "left", "right").Fit(data).Transform(data);
    }

    private static Row[] Rows(int count) => [.. Enumerable.Range(0, count).Select(i => new Row
    {
        Single = i,
        Double = i,
        SByte = (sbyte)i,
        Int16 = (short)i,
        Int32 = i,
        Int64 = i,
        Byte = (byte)i,
        UInt16 = (ushort)i,
        UInt32 = (uint)i,
        UInt64 = (ulong)i,
        Boolean = i % 2 == 1,
        Text = $"text {i % 3}",
        Key = (uint)(i % 3),
        Date = new DateTime(2024, 1, 1).AddDays(i / 2.0),
        Vector = [i, -i],
        Left = i,
    })];

    private sealed class Row
    {
        public float Single { get; set; }

        public double Double { get; set; }

        public sbyte SByte { get; set; }

        public short Int16 { get; set; }

        public int Int32 { get; set; }

        public long Int64 { get; set; }

        public byte Byte { get; set; }

        public ushort UInt16 { get; set; }

        public uint UInt32 { get; set; }

        public ulong UInt64 { get; set; }

        public bool Boolean { get; set; }

        public string Text { get; set; } = "";

        [KeyType(3)]
        public uint Key { get; set; }

        public DateTime Date { get; set; }

        [VectorType(2)]
        public float[] Vector { get; set; } = [];

        [ColumnName("left")]
        public float Left { get; set; }

        [ColumnName("right")]
        public float Right { get; set; }
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Analysis;

public sealed class DisentanglementTests
{
    private const int RowCount = 1_000;
    private static readonly string[] Quantities = ["First", "Second"];
    private static readonly string[] Classes = ["FirstSign", "SecondClass"];
    private static readonly MLContext Ml = new(1);

    [Fact]
    public void Factors_that_have_a_dimension_each_score_about_1()
    {
        DisentanglementReport report = Measure((first, second, noise) => [second, noise, first], Quantities);

        Assert.Equal(1, report.Mig, 0.03);
        Assert.Equal(1, report.Sap, 0.03);
        Assert.Equal(1, report.Dci.Disentanglement!.Value, 0.05);
        Assert.Equal(1, report.Dci.Completeness!.Value, 0.05);
        Assert.Equal(1, report.Dci.Informativeness, 0.05);
        Assert.Equal(1, report.Dci.Importance[2][0], 0.02);
        Assert.Equal(1, report.Dci.Importance[0][1], 0.02);
    }

    [Fact]
    public void Classes_that_have_a_dimension_each_score_about_1()
    {
        DisentanglementReport report = Measure((first, second, noise) => [second, noise, first], Classes);

        Assert.Equal(1, report.Mig, 0.25);
        Assert.InRange(report.Sap, 0.95, 1);
        Assert.InRange(report.Dci.Disentanglement!.Value, 0.95, 1);
        Assert.InRange(report.Dci.Completeness!.Value, 0.95, 1);
        Assert.InRange(report.Dci.Informativeness, 0.95, 1);
    }

    [Fact]
    public void Discrete_codes_that_are_the_classes_have_a_gap_of_exactly_1()
    {
        DisentanglementReport report = Measure((first, second, noise) => [MathF.Sign(first), Row.ClassOf(second)], Classes);
        Assert.Equal(1, report.Mig, 0.01);
    }

    [Fact]
    public void Codes_rotated_by_45_degrees_have_no_gap_and_no_completeness_but_keep_the_information()
    {
        DisentanglementReport report = Measure((first, second, _) => [first + second, first - second], Quantities);

        Assert.InRange(report.Mig, 0, 0.05);
        Assert.InRange(report.Sap, 0, 0.05);
        Assert.InRange(report.Dci.Disentanglement!.Value, 0, 0.1);
        Assert.InRange(report.Dci.Completeness!.Value, 0, 0.1);
        Assert.InRange(report.Dci.Informativeness, 0.9, 1);
    }

    [Theory]
    [InlineData("First", "Second")]
    [InlineData("FirstSign", "SecondClass")]
    public void Noise_scores_about_0(params string[] factors)
    {
        DisentanglementReport report = Measure((_, _, noise) => [noise, MathF.Sin(100 * noise)], factors);

        Assert.InRange(report.Mig, 0, 0.03);
        Assert.InRange(report.Sap, 0, 0.1);
        Assert.InRange(report.Dci.Completeness!.Value, 0, 0.15);
        Assert.InRange(report.Dci.Informativeness, 0, 0.1);
    }

    [Fact]
    public void Stretching_a_dimension_changes_no_measure()
    {
        DisentanglementReport plain = Measure((first, second, noise) => [first, second, noise], Quantities);
        DisentanglementReport stretched = Measure((first, second, noise) => [1e-3f * first, second, 50 * noise], Quantities);
        Assert.Equal(plain.Mig, stretched.Mig, 1e-9);
        Assert.Equal(plain.Sap, stretched.Sap, 1e-6);
        Assert.Equal(plain.Dci.Completeness!.Value, stretched.Dci.Completeness!.Value, 0.02);
    }

    [Fact]
    public void A_nonlinear_relation_is_found_by_every_measure_except_SAP()
    {
        DisentanglementReport report = Measure((first, second, noise) => [first, noise], ["FirstSquare"]);
        Assert.InRange(report.Mig, 0.5, 1);
        Assert.InRange(report.Dci.Informativeness, 0.9, 1);
        Assert.InRange(report.Sap, 0, 0.05);
    }

    [Fact]
    public void One_factor_has_no_disentanglement_and_one_dimension_no_completeness()
    {
        DisentanglementReport report = Measure((first, _, _) => [first], ["First"]);
        Assert.Null(report.Dci.Disentanglement);
        Assert.Null(report.Dci.Completeness);
        Assert.Equal(1, report.Mig, 0.03);
        Assert.Contains("\"Completeness\": null", report.ToJson(), StringComparison.Ordinal);
        Assert.Contains("completeness none", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_is_measured_at_draws_from_its_posteriors_so_a_collapsed_dimension_has_no_information()
    {
        // Both dimensions contain the factor. In the second, it is small compared with the posterior variance of 1.
        using VaeModel model = LinearModels.Create([[1, 1e-3f], [0, 0]], LinearModels.Unit(2), [-8, 0]);
        IDataView data = View((first, second, _) => [first, second]);

        DisentanglementReport draws = LatentSpace.Disentanglement(model, data, ["First"]);
        DisentanglementReport means = LatentSpace.Disentanglement(data, "Both", ["First"]);

        Assert.InRange(draws.Mig, 0.8, 1);
        Assert.InRange(draws.Dci.Completeness!.Value, 0.9, 1);
        Assert.InRange(means.Mig, 0, 0.02);
    }

    [Fact]
    public void Equal_seeds_give_equal_reports()
    {
        using VaeModel model = LinearModels.Identity(2);
        IDataView data = View((first, second, _) => [first, second]);
        string once = LatentSpace.Disentanglement(model, data, ["First", "SecondClass"], seed: 4, maxRows: 300).ToJson();
        Assert.Equal(once, LatentSpace.Disentanglement(model, data, ["First", "SecondClass"], seed: 4, maxRows: 300).ToJson());
        Assert.NotEqual(once, LatentSpace.Disentanglement(model, data, ["First", "SecondClass"], seed: 5, maxRows: 300).ToJson());
    }

    [Fact]
    public void Rows_with_a_missing_factor_or_feature_are_skipped_and_counted()
    {
        Row[] rows = Rows((first, second, _) => [first, second]);
        rows[3].Features[1] = float.NaN;
        rows[7].First = double.NaN;
        rows[9].SecondClass = uint.MaxValue;
        DisentanglementReport report = LatentSpace.Disentanglement(View(rows), "Features", ["First", "SecondClass"]);
        Assert.Equal(RowCount - 3, report.Rows);
        Assert.Equal(3, report.SkippedRows);
    }

    [Theory]
    [InlineData(new string[0], "A supervised measure needs at least one factor column, but none is named.")]
    [InlineData(new[] { "Label" }, "There is no column 'Label' to compare codes with. The columns are: 'Features', 'Both'")]
    [InlineData(new[] { "Text" }, "A factor must be a key, a Boolean or a number, but column 'Text' is a String. Convert the")]
    [InlineData(new[] { "Features" }, "A factor must be a key, a Boolean or a number, but column 'Features' is a Vector<Single")]
    [InlineData(new[] { "First", "First" }, "Factor columns must be different, but 'First' is named twice.")]
    [InlineData(new[] { "Constant" }, "A factor must have at least two values, but column 'Constant' has one value in all 1000")]
    [InlineData(new[] { "Identifier" }, "A factor can have at most 256 classes, but column 'Identifier' has 1000 in 1000 rows.")]
    public void Invalid_factors_are_refused(string[] factors, string message)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
            LatentSpace.Disentanglement(View((first, second, _) => [first, second]), "Features", factors));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_minimum_number_of_rows_and_a_constant_dimension_and_a_class_of_one_row_are_measured()
    {
        Row[] rows = Rows((first, second, _) => [first, 0])[..20];
        foreach (Row row in rows)
        {
            row.SecondClass = row == rows[4] ? 1u : 2u;
        }

        DisentanglementReport report = LatentSpace.Disentanglement(View(rows), "Features", ["First", "FirstSign", "SecondClass"]);
        Assert.Equal(20, report.Rows);
        double?[] scores =
            [report.Mig, report.Sap, report.Dci.Disentanglement, report.Dci.Completeness, report.Dci.Informativeness];
        Assert.All(scores, score => Assert.InRange(score!.Value, 0, 1));
        Assert.All(report.MutualInformation[1], information => Assert.Equal(0, information, 1e-12));
    }

    [Fact]
    public void Too_few_rows_are_refused() => Assert.Equal(
        "Supervised measures train on half of the rows and test on the other half, so they need at least 20 rows with "
            + "finite values and known factors, but the view has 19, and 0 were skipped. Give more rows.",
        Assert.Throws<ArgumentException>(() => LatentSpace.Disentanglement(
            View(Rows((first, second, _) => [first, second])[..19]), "Features", ["First"])).Message);

    private static DisentanglementReport Measure(Func<float, float, float, float[]> code, string[] factors) =>
        LatentSpace.Disentanglement(View(code), "Features", factors);

    private static IDataView View(Func<float, float, float, float[]> code) => View(Rows(code));

    private static IDataView View(Row[] rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Features.Length);
        return Ml.Data.LoadFromEnumerable(rows, schema);
    }

    /// <summary>Two independent factors and noise, uniform in [-1, 1], and a code computed from them.</summary>
    private static Row[] Rows(Func<float, float, float, float[]> code)
    {
        var random = new Random(7);
        float Uniform() => (2 * random.NextSingle()) - 1;
        return [.. Enumerable.Range(0, RowCount).Select(i =>
        {
            (float first, float second, float noise) = (Uniform(), Uniform(), Uniform());
            return new Row
            {
                Features = code(first, second, noise),
                Both = [first, first],
                First = first,
                Second = second,
                FirstSquare = first * first,
                FirstSign = first > 0,
                SecondClass = Row.ClassOf(second),
                Identifier = (uint)i,
                Text = "text",
            };
        })];
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        [VectorType(2)]
        public float[] Both { get; set; } = [];

        public double First { get; set; }

        public float Second { get; set; }

        public float FirstSquare { get; set; }

        public bool FirstSign { get; set; }

        [KeyType(4)]
        public uint SecondClass { get; set; }

        public int Constant { get; set; }

        [KeyType(10_000)]
        public uint Identifier { get; set; }

        public string Text { get; set; } = "";

        /// <summary>Four classes of equal width, from 0.</summary>
        public static uint ClassOf(float value) => (uint)Math.Clamp((int)(2 * (value + 1)), 0, 3);
    }
}

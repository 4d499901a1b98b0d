using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Formulas;
using VaeTransforms.Model;
using VaeTransforms.Pipeline;
using Xunit;

namespace VaeTransforms.Tests.Contract.Tables;

/// <summary>Tables in which values are missing.</summary>
public sealed class MissingValuesTests
{
    private static readonly VaeOptions Masked = Orders.AllColumns with { MissingValues = MissingValues.Mask };

    public static TheoryData<AnomalyScore> Scores =>
    [
        AnomalyScore.Combined,
        AnomalyScore.NegativeElbo,
        AnomalyScore.Neighbors(),
        AnomalyScore.Neighbors(space: NeighborSpace.LatentAndResidual),
        AnomalyScore.Typicality,
        AnomalyScore.ReconstructionProbability(samples: 4),
    ];

    [Fact]
    public void A_missing_value_is_refused_by_default_with_column_row_and_advice()
    {
        var ml = new MLContext(1);
        Order[] rows = Orders.Rows(100);
        rows[42].Job = "";

        string message = Assert.Throws<ArgumentException>(() => ml.Transforms
            .VaeEncode("Latent", inputColumnNames: Orders.Columns, Orders.Quick).Fit(Orders.View(ml, rows))).Message;

        Assert.Contains("'Job'", message, StringComparison.Ordinal);
        Assert.Contains("row 42", message, StringComparison.Ordinal);
        Assert.Contains("MissingValues to Mask", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_with_gaps_have_finite_values_and_the_number_of_columns_that_are_there()
    {
        var ml = new MLContext(1);
        IDataView data = Orders.View(ml, Orders.RowsWithGaps(300));
        ITransformer fitted = ml.Transforms.VaeEncode("Latent", inputColumnNames: Orders.Columns, Masked).Fit(data);
        Order[] rows = Orders.RowsWithGaps(100, seed: 3);

        Dictionary<string, float[][]> scored = Table.Read(fitted.Transform(Orders.View(ml, rows)));

        string[] added = ["Latent", "LatentLogVariance", "Reconstruction", "Kl", "Error", "Surprise"];
        Assert.All(added.SelectMany(name => scored[name].SelectMany(row => row)), value => Assert.True(float.IsFinite(value)));
        Assert.Equal(rows.Select(row => 21 - Gaps(row)), scored["Observed"].Select(count => (int)count[0]));
        Assert.Contains(rows, row => Gaps(row) > 1);
    }

    [Fact]
    public void A_column_may_be_missing_in_the_rows_held_out_at_random_but_not_in_given_ones()
    {
        var ml = new MLContext(1);
        Order[] rows = Orders.Rows(100);
        foreach (Order row in rows[2..])
        {
            row.Amount = float.NaN;
        }

        VaeEstimator estimator = ml.Transforms.VaeEncode(
            "Latent", ["Amount", "Price"], Masked with { LatentDimension = 1, Seed = 1 });

        using VaeTransformer fitted = estimator.Fit(Orders.View(ml, rows));
        string message = Assert.Throws<ArgumentException>(
            () => estimator.Fit(Orders.View(ml, rows), Orders.View(ml, rows[2..]))).Message;

        Assert.True(float.IsFinite((float)fitted.Report.Summary.Elbo));
        Assert.Contains("'Amount' is missing in every validation row", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(Normalization.CommonScale))]
    [InlineData(nameof(Normalization.MinMax))]
    [InlineData(nameof(Normalization.None))]
    [InlineData(nameof(Normalization.Quantile))]
    [InlineData(nameof(Normalization.Standardize))]
    public void Every_normalization_learns_from_the_values_that_are_there(string name)
    {
        var ml = new MLContext(1);
        var normalization = (Normalization)typeof(Normalization).GetProperty(name)!.GetValue(null)!;
        IDataView data = Orders.View(ml, Orders.RowsWithGaps(200));
        using VaeTransformer fitted = ml.Transforms
            .VaeEncode("Latent", ["Amount", "Price", "Sensors"], Masked with { Normalization = normalization }).Fit(data);

        Dictionary<string, float[][]> scored = Table.Read(fitted.Transform(data));

        string[] added = ["Latent", "Reconstruction", "Surprise"];
        float[] values = [.. added.SelectMany(column => scored[column].SelectMany(row => row))];
        Assert.All(values, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void A_row_in_which_all_is_missing_has_finite_values()
    {
        var ml = new MLContext(1);
        string[] columns = ["Job", "Amount", "Region", "Sensors"];
        IDataView data = Orders.View(ml, Orders.RowsWithGaps(300));
        ITransformer fitted = ml.Transforms.VaeEncode("Latent", inputColumnNames: columns, Masked).Fit(data);
        Order nothing = new() { Region = Orders.NoRegion, Amount = float.NaN, Sensors = [float.NaN, float.NaN, float.NaN] };

        Dictionary<string, float[][]> scored = Table.Read(fitted.Transform(ml.Data.LoadFromEnumerable([nothing])));

        Assert.Equal(0, scored["Observed"][0][0]);
        Assert.Equal(0, scored["Error"][0][0]);
        Assert.All(scored["Latent"][0], value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void An_infinite_value_gives_NaN()
    {
        var ml = new MLContext(1);
        IDataView data = Orders.View(ml, Orders.RowsWithGaps(300));
        ITransformer fitted = ml.Transforms.VaeEncode("Latent", inputColumnNames: Orders.Columns, Masked).Fit(data);
        Order[] rows = Orders.RowsWithGaps(2, seed: 3);
        rows[1].Price = double.PositiveInfinity;

        Dictionary<string, float[][]> scored = Table.Read(fitted.Transform(Orders.View(ml, rows)));

        Assert.True(float.IsFinite(scored["Surprise"][0][0]));
        Assert.Equal(float.NaN, scored["Surprise"][1][0]);
        Assert.All(scored["Latent"][1], value => Assert.Equal(float.NaN, value));
    }

    [Fact]
    public void The_reconstruction_error_is_the_sum_over_the_slots_that_are_there()
    {
        var ml = new MLContext(1);
        IDataView data = Orders.View(ml, Orders.RowsWithGaps(300));
        using VaeTransformer fitted = ml.Transforms.VaeEncode("Latent", inputColumnNames: Orders.Columns, Masked).Fit(data);
        Dictionary<string, float[][]> scored = Table.Read(fitted.Transform(data));

        int row = 0;
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        RowReader reader = ModelInputs.Find(data.Schema, fitted.Model.Trained).CreateReader(cursor);
        var slots = new float[fitted.Model.Architecture.InputSize];
        while (cursor.MoveNext())
        {
            reader.Read(slots);
            double expected = ErrorOf(fitted.Model.Trained, slots, scored["Latent"][row]);
            Assert.Equal(expected, scored["Error"][row][0], 1e-3 * Math.Max(1, Math.Abs(expected)));
            row++;
        }
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void A_detector_scores_rows_with_gaps(AnomalyScore score)
    {
        var ml = new MLContext(1);
        IDataView data = Orders.View(ml, Orders.RowsWithGaps(300));
        using VaeAnomalyTransformer fitted = ml.AnomalyDetection.Trainers.Vae(Orders.Columns, new VaeAnomalyOptions
        {
            Score = score,
            TrimmedShare = 0.05,
            Vae = Orders.Quick with { MissingValues = MissingValues.Mask },
            PValueColumnName = "PValue",
            FeatureContributionsColumnName = "Reasons",
        }).Fit(data);
        ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out _);
        Order[] rows = Orders.RowsWithGaps(100, seed: 3);
        IDataView unseen = Orders.View(ml, rows);

        Dictionary<string, float[][]> scored = Table.Read(fitted.Transform(unseen));

        // Differences of scores round more than the scores.
        Table.AssertNear(scored, Table.Read(loaded.Transform(unseen)), tolerance: 1e-4);
        foreach (string name in new[] { "Score", "PValue", "Reasons" })
        {
            Assert.All(scored[name], values => Assert.All(values, value => Assert.True(float.IsFinite(value))));
        }

        int job = fitted.Model.Columns.ToList().FindIndex(column => column.Name == "Job");
        Assert.All(
            rows.Zip(scored["Reasons"]).Where(pair => pair.First.Job.Length == 0),
            pair => Assert.Equal(0, pair.Second[job]));
        Assert.InRange(fitted.Threshold.Score, -1e6, 1e6);
    }

    [Fact]
    public void A_row_with_gaps_that_was_trained_on_is_not_its_own_neighbor()
    {
        var ml = new MLContext(1);
        IDataView data = Orders.View(ml, Orders.RowsWithGaps(300));
        using VaeAnomalyTransformer fitted = ml.AnomalyDetection.Trainers.Vae(Orders.Columns, new VaeAnomalyOptions
        {
            Score = AnomalyScore.Neighbors(1),
            Vae = Orders.Quick with { MissingValues = MissingValues.Mask },
        }).Fit(data);

        Assert.All(Table.Read(fitted.Transform(data))["Score"], score => Assert.InRange(score[0], 1e-3, 1e3));
    }

    [Fact]
    public void Evaluate_and_Analyze_use_rows_with_gaps()
    {
        var ml = new MLContext(1);
        Order[] rows = Orders.RowsWithGaps(300);
        rows[7].Price = double.NaN;
        IDataView data = Orders.View(ml, rows);
        using VaeTransformer fitted = ml.Transforms.VaeEncode("Latent", inputColumnNames: Orders.Columns, Masked).Fit(data);
        rows[8].Price = double.NegativeInfinity;
        data = Orders.View(ml, rows);

        VaeEvaluation evaluation = fitted.Model.Evaluate(data);
        LatentSpaceReport report = LatentSpace.Analyze(fitted.Model, data);

        Assert.Equal((299, 1), (evaluation.Rows, evaluation.SkippedRows));
        Assert.True(double.IsFinite(evaluation.Sampled.Elbo));
        Assert.Equal(
            Table.Read(fitted.Transform(data))["Surprise"].Where(score => float.IsFinite(score[0])).Average(score => score[0]),
            -evaluation.AtMean.Elbo,
            1e-3);
        Assert.Equal((299, 1), (report.Rows, report.SkippedRows));
        Assert.DoesNotContain("NaN", report.ToString(), StringComparison.Ordinal);
    }

    private static int Gaps(Order row) =>
        (row.Job.Length == 0 ? 1 : 0) + (row.Region == Orders.NoRegion ? 1 : 0) + (float.IsNaN(row.Amount) ? 1 : 0)
        + row.Sensors.Count(float.IsNaN);

    /// <summary>-ln p(x | z) in double arithmetic, summed by hand over the slots that are there.</summary>
    private static double ErrorOf(TrainedVae model, float[] slots, float[] latent)
    {
        var ops = new ArrayOps();
        var formula = new VaeFormula<ArrayValue>(ops, model.Architecture, name => ArrayValue.Of(model.Weights[name]));
        ArrayValue decoded = formula.Decode(ArrayValue.Of(latent, [latent.Length]));
        float[] filled = Array.ConvertAll(slots, value => float.IsNaN(value) ? 0 : value);
        ArrayValue normalized = ArrayValue.Of(model.Normalize(filled), [filled.Length]);
        Dictionary<string, ArrayValue> weights = model.Architecture.WeightsOf(VaeArchitecture.LikelihoodName).ToDictionary(
            shape => shape.Name, shape => ArrayValue.Of(model.Weights[$"{VaeArchitecture.LikelihoodName}.{shape.Name}"]));
        ArrayValue densities = model.Architecture.Likelihood.LogDensity(ops, normalized, decoded, weights);
        return -densities.Values.Where((_, slot) => !float.IsNaN(slots[slot])).Sum();
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Contract.Tables;

public sealed class ImputationTests
{
    private static readonly MLContext Context = new(1);
    private static readonly VaeOptions Masked = Orders.Quick with { MissingValues = MissingValues.Mask, Epochs = 60 };
    private static readonly Lazy<VaeModel> Table =
        new(() => Fitted(Orders.Columns, Orders.View(Context, Orders.RowsWithGaps(400))));

    [Fact]
    public void Present_values_stay_as_they_are_and_gaps_are_filled_in_the_columns_own_types()
    {
        Order[] rows = Orders.RowsWithGaps(60, seed: 5);

        IDataView filled = Table.Value.Impute(Orders.View(Context, rows));

        Assert.Equal(Orders.Columns, filled.Schema.Select(column => column.Name));
        Assert.Equal(TextDataViewType.Instance, filled.Schema["Job"].Type);
        Assert.Equal(NumberDataViewType.Int64, filled.Schema["Long"].Type);
        Assert.Equal(rows.Select(row => row.Long), filled.GetColumn<long>("Long"));

        // A Double keeps the ticks of a date to a ten-thousandth of a second.
        Assert.All(
            rows.Zip(filled.GetColumn<DateTime>("Placed")),
            pair => Assert.InRange((pair.First.Placed - pair.Second).Duration(), TimeSpan.Zero, TimeSpan.FromMilliseconds(0.1)));
        string[] jobs = [.. filled.GetColumn<string>("Job")];
        Assert.All(rows.Zip(jobs), pair => Assert.True(pair.First.Job.Length == 0 || pair.First.Job == pair.Second));
        Assert.All(jobs, job => Assert.Contains(job, Orders.Jobs));
        Assert.All(rows.Zip(filled.GetColumn<float>("Amount")), pair =>
        {
            Assert.True(float.IsFinite(pair.Second));
            Assert.True(float.IsNaN(pair.First.Amount) || pair.First.Amount == pair.Second);
        });
    }

    [Fact]
    public void A_gap_gets_the_step_of_training_and_a_present_value_between_steps_stays()
    {
        Order[] whole = Orders.RowsWithGaps(200);
        foreach (Order row in whole)
        {
            row.Amount = MathF.Round(row.Amount);
        }

        using VaeModel model = Fitted(["Amount", "Price", "Int"], Orders.View(Context, whole));
        Order[] rows = Orders.Rows(3, seed: 4);
        (rows[0].Amount, rows[1].Amount) = (3.75f, float.NaN);

        float[] filled = [.. model.Impute(Orders.View(Context, rows)).GetColumn<float>("Amount")];

        Assert.Equal((3.75f, rows[2].Amount), (filled[0], filled[2]));
        Assert.Equal(MathF.Round(filled[1]), filled[1]);
    }

    [Fact]
    public void A_category_that_training_never_saw_comes_back_as_it_was()
    {
        Order[] rows = Orders.RowsWithGaps(5, seed: 6);
        (rows[1].Job, rows[1].Amount, rows[2].CountryName, rows[2].Amount) = ("Astronaut", float.NaN, "Atlantis", float.NaN);
        IDataView data = Orders.View(Context, rows);

        IDataView filled = Table.Value.Impute(data);

        Assert.Equal("Astronaut", filled.GetColumn<string>("Job").ElementAt(1));
        Assert.True(float.IsFinite(filled.GetColumn<float>("Amount").ElementAt(1)));
        IDataView texts = Context.Transforms.Conversion.MapKeyToValue("Country").Fit(filled).Transform(filled);
        Assert.Equal(rows.Select(row => row.CountryName), texts.GetColumn<string>("Country"));
    }

    [Fact]
    public void Rows_of_slots_have_the_values_of_the_view()
    {
        Order[] rows = Orders.RowsWithGaps(40, seed: 7);
        VaeModel model = Table.Value;

        float[][] slots = model.ReadRows(Orders.View(Context, rows, Orders.Rows(400)));

        VaeColumn job = model.Columns.Single(column => column.Name == "Job");
        int amount = model.Columns.Single(column => column.Name == "Amount").Start;
        Assert.Equal(rows.Length, slots.Length);
        Assert.All(rows.Zip(slots), pair =>
        {
            Assert.Equal(pair.First.Amount, pair.Second[amount], 1e-4f);
            Assert.All(Enumerable.Range(0, job.Slots), i => Assert.Equal(
                pair.First.Job.Length == 0 ? float.NaN : model.SlotNames![job.Start + i] == $"Job.{pair.First.Job}" ? 1 : 0,
                pair.Second[job.Start + i]));
        });
    }

    [Fact]
    public void Filled_values_follow_from_the_others()
    {
        Order[] rows = Orders.Rows(200, seed: 9);
        float[] truth = [.. rows.Select(row => row.Amount)];
        string[] jobs = [.. rows.Select(row => row.Job)];
        foreach (Order row in rows)
        {
            (row.Amount, row.Job) = (float.NaN, "");
        }

        IDataView filled = Table.Value.Impute(Orders.View(Context, rows));

        double error = truth.Zip(filled.GetColumn<float>("Amount"), (a, b) => Math.Abs(a - b)).Average();
        double errorOfMean = truth.Average(value => Math.Abs(value - truth.Average()));
        Assert.True(error < 0.5 * errorOfMean, $"{error} against {errorOfMean}");
        Assert.True(jobs.Zip(filled.GetColumn<string>("Job")).Count(pair => pair.First == pair.Second) > 120);
    }

    [Fact]
    public void The_best_value_of_a_row_does_not_depend_on_the_rows_beside_it()
    {
        float[][] rows = [.. Pairs(6, seed: 7).Select(row => new[] { row[0], float.NaN })];

        Assert.Equal(Normal.Value.Impute(rows)[4..], Normal.Value.Impute(rows[4..]));
    }

    [Fact]
    public void Draws_keep_present_values_and_differ_where_values_are_missing()
    {
        VaeModel model = Table.Value;
        float[] row = Row(model, job: true);
        VaeColumn job = model.Columns.Single(column => column.Name == "Job");

        float[][] draws = model.Impute([row], draws: 50, seed: 3)[0];

        Assert.All(draws, draw => Assert.All(
            Enumerable.Range(0, row.Length).Where(slot => !float.IsNaN(row[slot])),
            slot => Assert.Equal(row[slot], draw[slot])));
        Assert.All(draws, draw => Assert.Equal(1, draw.Skip(job.Start).Take(job.Slots).Sum()));
        Assert.Equal(draws.SelectMany(draw => draw), model.Impute([row], draws: 50, seed: 3)[0].SelectMany(draw => draw));
    }

    [Fact]
    public void Intervals_hold_about_as_many_true_values_as_asked()
    {
        VaeModel model = Normal.Value;
        const int Count = 500;
        float[][] rows = Pairs(Count, seed: 4);
        float[][] gaps = [.. rows.Select(row => new[] { row[0], float.NaN })];

        IReadOnlyList<ImputedValue> values = model.ImputeIntervals(gaps, 0.9);

        Assert.Equal(Enumerable.Range(0, Count), values.Select(value => value.Row));
        int covered = values.Count(value => rows[value.Row][1] >= value.Lower && rows[value.Row][1] <= value.Upper);
        Assert.InRange(covered / (double)Count, 0.84, 0.97);
        Assert.All(values, value => Assert.InRange(value.Expected, value.Lower, value.Upper));
    }

    [Fact]
    public void The_expected_value_is_that_of_the_conditional_distribution()
    {
        // With correlation 0.9 the conditional mean is 0.9 times the other value.
        float[] given = [-1.5f, -0.5f, 0, 0.5f, 1.5f];

        float[][] filled = Normal.Value.Impute([.. given.Select(value => new[] { value, float.NaN })]);

        Assert.All(given.Zip(filled), pair => Assert.Equal(0.9 * pair.First, pair.Second[1], 0.25));
    }

    [Fact]
    public void VaeImpute_fills_a_vector_in_a_pipeline_and_after_it_is_saved()
    {
        float[][] rows = Pairs(600, seed: 8);
        for (int i = 0; i < rows.Length; i += 3)
        {
            rows[i][i % 2] = float.NaN;
        }

        IDataView data = Vectors(rows);
        VaeOptions options = Masked with { LatentDimension = 2, Epochs = 20 };
        ITransformer fitted = Context.Transforms.VaeImpute("Features", options: options).Fit(data);
        using var file = new MemoryStream();
        Context.Model.Save(fitted, data.Schema, file);
        file.Position = 0;
        ITransformer loaded = Context.Model.Load(file, out _);

        float[][] filled = [.. fitted.Transform(data).GetColumn<float[]>("Features")];
        float[][] again = [.. loaded.Transform(data).GetColumn<float[]>("Features")];

        Assert.All(rows.Zip(filled), pair => Assert.All(pair.First.Zip(pair.Second), value =>
        {
            Assert.True(float.IsFinite(value.Second));
            Assert.True(float.IsNaN(value.First) || value.First == value.Second);
        }));
        Assert.All(filled.Zip(again), pair => Assert.All(
            pair.First.Zip(pair.Second), value => Assert.Equal(value.First, value.Second, 1e-5f)));
        Assert.NotNull(VaeModel.FromTransformer(loaded));
    }

    [Fact]
    public void A_model_without_a_mask_cannot_fill_gaps()
    {
        using VaeModel model = Fitted(["Features"], Vectors(Pairs(50, seed: 1)), Orders.Quick with { LatentDimension = 2 });

        string message = Assert.Throws<InvalidOperationException>(() => model.Impute([[1, float.NaN]])).Message;

        Assert.Contains("MissingValues", message, StringComparison.Ordinal);
    }

    private static readonly Lazy<VaeModel> Normal =
        new(() => Fitted(["Features"], Vectors(Pairs(2000, seed: 2)), Masked with
        {
            Likelihood = Likelihood.Gaussian,
            HiddenLayers = [32],
            LatentDimension = 2,
        }));

    private static VaeModel Fitted(string[] columns, IDataView data, VaeOptions? options = null) =>
        VaeModel.FromTransformer(Context.Transforms.VaeEncode("Latent", columns, options ?? Masked).Fit(data));

    private static float[] Row(VaeModel model, bool job)
    {
        Order[] rows = Orders.Rows(1, seed: 11);
        rows[0].Amount = float.NaN;
        rows[0].Job = job ? "" : rows[0].Job;
        return model.ReadRows(Orders.View(Context, rows, Orders.Rows(400)))[0];
    }

    private static float[][] Pairs(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double first = VaeTransforms.Numerics.RandomDraw.Normal(random);
            double second = (0.9 * first) + (Math.Sqrt(1 - 0.81) * VaeTransforms.Numerics.RandomDraw.Normal(random));
            return new[] { (float)first, (float)second };
        })];
    }

    private static IDataView Vectors(float[][] rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Vector));
        schema[0].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Length);
        return Context.Data.LoadFromEnumerable(rows.Select(row => new Vector { Features = row }), schema);
    }

    private sealed class Vector
    {
        public float[] Features { get; set; } = [];
    }
}

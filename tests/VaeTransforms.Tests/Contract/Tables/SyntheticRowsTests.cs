using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Contract.Tables;

public sealed class SyntheticRowsTests
{
    private static readonly MLContext Context = new(1);
    private static readonly Order[] Rows = Orders.Rows(400);

    private static readonly Lazy<VaeModel> Model = new(() => VaeModel.FromTransformer(
        Context.Transforms.VaeEncode("Latent", Orders.Columns, Orders.Quick with { Epochs = 60 })
            .Fit(Orders.View(Context, Rows))));

    [Fact]
    public void Rows_have_the_columns_trained_on_in_their_own_types_and_ranges()
    {
        IDataView real = Orders.View(Context, Rows);
        IDataView synthetic = Model.Value.SampleRows(Context, 300, seed: 1);

        Assert.Equal(300, synthetic.GetRowCount());
        foreach (string name in Orders.Columns)
        {
            DataViewType type = synthetic.Schema[name].Type;
            Assert.True(
                type is KeyDataViewType ? real.Schema[name].Type is KeyDataViewType : type.Equals(real.Schema[name].Type),
                $"{name} is a {type}");
        }

        Assert.All(synthetic.GetColumn<string>("Job"), job => Assert.Contains(job, Orders.Jobs));
        Assert.All(synthetic.GetColumn<byte>("Byte"), value => Assert.InRange(value, 0, Rows.Max(row => row.Byte)));
        Assert.All(synthetic.GetColumn<DateTime>("Placed"), value => Assert.InRange(
            value, Rows.Min(row => row.Placed).AddDays(-1), Rows.Max(row => row.Placed).AddDays(1)));
        Assert.All(synthetic.GetColumn<float[]>("Sensors"), value => Assert.Equal(3, value.Length));
    }

    [Fact]
    public void Numbers_that_were_whole_in_training_are_drawn_whole_also_as_Singles()
    {
        Order[] whole = Orders.Rows(200);
        foreach (Order row in whole)
        {
            row.Amount = MathF.Round(row.Amount * 10);
            row.Sensors[0] = MathF.Round(row.Sensors[0] * 1000);
        }

        using VaeModel model = VaeModel.FromTransformer(Context.Transforms
            .VaeEncode("Latent", ["Amount", "Price", "Sensors"], Orders.Quick).Fit(Orders.View(Context, whole)));

        IDataView drawn = model.SampleRows(Context, 100, seed: 1);

        Assert.All(drawn.GetColumn<float>("Amount"), value => Assert.Equal(MathF.Round(value), value));
        Assert.All(drawn.GetColumn<float[]>("Sensors"), value => Assert.Equal(MathF.Round(value[0]), value[0]));
        Assert.Contains(drawn.GetColumn<double>("Price"), value => !double.IsInteger(value));
        Assert.Contains(drawn.GetColumn<float[]>("Sensors"), value => value[1] != MathF.Round(value[1]));
    }

    [Fact]
    public void Cents_days_and_minutes_are_drawn_as_such()
    {
        Order[] exact = Orders.Rows(200);
        foreach (Order row in exact)
        {
            row.Amount = MathF.Round(row.Amount, 1);
            row.Price = Math.Round(row.Price, 2);
            row.Placed = row.Placed.Date;
            row.Took = TimeSpan.FromMinutes(Math.Round(row.Took.TotalMinutes));
        }

        using VaeModel model = VaeModel.FromTransformer(Context.Transforms
            .VaeEncode("Latent", ["Amount", "Price", "Placed", "Took"], Orders.Quick).Fit(Orders.View(Context, exact)));

        IDataView drawn = model.SampleRows(Context, 100, seed: 1);

        Assert.All(drawn.GetColumn<float>("Amount"), value => Assert.Equal(MathF.Round(value, 1), value));
        Assert.All(drawn.GetColumn<double>("Price"), value => Assert.Equal(Math.Round(value, 2), value));
        Assert.All(drawn.GetColumn<DateTime>("Placed"), value => Assert.Equal(value.Date, value));
        Assert.All(drawn.GetColumn<TimeSpan>("Took"), value => Assert.Equal(0, value.Ticks % TimeSpan.TicksPerMinute));
    }

    [Fact]
    public void Rows_look_like_data()
    {
        IDataView synthetic = Model.Value.SampleRows(Context, 400, seed: 1);

        TableQualityReport report = TableQuality.Compare(
            Context,
            Orders.View(Context, Rows),
            synthetic,
            options: new TableQualityOptions { Columns = ["Job", "Amount", "Int", "Paid", "Took"] });

        Assert.True(report.ShapeScore > 0.85, $"{report}");

        // Columns that do not depend on each other would give 0.5; these rows are drawn after 560 steps.
        Assert.True(report.PairTrendScore > 0.65, $"{report}");
    }

    [Fact]
    public void The_same_seed_gives_the_same_rows()
    {
        Assert.Equal(Drawn(4), Drawn(4));
        Assert.NotEqual(Drawn(4), Drawn(5));

        static int[] Drawn(int seed) => [.. Model.Value.SampleRows(Context, 50, seed).GetColumn<int>("Int")];
    }

    [Fact]
    public void A_condition_holds_in_every_row_and_the_others_follow_from_it()
    {
        IDataView clerks = Model.Value.SampleRows(Context, 200, seed: 2, where: ("Job", "Clerk"));
        IDataView pilots = Model.Value.SampleRows(Context, 200, seed: 2, where: ("Job", "Pilot"));

        Assert.All(clerks.GetColumn<string>("Job"), job => Assert.Equal("Clerk", job));
        Assert.InRange(
            clerks.GetColumn<float>("Amount").Average(),
            0.5 * Rows.Where(row => row.Job == "Clerk").Average(row => row.Amount),
            0.5 * Rows.Average(row => row.Amount) * 1.6);
        Assert.True(pilots.GetColumn<float>("Amount").Average() > 2 * clerks.GetColumn<float>("Amount").Average());
    }

    [Fact]
    public void Conditions_can_be_on_several_columns_and_on_numbers()
    {
        IDataView rows = Model.Value.SampleRows(Context, 20, 3, ("Paid", true), ("Byte", 150));

        Assert.All(rows.GetColumn<bool>("Paid"), Assert.True);
        Assert.All(rows.GetColumn<byte>("Byte"), value => Assert.Equal(150, value));
    }

    [Theory]
    [InlineData("Shoe", "Clerk", "'Job'")]
    [InlineData("Job", "Baker", "'Clerk'")]
    [InlineData("Amount", "much", "numbers")]
    [InlineData("Byte", 30.9, "a whole number from 0 to 255")]
    [InlineData("Byte", 256, "a whole number from 0 to 255")]
    [InlineData("Paid", 2, "true or false")]
    [InlineData("Int", "12 years", "a whole number")]
    [InlineData("Placed", 5, "a DateTime")]
    [InlineData("Amount", 1e9, "probability")]
    public void A_condition_that_no_row_can_meet_is_refused(string column, object value, string part)
    {
        string message = Assert.Throws<ArgumentException>(
            () => Model.Value.SampleRows(Context, 5, 1, where: (column, value))).Message;

        Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_near_given_ones_are_drawn_from_their_posteriors()
    {
        VaeModel model = Model.Value;
        float[] pilot = [.. model.SampleRows(Context, 1, 2, where: ("Job", "Pilot")).GetColumn<float>("Amount")];
        LatentPosterior[] posteriors = [model.EncodePosterior(model.Sample(1, seed: 3, noise: true)[0])];

        IDataView near = model.SampleRows(Context, posteriors, 100, seed: 1);
        IDataView any = model.SampleRows(Context, 100, seed: 1);

        Assert.NotEmpty(pilot);
        Assert.True(Spread(near) < Spread(any));

        static double Spread(IDataView rows)
        {
            float[] values = [.. rows.GetColumn<float>("Amount")];
            return values.Average(value => Math.Abs(value - values.Average()));
        }
    }

    [Fact]
    public void Noise_gives_a_vector_model_rows_that_vary_as_data_do()
    {
        var random = new Random(3);
        float[][] rows =
            [.. Enumerable.Range(0, 500).Select(_ => new[] { (float)random.NextDouble(), (float)random.NextDouble() })];
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Vector));
        schema[0].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2);
        IDataView data = Context.Data.LoadFromEnumerable(rows.Select(row => new Vector { Features = row }), schema);
        using VaeModel model = VaeModel.FromTransformer(
            Context.Transforms.VaeEncode("Latent", "Features", Orders.Quick with { LatentDimension = 1, Epochs = 20 }).Fit(data));

        double real = Variance(rows);

        Assert.InRange(Variance(model.Sample(1000, 1, noise: true)), 0.7 * real, 1.4 * real);
        Assert.True(Variance(model.Sample(1000, 1)) < Variance(model.Sample(1000, 1, noise: true)));

        static double Variance(float[][] values)
        {
            double[] means = [values.Average(row => row[0]), values.Average(row => row[1])];
            return values.Average(row => Math.Pow(row[0] - means[0], 2) + Math.Pow(row[1] - means[1], 2));
        }
    }

    private sealed class Vector
    {
        public float[] Features { get; set; } = [];
    }
}

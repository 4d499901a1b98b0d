using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Contract.Tables;

/// <summary>Multiple imputation in a pipeline.</summary>
public sealed class ImputationsTests
{
    private const int Draws = 5;

    private static readonly MLContext Context = new(1);
    private static readonly float[][] Rows = WithGaps(Pairs(1500, seed: 8));

    private static readonly Lazy<VaeTransformer> Fitted = new(() => Fit(Likelihood.Gaussian));

    [Fact]
    public void Present_values_stay_and_gaps_have_draws_that_differ()
    {
        IDataView filled = Fitted.Value.Transform(View(Rows));

        float[][][] draws = Read(filled);
        Assert.Equal(["Features", "Complete", .. Names], filled.Schema.Select(column => column.Name));
        foreach ((int i, float[] row) in Rows.Index())
        {
            for (int slot = 0; slot < 2; slot++)
            {
                float[] values = [.. draws.Select(draw => draw[i][slot])];
                Assert.All(values, value => Assert.True(float.IsFinite(value)));
                Assert.Equal(float.IsNaN(row[slot]) ? Draws : 1, values.Distinct().Count());
                Assert.True(float.IsNaN(row[slot]) || values[0] == row[slot]);
            }
        }
    }

    [Fact]
    public void Draws_vary_as_the_conditional_distribution()
    {
        // With correlation 0.9 the variance is 0.19, wherever the other value is.
        float[][] rows = [.. Pairs(2000, seed: 3).Select(pair => new[] { pair[0], float.NaN })];

        float[][][] draws = Read(Fitted.Value.Transform(View(rows)));

        double[] errors = [.. draws.SelectMany(draw => draw.Zip(rows, (drawn, row) => drawn[1] - (0.9 * row[0])))];
        Assert.Equal(0, errors.Average(), 0.08);
        Assert.Equal(0.19, errors.Average(error => error * error), 0.06);
        double between = Enumerable.Range(0, rows.Length)
            .Average(i => Variance([.. draws.Select(draw => (double)draw[i][1])]));
        Assert.Equal(0.19, between, 0.06);
    }

    [Fact]
    public void Draws_vary_as_those_of_the_model()
    {
        float[][] rows = [.. Rows.Where(row => row.Any(float.IsNaN)).Take(400)];
        float[][][] draws = Read(Fitted.Value.Transform(View(rows)));
        float[][][] reference = Fitted.Value.Model.Impute(rows, 40, seed: 1);

        double expected = Between(row => [.. reference[row].Select(draw => draw.Sum(value => (double)value))]);
        double actual = Between(row => [.. draws.Select(draw => draw[row].Sum(value => (double)value))]);

        Assert.Equal(1, actual / expected, 0.2);

        double Between(Func<int, double[]> sums) => Enumerable.Range(0, rows.Length).Average(row => Variance(sums(row)));
    }

    [Fact]
    public void A_saved_pipeline_gives_the_same_draws_of_the_same_row()
    {
        IDataView data = View(Rows);
        using var file = new MemoryStream();
        Context.Model.Save(Fitted.Value, data.Schema, file);
        file.Position = 0;
        ITransformer loaded = Context.Model.Load(file, out _);

        float[][][] expected = Read(Fitted.Value.Transform(data));
        float[][][] some = Read(loaded.Transform(View([.. Rows.Skip(700).Take(50)])));

        for (int draw = 0; draw < Draws; draw++)
        {
            Assert.All(expected[draw].Skip(700).Take(50).Zip(some[draw]), pair => Assert.All(
                pair.First.Zip(pair.Second), value => Assert.Equal(value.First, value.Second, 1e-4f)));
        }

        Assert.NotNull(VaeModel.FromTransformer(loaded));
    }

    [Fact]
    public void Slots_of_levels_are_drawn_as_levels()
    {
        float[][] rows = WithGaps([.. Pairs(600, seed: 4).Select(pair => Array.ConvertAll(pair, MathF.Round))]);
        using VaeTransformer fitted = Fit(Likelihood.Automatic, rows);

        float[] values = [.. Read(fitted.Transform(View(rows))).SelectMany(draw => draw).SelectMany(row => row)];

        Assert.All(values, value => Assert.Equal(MathF.Round(value), value));
    }

    private static IEnumerable<string> Names => Enumerable.Range(1, Draws).Select(draw => $"Complete.{draw}");

    private static VaeTransformer Fit(Likelihood likelihood, float[][]? rows = null) => Context.Transforms.VaeImpute(
        "Complete",
        "Features",
        new VaeOptions
        {
            LatentDimension = 2,
            HiddenLayers = [32],
            Epochs = 200,
            LearningRate = 5e-3,
            Seed = 1,
            Likelihood = likelihood,
        },
        imputations: Draws).Fit(View(rows ?? Rows));

    [Fact]
    public void A_loaded_pipeline_draws_again_in_batches()
    {
        IDataView data = View(Rows);

        Table.AssertNear(
            Table.Read(Fitted.Value.Transform(data)),
            Table.Read(Subjects.SaveAndLoadVae(Fitted.Value, data.Schema).Transform(data)));
    }

    private static float[][][] Read(IDataView view) => [.. Names.Select(name => view.GetColumn<float[]>(name).ToArray())];

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
    }

    private static float[][] Pairs(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double first = RandomDraw.Normal(random);
            return new[] { (float)first, (float)((0.9 * first) + (Math.Sqrt(0.19) * RandomDraw.Normal(random))) };
        })];
    }

    private static float[][] WithGaps(float[][] rows)
    {
        for (int i = 0; i < rows.Length; i += 3)
        {
            rows[i][i % 2] = float.NaN;
        }

        return rows;
    }

    private static IDataView View(float[][] rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Vector));
        schema[0].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2);
        return Context.Data.LoadFromEnumerable(rows.Select(row => new Vector { Features = row }), schema);
    }

    private sealed class Vector
    {
        public float[] Features { get; set; } = [];
    }
}

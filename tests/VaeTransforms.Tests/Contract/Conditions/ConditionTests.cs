using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using VaeTransforms.Formulas;
using Xunit;
using static VaeTransforms.Tests.Contract.Conditions.Machines;

namespace VaeTransforms.Tests.Contract.Conditions;

/// <summary>A column that encoder and decoder see, and that is not scored.</summary>
[Collection(typeof(Alone))]
public sealed class ConditionTests
{
    public static TheoryData<string> Mistakes => [.. ConditionMistakes.All.Select(mistake => mistake.Name)];

    // The column, a value of it, and another one.
    public static TheoryData<string, object, object> Columns => new()
    {
        { "Mode", "idle", "stop" },
        { "ModeKey", "idle", "stop" },
        { "ModeNumber", 1, "3" },
        { "Load", 0.1f, 0.9 },
        { "Setting", new float[] { 0.5f, 0 }, new float[] { 0.5f, 4 } },
    };

    [Theory]
    [MemberData(nameof(Columns))]
    public void It_fits_is_loaded_and_decodes_under_a_condition(string column, object low, object high)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(600));
        VaeEstimator estimator = ml.Transforms.VaeEncode("Latent", "Features", Options with { ConditionColumnName = column });
        using VaeTransformer fitted = estimator.Fit(data);
        IDataView other = View(ml, Rows(60, seed: 3));

        Dictionary<string, float[][]> expected = Table.Read(fitted.Transform(other));
        Table.AssertNear(expected, Table.Read(Subjects.SaveAndLoad(fitted, data.Schema, out _).Transform(other)));
        Table.AssertNear(expected, Table.Read(Subjects.SaveAndLoadVae(fitted, data.Schema).Transform(other)));
        Assert.All(
            estimator.GetOutputSchema(Subjects.Shape(data.Schema)).Where(shape => shape.Name is "Latent" or "Score"),
            shape => Assert.Equal(NumberDataViewType.Single, shape.ItemType));

        VaeModel model = fitted.Model;
        Assert.Equal(column, model.ConditionColumnName);
        float[] lower = model.Condition(low);
        float[] higher = model.Condition(high);
        float[] z = model.Encode(model.ReadRows(other)[0]);
        float[] below = model.Decode(z, lower);
        float[] above = model.Decode(z, higher);
        Assert.True(above[0] > below[0] + 1, $"{above[0]} must be above {below[0]}.");

        // The condition comes out as it went in, and the members of one model agree.
        int conditions = lower.Length;
        Table.AssertNear(lower, below[^conditions..], column, 1e-3f);
        Table.AssertNear(below, model.Interpolate(z, z, 2, lower)[1], column);
        Assert.Equal(model.Sample(20, 5, higher), model.Sample(20, 5, higher));
        Assert.All(model.Sample(20, 5, higher, noise: true), row => Table.AssertNear(higher, row[^conditions..], column, 1e-3f));
        Assert.True(
            model.Sample(200, 5, higher, noise: true).Average(row => row[0])
                > model.Sample(200, 5, lower, noise: true).Average(row => row[0]) + 1);
    }

    [Theory]
    [InlineData("Mode")]
    [InlineData("ModeKey")]
    [InlineData("ModeNumber")]
    public void A_row_has_no_values_under_a_condition_that_training_did_not_see(string column)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(100));
        VaeOptions options = Options with
        {
            ConditionColumnName = column,
            Epochs = 2,
            LogVarianceColumnName = "LogVariance",
            KlDivergenceColumnName = "Kl",
        };
        using VaeTransformer fitted = ml.Transforms.VaeEncode("Latent", "Features", options).Fit(data);
        Machine[] rows = Rows(20, seed: 3);
        rows[5].Mode = "pause";
        IDataView other = View(ml, rows);

        foreach (IDataView scored in new[]
        {
            fitted.Transform(other),
            Subjects.SaveAndLoad(fitted, data.Schema, out _).Transform(other),
            Subjects.SaveAndLoadVae(fitted, data.Schema).Transform(other),
        })
        {
            foreach (float[][] values in new[] { "Latent", "LogVariance", "Kl", "Score", "Reconstruction", "Error" }
                .Select(name => Table.Read(scored)[name]))
            {
                Assert.All(values[5], value => Assert.True(float.IsNaN(value)));
                IEnumerable<float> others = values.Where((_, row) => row != 5).SelectMany(row => row);
                Assert.All(others, value => Assert.True(float.IsFinite(value)));
            }
        }
    }

    [Fact]
    public void The_condition_contributes_no_nats_and_tells_the_decoder_what_the_code_need_not()
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(800));
        using VaeTransformer with = ml.Transforms.VaeEncode("Latent", "Features", Options).Fit(data);
        using VaeTransformer without = ml.Transforms
            .VaeEncode("Latent", ["Features"], Options with { ConditionColumnName = null }).Fit(data);

        Assert.True(with.Report.Summary.Elbo > without.Report.Summary.Elbo + 0.5, $"{with.Report.Summary.Elbo}");

        // By the formulas in double precision: the error is that of the four features alone.
        VaeModel model = with.Model;
        VaeArchitecture architecture = model.Architecture;
        Assert.Equal(3, architecture.Conditions);
        float[] row = model.ReadRows(data)[0];
        var ops = new ArrayOps();
        ArrayValue Weight(string name) => ArrayValue.Of(model.Trained.Weights[name]);
        ArrayValue x = model.Normalization.Normalize(
            ops,
            new ArrayValue([.. row], row.Length),
            model.Trained.Weights.Of(VaeTransforms.Model.ModelWeights.InputName, ArrayValue.Of));
        var formula = new VaeFormula<ArrayValue>(ops, architecture, Weight);
        (ArrayValue mean, _) = formula.Encode(new(x));
        ArrayValue decoded = formula.Decode(formula.Code(mean, x));
        double[] errors = formula.SlotErrors(new(x), decoded).Values;
        Assert.All(errors[^3..], error => Assert.Equal(0, error));
        Assert.Equal(errors[..4].Sum(), Table.Read(with.Transform(data))["Error"][0][0], 1e-3);

        double[] given = x.Values[^3..];
        Assert.Equal([.. mean.Values, .. given], formula.Code(mean, x).Values);
        Assert.Equal(given, decoded.Values[^3..]);
    }

    [Fact]
    public void Tables_mixtures_objectives_and_labels_go_with_a_condition()
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(200));
        VaeOptions quick = Options with { Epochs = 4 };
        VaeOptions[] all =
        [
            quick,
            quick with { Prior = Prior.MixtureOfGaussians(3), ClusterColumnName = "Cluster" },
            quick with { Prior = Prior.VampPrior(8) },
            quick with { Objective = Objective.Iwae(3) },
            quick with { Objective = Objective.TotalCorrelation(2) },
            quick with { Prior = Prior.MixtureOfGaussians(), LabelColumnName = "ModeKey", ConditionColumnName = "Load" },
        ];
        foreach (VaeOptions options in all)
        {
            using VaeTransformer fitted =
                ml.Transforms.VaeEncode("Latent", ["Features", "Load"], Named(options)).Fit(data);
            Assert.True(double.IsFinite(fitted.Report.Summary.Elbo));
            VaeEvaluation evaluation = fitted.Model.Evaluate(data, samples: 5);
            Assert.True(double.IsFinite(evaluation.AtMean.Elbo));
        }

        VaeOptions Named(VaeOptions options) =>
            options.ConditionColumnName == "Load" ? options with { ConditionColumnName = "Setting" } : options;
    }

    [Fact]
    public void Drawn_rows_have_the_condition_in_its_own_type()
    {
        var ml = new MLContext(1);
        using VaeTransformer fitted = ml.Transforms.VaeEncode("Latent", ["Features", "Load"], Options).Fit(View(ml, Rows(400)));

        IDataView drawn = fitted.Model.SampleRows(ml, 30, 1, ("Mode", "run"));

        Assert.All(drawn.GetColumn<string>("Mode"), mode => Assert.Equal("run", mode));
        Assert.InRange(drawn.GetColumn<float[]>("Features").Average(row => row[0]), 9, 17);
    }

    [Theory]
    [InlineData(OnnxGraph.Scorer)]
    [InlineData(OnnxGraph.Encoder)]
    [InlineData(OnnxGraph.Decoder)]
    public void Exported_graphs_and_saved_models_compute_the_same(OnnxGraph graph)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(200));
        using VaeTransformer fitted =
            ml.Transforms.VaeEncode("Latent", "Features", Options with { Epochs = 5 }).Fit(data);
        VaeModel model = fitted.Model;
        using var saved = new MemoryStream();
        model.Save(saved);
        saved.Position = 0;
        using VaeModel loaded = VaeModel.Load(saved);
        float[][] rows = model.ReadRows(data)[..5];
        float[] z = model.Encode(rows[0]);
        float[] condition = model.Condition("run");
        Assert.Equal(model.Decode(z, condition), loaded.Decode(z, loaded.Condition("run")));
        Assert.Equal(model.Score(rows), loaded.Score(rows));

        using var file = new MemoryStream();
        model.SaveOnnx(file, graph);
        using var session = new InferenceSession(file.ToArray());
        bool decodes = graph == OnnxGraph.Decoder;
        float[] input = decodes ? [.. z, .. condition] : rows[0];
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(
        [
            NamedOnnxValue.CreateFromTensor(
                decodes ? "Latent" : "Features", new DenseTensor<float>(input, [1, input.Length])),
        ]);
        float[] actual = [.. results.Single(one => one.Name == (decodes ? "Reconstruction" : "Mean")).AsEnumerable<float>()];
        Table.AssertNear(decodes ? model.Decode(z, condition) : z, actual, $"{graph}");
    }

    [Fact]
    public void A_fit_is_reproducible_continues_and_leaves_no_live_tensors()
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(100));
        VaeOptions quick = Options with { Epochs = 3 };
        byte[] first = Saved(ml.Transforms.VaeEncode("Latent", "Features", quick).Fit(data));
        long before = torch.Tensor.TotalCount;

        Assert.Equal(first, Saved(ml.Transforms.VaeEncode("Latent", "Features", quick).Fit(data)));
        Assert.Equal(before, torch.Tensor.TotalCount);
        using VaeModel initial = VaeModel.Load(new MemoryStream(first));
        using VaeTransformer again = ml.Transforms
            .VaeEncode("Latent", "Features", quick with { Epochs = 1, LearningRate = 1e-9 }).Fit(data, null, initial);
        float[] z = [0.3f, -1];
        Table.AssertNear(
            initial.Decode(z, initial.Condition("run")), again.Model.Decode(z, again.Model.Condition("run")), "run", 1e-3f);

        static byte[] Saved(VaeTransformer fitted)
        {
            using var file = new MemoryStream();
            using (fitted)
            {
                fitted.Model.Save(file);
            }

            return file.ToArray();
        }
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Conditions_that_cannot_be_used_are_refused(string name) =>
        ConditionMistakes.All.Single(mistake => mistake.Name == name).AssertRefused();
}

using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using TorchSharp;
using VaeTransforms.Datasets;
using VaeTransforms.Formulas;
using VaeTransforms.Numerics;
using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Contract.Conditions;

/// <summary>Networks of pictures and signals that are told a condition: the class of a digit.</summary>
[Collection(typeof(Alone))]
public sealed class ConditionalPictureTests
{
    private static readonly VaeOptions Options = new()
    {
        LatentDimension = 4,
        Epochs = 2,
        Seed = 2,
        ConditionColumnName = "Label",
        ScoreColumnName = "Score",
        ReconstructionColumnName = "Reconstruction",
        ReconstructionErrorColumnName = "Error",
    };

    private static readonly Dictionary<string, VaeNetwork> Networks = new()
    {
        ["convolutions"] = VaeNetwork.Convolutional([4], [16]),
        ["convolutions alone"] = VaeNetwork.Convolutional([4], []),
        ["no layer without axes"] = new VaeNetwork
        {
            InputShape = new TensorShape(1, 8, 8),
            Encoder = [Layer.Convolution(3, 3), Layer.Tanh],
            Decoder = [Layer.Dense(12), Layer.Silu],
        },
        ["along time"] = new VaeNetwork
        {
            InputShape = new TensorShape(8, 8),
            Encoder = [Layer.Gru(6), Layer.Dense(5)],
            Decoder = [Layer.Dense(12), Layer.Silu],
        },
        ["a vector with a shape"] = VaeNetwork.Dense([12]) with { InputShape = new TensorShape(64) },
        ["no layers"] = new VaeNetwork { InputShape = new TensorShape(1, 8, 8), Encoder = [], Decoder = [] },
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_network_takes_the_condition_wherever_it_is_computed(string name)
    {
        var ml = new MLContext(1);
        IDataView data = ml.Data.TakeRows(Digits.Load(ml), 200);
        long before = torch.Tensor.TotalCount;
        using VaeTransformer fitted =
            ml.Transforms.VaeEncode("Latent", "Features", Options with { Network = Networks[name] }).Fit(data);
        Assert.Equal(before, torch.Tensor.TotalCount);

        Dictionary<string, float[][]> expected = Table.Read(fitted.Transform(data));
        Table.AssertNear(expected, Table.Read(Subjects.SaveAndLoad(fitted, data.Schema, out _).Transform(data)));
        Table.AssertNear(expected, Table.Read(Subjects.SaveAndLoadVae(fitted, data.Schema).Transform(data)));

        // By the formulas in double precision: the posterior of a digit, and of the same digit that is called another one.
        VaeModel model = fitted.Model;
        float[] row = model.ReadRows(data)[0];
        float[] other = [.. row[..64], .. model.Condition("7")];
        Assert.All(new[] { row, other }, digit => Table.AssertNear(
            [.. Posterior(model, digit).Values.Select(value => (float)value)], model.Encode(digit), name, 1e-4f));
        Assert.NotEqual(model.Encode(row), model.Encode(other));
        Assert.NotEqual(model.Decode([0, 0, 0, 0], model.Condition("0")), model.Decode([0, 0, 0, 0], model.Condition("7")));
    }

    [Fact]
    public void Convolutions_draw_the_digit_that_they_are_told()
    {
        var ml = new MLContext(1);
        IDataView data = Digits.Load(ml);
        using VaeTransformer fitted = ml.Transforms
            .VaeEncode("Latent", "Features", Options with { Network = VaeNetwork.Convolutional([8, 16], [32]), Epochs = 20 })
            .Fit(data);

        // What one code draws for each class is most like the mean picture of that class.
        VaeModel model = fitted.Model;
        float[][] rows = model.ReadRows(data);
        uint[] kinds = [.. data.GetColumn<uint>("Label")];
        double[][] means = [.. Enumerable.Range(1, 10).Select(kind => Mean(rows.Where((_, row) => kinds[row] == kind)))];
        int[] found = [.. Enumerable.Range(0, 10).Select(digit =>
        {
            float[] drawn = model.Decode([0, 0, 0, 0], model.Condition($"{digit}"));
            return Enumerable.Range(0, 10).MinBy(kind => means[kind].Zip(drawn, (a, b) => (a - b) * (a - b)).Sum());
        })];
        Assert.Equal(Enumerable.Range(0, 10), found);

        static double[] Mean(IEnumerable<float[]> pictures) =>
            [.. Enumerable.Range(0, 64).Select(pixel => pictures.Average(picture => (double)picture[pixel]))];
    }

    [Fact]
    public void Images_are_encoded_and_drawn_under_a_condition()
    {
        var ml = new MLContext(1);

        // Made anew whenever they are read: ML.NET disposes an image when it reads the next one.
        IDataView data = ml.Data.LoadFromEnumerable(Drawings(ml, 300));
        VaeEstimator estimator = ml.Transforms.VaeEncode(
            "Latent", "Image", Options with { ConditionColumnName = "Kind", ReconstructionErrorColumnName = null });
        using VaeTransformer fitted = estimator.Fit(data);

        Assert.Equal(["Image.Pixels", "Kind"], fitted.Model.InputColumnNames);
        Assert.Equal(Normalization.CommonScale, fitted.Model.Normalization);
        IDataView encoded = fitted.Transform(data);
        Assert.Equal(
            ["Image", "Kind", "Latent", "Score", "Reconstruction"],
            encoded.Schema.Where(column => !column.IsHidden).Select(column => column.Name));
        Assert.All(encoded.GetColumn<MLImage>("Reconstruction"), image => Assert.Equal((8, 8), (image.Height, image.Width)));
        Assert.Equal(
            typeof(MLImage),
            estimator.GetOutputSchema(Subjects.Shape(data.Schema))
                .Single(column => column.Name == "Reconstruction").ItemType.RawType);
        float[][] codes = [.. encoded.GetColumn<float[]>("Latent")];
        Same(codes, Subjects.SaveAndLoad(fitted, data.Schema, out _).Transform(data));
        Same(codes, Subjects.SaveAndLoadVae(fitted, data.Schema).Transform(data));

        using VaeAnomalyTransformer detector = ml.AnomalyDetection.Trainers.Vae("Image", new VaeAnomalyOptions
        {
            AnomalyMapColumnName = "Map",
            Vae = Options with { ConditionColumnName = "Kind", ScoreColumnName = null, ReconstructionErrorColumnName = null },
        }).Fit(data);
        IDataView scored = detector.Transform(data);
        Assert.All(scored.GetColumn<float>("Score"), score => Assert.True(float.IsFinite(score)));
        Assert.All(scored.GetColumn<MLImage>("Map"), image => Assert.Equal((8, 8), (image.Height, image.Width)));
        float[][] rows = detector.Model.ReadRows(detector.ToModelInput(data));
        Assert.All(rows, row => Assert.Equal(74, row.Length));
        Assert.All(detector.Model.AnomalyMaps(rows), map => Assert.Equal(64, map.Length));

        static void Same(float[][] codes, IDataView other) => Table.AssertNear(
            [.. codes.SelectMany(code => code)], [.. other.GetColumn<float[]>("Latent").SelectMany(code => code)], "Latent");
    }

    [Theory]
    [InlineData("Label")]
    [InlineData(null)]
    public void Pictures_have_one_scale_and_one_variance_with_a_condition_too(string? condition)
    {
        var ml = new MLContext(1);
        IDataView data = ml.Data.TakeRows(Digits.Load(ml), 200);
        VaeOptions options = Options with
        {
            ConditionColumnName = condition,
            Network = VaeNetwork.Convolutional([4], [16], input: new TensorShape(1, 8, 8)),
        };
        using VaeTransformer encoder = ml.Transforms.VaeEncode("Latent", "Features", options).Fit(data);
        using VaeAnomalyTransformer detector = ml.AnomalyDetection.Trainers
            .Vae("Features", new VaeAnomalyOptions { Vae = options with { ScoreColumnName = null } }).Fit(data);

        Assert.All([encoder.Model, detector.Model], model =>
        {
            Assert.Equal(Normalization.CommonScale, model.Normalization);
            Assert.Contains(Likelihood.IsotropicGaussian.Name, model.Architecture.Likelihood.Name, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_condition_has_no_part_in_the_scale_of_the_features_and_has_its_own()
    {
        var random = new Random(1);
        float[][] rows = [.. Enumerable.Range(0, 500).Select(_ => new[]
        {
            (float)random.NextDouble(), 3 * (float)random.NextDouble(), 1e6f * (float)random.NextDouble(),
        })];
        var matrix = new RowMatrix([.. rows.SelectMany(row => row)], 3);
        var features = new RowMatrix([.. rows.SelectMany(row => row[..2])], 2);
        MixedLikelihood likelihood = ConditionLikelihood.After(Likelihood.Gaussian, 2, conditions: 1, isCategory: false);

        IReadOnlyDictionary<string, float[]> with =
            LearnedNormalization.Learn(Normalization.CommonScale, matrix, matrix.Indices, likelihood).Arrays;
        IReadOnlyDictionary<string, float[]> without =
            LearnedNormalization.Learn(Normalization.CommonScale, features, features.Indices).Arrays;
        IReadOnlyDictionary<string, float[]> own =
            LearnedNormalization.Learn(Normalization.Standardize, matrix, matrix.Indices).Arrays;

        Assert.All(with, array => Assert.Equal([.. without[array.Key], own[array.Key][2]], array.Value));
    }

    private static IEnumerable<Drawing> Drawings(MLContext ml, int count)
    {
        IDataView digits = ml.Data.TakeRows(Digits.Load(ml), count);
        foreach ((float[] pixels, uint kind) in digits.GetColumn<float[]>("Features").Zip(digits.GetColumn<uint>("Label")))
        {
            // Digits have levels from 0 to 16.
            byte[] levels = [.. pixels.SelectMany(level => Enumerable.Repeat((byte)(level * 255 / 16), 3).Append((byte)255))];
            yield return new Drawing { Image = MLImage.CreateFromPixels(8, 8, MLPixelFormat.Rgba32, levels), Kind = $"{kind}" };
        }
    }

    private static ArrayValue Posterior(VaeModel model, float[] row)
    {
        var ops = new ArrayOps();
        ArrayValue x = model.Normalization.Normalize(
            ops,
            new ArrayValue([.. row], row.Length),
            model.Trained.Weights.Of(VaeTransforms.Model.ModelWeights.InputName, ArrayValue.Of));
        return new VaeFormula<ArrayValue>(ops, model.Architecture, name => ArrayValue.Of(model.Trained.Weights[name]))
            .Encode(new(x)).Mean;
    }

    private sealed class Drawing
    {
        [ImageType(8, 8)]
        public MLImage Image { get; set; } = null!;

        public string Kind { get; set; } = "";
    }
}

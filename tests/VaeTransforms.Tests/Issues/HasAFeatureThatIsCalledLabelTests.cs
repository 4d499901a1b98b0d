using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Issues;

/// <summary>Trains a detector on data with a label column, and on features of which one is called label.</summary>
public sealed class HasAFeatureThatIsCalledLabelTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void A_category_called_Label_is_trained_on() =>
        Trains(_ml.Transforms.Categorical.OneHotEncoding("Features", "Kind"));

    [Fact]
    public void A_word_called_label_is_trained_on() =>
        Trains(_ml.Transforms.Text.ProduceWordBags("Features", "Text", ngramLength: 1));

    [Fact]
    public void A_column_whose_name_starts_with_the_label_is_trained_on() => Trains(
        _ml.Transforms.CopyColumns("Label.Width", "Width")
            .Append(_ml.Transforms.Concatenate("Features", "Label.Width", "Height")));

    [Fact]
    public void A_column_called_Label_of_data_without_a_label_is_trained_on() => Trains(
        _ml.Transforms.CopyColumns("Label", "Width").Append(_ml.Transforms.Concatenate("Features", "Label", "Height"))
            .Append(_ml.Transforms.DropColumns("Label")));

    [Theory]
    [InlineData("Single")]
    [InlineData("Double")]
    [InlineData("Boolean")]
    [InlineData("Key")]
    public void Values_of_the_label_are_refused_under_any_name(string type)
    {
        IEstimator<ITransformer> ofType = type switch
        {
            "Key" => _ml.Transforms.Conversion.MapValueToKey("Label", "Alarm"),
            _ => _ml.Transforms.Conversion.ConvertType("Label", "Alarm", Enum.Parse<DataKind>(type)),
        };
        IEstimator<ITransformer> pipeline = _ml.Transforms.Conversion.ConvertType("Target", "Alarm", DataKind.Single)
            .Append(_ml.Transforms.Concatenate("Features", "Width", "Target", "Height"))
            .Append(ofType);

        string message = Refused(pipeline, Things(60));

        Assert.Contains("'Target'", message, StringComparison.Ordinal);
        Assert.Contains("equals column 'Label' in every row", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.764e9)]
    public void Values_of_the_label_are_refused_in_a_vector_of_Doubles_without_names(double offset)
    {
        Numbers[] rows = [.. Enumerable.Range(0, 60).Select(i => new Numbers
        {
            Label = offset + (i % 3),
            Features = [Math.Sin(i), offset + (i % 3)],
        })];

        string message = Assert.Throws<ArgumentException>(() => Fit(_ml.Data.LoadFromEnumerable(rows))).Message;

        Assert.Contains("slot 1", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_with_one_value_is_refused_under_its_own_name()
    {
        Thing[] rows = Things(60);
        Array.ForEach(rows, row => row.Alarm = false);

        string message = Refused(
            _ml.Transforms.Conversion.ConvertType("Label", "Alarm", DataKind.Single)
                .Append(_ml.Transforms.Concatenate("Features", "Width", "Label")),
            rows);

        Assert.Contains("'Label'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_of_the_few_anomalous_rows_alone_is_trained_on()
    {
        Thing[] rows = Things(60);
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i].Alarm = i < 3;
            rows[i].Text = i < 3 ? $"broken box {i % 7}" : $"box {i % 7}";
        }

        Trains(
            _ml.Transforms.Conversion.ConvertType("Label", "Alarm", DataKind.Single)
                .Append(_ml.Transforms.Text.ProduceWordBags("Features", "Text", ngramLength: 1)),
            rows);
    }

    private void Trains(IEstimator<ITransformer> pipeline, Thing[]? rows = null)
    {
        IDataView data = _ml.Data.LoadFromEnumerable(rows ?? Things(60));
        data = _ml.Transforms.CopyColumns("Label", "Alarm").Fit(data).Transform(data);

        using VaeAnomalyTransformer detector = Fit(pipeline.Fit(data).Transform(data));

        Assert.NotNull(detector.Model.Threshold);
    }

    private string Refused(IEstimator<ITransformer> pipeline, Thing[] rows)
    {
        IDataView data = _ml.Data.LoadFromEnumerable(rows);
        return Assert.Throws<ArgumentException>(() => Fit(pipeline.Fit(data).Transform(data))).Message;
    }

    private VaeAnomalyTransformer Fit(IDataView data) => _ml.AnomalyDetection.Trainers
        .Vae("Features", new VaeAnomalyOptions { Contamination = 0.1, Vae = new VaeOptions { Epochs = 1, LatentDimension = 1 } })
        .Fit(data);

    private static Thing[] Things(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new Thing
        {
            Width = (float)Math.Sin(i),
            Height = (float)Math.Cos(i),
            Kind = new[] { "Box", "Label", "Bag", "Tube" }[i % 4],
            Text = i % 3 == 0 ? "a label on a box" : i % 5 == 0 ? "a box" : "a bag and a label",
            Alarm = i % 2 == 0,
        }),
    ];

    private sealed class Thing
    {
        public float Width { get; set; }

        public float Height { get; set; }

        public string Kind { get; set; } = "";

        public string Text { get; set; } = "";

        public bool Alarm { get; set; }
    }

    private sealed class Numbers
    {
        public double Label { get; set; }

        [VectorType(2)]
        public double[] Features { get; set; } = [];
    }
}

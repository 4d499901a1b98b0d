using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

/// <summary>What cannot be trained on or scored is refused by a message that names the column, the rule, what came and what to do.</summary>
public sealed class BadInputTests
{
    private const string NeedsVector = "but a VAE needs a vector of fixed size of Single or Double. ";

    private static readonly (string Column, string Message)[] Misfits =
    [
        ("Nothing", "There is no column 'Nothing'. The columns are: 'Text', 'Number', 'Integers', 'Varying', 'Key', 'Flags'. Name one of them, or put the columns to use into one vector with mlContext.Transforms.Concatenate(\"Nothing\", …)."),
        ("Text", "Column 'Text' is a String, " + NeedsVector + "Turn the text into numbers with mlContext.Transforms.Categorical.OneHotEncoding(\"Text\") or mlContext.Transforms.Text.FeaturizeText(\"Text\")."),
        ("Number", "Column 'Number' is a Single, " + NeedsVector + "Put the columns into one vector with mlContext.Transforms.Concatenate(\"Number\", …)."),
        ("Integers", "Column 'Integers' is a Vector<Int32, 3>, " + NeedsVector + "Convert it with mlContext.Transforms.Conversion.ConvertType(\"Integers\", outputKind: DataKind.Single)."),
        ("Varying", "Column 'Varying' is a Vector<Single> of variable size, " + NeedsVector + "Give it a fixed size where it is loaded, with [VectorType(n)] on the property or a range of columns in the TextLoader."),
        ("Key", "Column 'Key' is a Key<UInt32, 0-4>, " + NeedsVector + "Turn the key into indicators with mlContext.Transforms.Conversion.MapKeyToVector(\"Key\")."),
        ("Flags", "Column 'Flags' is a Vector<Boolean, 2>, " + NeedsVector + "Convert it with mlContext.Transforms.Conversion.ConvertType(\"Flags\", outputKind: DataKind.Single)."),
    ];

    public static TheoryData<Subject, int> Columns => new MatrixTheoryData<Subject, int>(
        [Subject.VaeEncode, Subject.AnomalyTrainer], [.. Enumerable.Range(0, Misfits.Length)]);

    [Theory]
    [MemberData(nameof(Columns))]
    public void A_column_that_does_not_fit_is_refused_by_the_promise_and_by_the_fit(Subject subject, int row)
    {
        var ml = new MLContext(1);
        IDataView data = ml.Data.LoadFromEnumerable([new Misfit()]);
        (string column, string message) = Misfits[row];
        IEstimator<ITransformer> estimator = subject.Create(ml, input: column);

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => estimator.Fit(data)).Message);

        // A shape knows kinds and item types, not sizes.
        Assert.Equal(
            message.Replace("Int32, 3", "Int32").Replace("Boolean, 2", "Boolean").Replace("UInt32, 0-4", "UInt32"),
            Assert.Throws<ArgumentException>(() => estimator.GetOutputSchema(Subjects.Shape(data.Schema))).Message);
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void Null_is_refused_where_it_is_given(Subject subject)
    {
        var ml = new MLContext(1);
        IEstimator<ITransformer> estimator = subject.Create(ml);
        using var fitted = (IDisposable)estimator.Fit(View(ml, Rows(60)));
        var transformer = (ITransformer)fitted;

        Assert.Throws<ArgumentNullException>("input", () => estimator.Fit(null!));
        Assert.Throws<ArgumentNullException>("inputSchema", () => estimator.GetOutputSchema(null!));
        Assert.Throws<ArgumentNullException>("input", () => transformer.Transform(null!));
        Assert.Throws<ArgumentNullException>("inputSchema", () => transformer.GetOutputSchema(null!));
        Assert.Throws<ArgumentNullException>("inputSchema", () => transformer.GetRowToRowMapper(null!));
    }

    [Theory]
    [InlineData(0, "Training needs at least 2 rows with different values, but column 'Features' has no rows. Fit on more data.")]
    [InlineData(1, "Training needs at least 2 rows with different values, but column 'Features' has 1 row. Fit on more data.")]
    public void Too_few_rows_are_refused(int count, string message)
    {
        var ml = new MLContext(1);
        foreach (Subject subject in Subjects.Both.Select(row => row.Data))
        {
            Assert.Equal(message, Refused(subject, ml, Rows(count)));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Fewer_rows_than_a_batch_train(int count)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(count));
        ITransformer fitted = Subject.VaeEncode.Create(ml, Quick with { BatchSize = 1000 }).Fit(data);

        Assert.All(Table.Read(fitted.Transform(data))["Surprise"], score => Assert.True(float.IsFinite(score[0])));
    }

    [Theory]
    [InlineData(2, 0.9)]
    [InlineData(3, 0.2)]
    public void A_detector_needs_a_row_to_take_its_threshold_from(int count, double fraction)
    {
        var ml = new MLContext(1);
        var progress = new Epochs();
        var options = new VaeAnomalyOptions { Vae = Quick with { ValidationFraction = fraction, Progress = progress } };

        Assert.Equal(
            FormattableString.Invariant($"The threshold for Contamination = 0.05 is a quantile of scores on rows that were not trained on, but Vae.ValidationFraction = {fraction} of the {count} rows of column 'Features' holds none out. Fit on more rows, or raise Vae.ValidationFraction."),
            Assert.Throws<ArgumentException>(() => ml.AnomalyDetection.Trainers.Vae("Features", options).Fit(View(ml, Rows(count)))).Message);
        Assert.Equal(0, progress.Count);
    }

    [Fact]
    public void A_threshold_from_a_handful_of_rows_is_warned_of()
    {
        var ml = new MLContext(1);
        var warnings = new List<string>();
        ml.Log += (_, e) =>
        {
            if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
            {
                warnings.Add(e.RawMessage);
            }
        };

        // A fifth of the rows, or all where the score can leave each out of its own.
        foreach ((AnomalyScore score, int tooFew) in new[] { (AnomalyScore.NegativeElbo, 99), (AnomalyScore.Combined, 19) })
        {
            warnings.Clear();
            VaeAnomalyOptions options = new() { Score = score, Vae = Quick with { ValidationFraction = 0.2 } };
            ml.AnomalyDetection.Trainers.Vae("Features", options).Fit(View(ml, Rows(tooFew)));
            Assert.Contains("rests on only 19 held-out rows", Assert.Single(warnings), StringComparison.Ordinal);

            ml.AnomalyDetection.Trainers.Vae("Features", options).Fit(View(ml, Rows(tooFew + 1)));
            Assert.Single(warnings);
        }
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void Rows_without_any_difference_are_refused(Subject subject)
    {
        Sheet[] rows = [.. Enumerable.Range(0, 50).Select(_ => Rows(1)[0])];

        Assert.Equal(
            "Training needs rows with different values, but all 50 rows of column 'Features' are equal. Check how the column is made, or fit on other data.",
            Refused(subject, new MLContext(1), rows));
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_constant_slot_trains_and_is_warned_of_by_name(Subject subject)
    {
        var ml = new MLContext(1);
        var warnings = new List<string>();
        ml.Log += (_, e) =>
        {
            if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
            {
                warnings.Add(e.RawMessage);
            }
        };
        Sheet[] rows = Rows(80);
        Array.ForEach(rows, row => row.Features[4] = 7);

        Dictionary<string, float[][]> scored = Table.Read(subject.Create(ml).Fit(View(ml, rows)).Transform(View(ml, rows)));

        Assert.All(scored["Surprise"], score => Assert.True(float.IsFinite(score[0])));
        Assert.All(scored["Reconstruction"], row => Assert.Equal(7, row[4], 0.5f));
        Assert.Contains("'sensor 4'", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN, "NaN", "Put values in place of missing ones with mlContext.Transforms.ReplaceMissingValues(\"Features\"), or drop such rows with mlContext.Data.FilterRowsByMissingValues(data, \"Features\").")]
    [InlineData(float.PositiveInfinity, "Infinity", "Correct it where it is computed (often a division by zero or a logarithm of zero), or drop such rows with mlContext.Data.FilterByCustomPredicate.")]
    [InlineData(float.NegativeInfinity, "-Infinity", "Correct it where it is computed (often a division by zero or a logarithm of zero), or drop such rows with mlContext.Data.FilterByCustomPredicate.")]
    public void A_value_that_is_not_finite_is_named_by_column_slot_and_row(float value, string text, string advice)
    {
        foreach (Subject subject in Subjects.Both.Select(row => row.Data))
        {
            Sheet[] rows = Rows(50);
            rows[17].Features[3] = value;

            Assert.Equal(
                $"Column 'Features' holds {text} in slot 3 ('sensor 3') of row 17 (rows and slots count from 0), but training needs finite values. {advice}",
                Refused(subject, new MLContext(1), rows));
        }
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_probability_outside_its_range_is_refused_under_Bernoulli_unless_it_is_scaled(Subject subject)
    {
        var ml = new MLContext(1);
        VaeOptions bernoulli = Quick with { Likelihood = Likelihood.Bernoulli };
        Sheet[] rows = [.. Rows(50).Select(row => new Sheet { Features = [.. row.Features.Select(value => (value + 50) / 2000)] })];
        rows[8].Features[2] = 1.5f;

        Assert.Equal(
            "Likelihood.Bernoulli needs values in [0, 1], but column 'Features' holds 1.5 in slot 2 ('sensor 2') of row 8 (rows and slots count from 0). Set Normalization to MinMax, scale the column before, or use Likelihood.Gaussian.",
            Refused(subject, ml, rows, bernoulli));

        ITransformer scaled = subject.Create(ml, bernoulli with { Normalization = Normalization.MinMax }).Fit(View(ml, rows));
        Assert.All(Table.Read(scaled.Transform(View(ml, rows)))["Surprise"], score => Assert.True(float.IsFinite(score[0])));
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_latent_vector_wider_than_the_input_is_refused(Subject subject) => Assert.Equal(
        "LatentDimension must be at most the number of input values, but it is 13 and column 'Features' has 12. Use a smaller one, or null to have it chosen.",
        Refused(subject, new MLContext(1), Rows(50), Quick with { LatentDimension = 13 }));

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_network_that_no_file_holds_is_refused_before_it_is_made(Subject subject) => Assert.Equal(
        "A network 12-65536-65536-3-65536-65536-12 on column 'Features' has 8,592,359,454 weights, but a model file holds at most 400,000,000. Use fewer or smaller HiddenLayers, or a narrower column.",
        Refused(subject, new MLContext(1), Rows(50), Quick with { HiddenLayers = [65536, 65536] }));

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void Other_columns_than_those_trained_on_are_refused(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(60));
        ITransformer fitted = subject.Create(ml).Fit(data);
        IDataView longer = ml.Transforms.Concatenate("Features", "Features", "Features").Fit(data).Transform(data);
        IDataView doubles = ml.Transforms.Conversion.ConvertType("Features", outputKind: DataKind.Double).Fit(data).Transform(data);
        IDataView without = ml.Transforms.DropColumns("Features").Fit(data).Transform(data);

        AssertRefused(longer, "Column 'Features' has 24 values, but the model was trained on 12. Use the columns it was trained on, or fit again.");
        AssertRefused(doubles, "Column 'Features' holds Double values, but the model was trained on Single values. Convert it with mlContext.Transforms.Conversion.ConvertType(\"Features\", outputKind: DataKind.Single), or fit again.");
        AssertRefused(without, "There is no column 'Features', of which the model reads 12 values. The columns are: 'Id'. Use the columns it was trained on, or copy one to that name with mlContext.Transforms.CopyColumns(\"Features\", …).");

        void AssertRefused(IDataView view, string message)
        {
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => fitted.Transform(view)).Message);
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => fitted.GetOutputSchema(view.Schema)).Message);
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => fitted.GetRowToRowMapper(view.Schema)).Message);
        }
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_loaded_model_refuses_other_columns_too(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(60));
        ITransformer loaded = Subjects.SaveAndLoad(subject.Create(ml).Fit(data), data.Schema, out _);
        IDataView without = ml.Transforms.DropColumns("Features").Fit(data).Transform(data);
        IDataView wider = ml.Transforms.CustomMapping<Empty, OneMore>((_, row) => row.Value = 1, null)
            .Append(ml.Transforms.Concatenate("Features", "Features", "Value")).Fit(data).Transform(data);
        IDataView twice = ml.Transforms.Concatenate("Features", "Features", "Features").Fit(data).Transform(data);

        // These are ML.NET's own messages.
        Assert.Contains("'Features'", Assert.ThrowsAny<Exception>(() => loaded.Transform(without)).Message, StringComparison.Ordinal);
        Assert.Contains("'Features': expected Vector<Single, 12>, got Vector<Single, 13>", Assert.ThrowsAny<Exception>(() => loaded.Transform(wider)).Message, StringComparison.Ordinal);
        Assert.Contains("'Features': expected Vector<Single, 12>, got Vector<Single, 24>", Assert.ThrowsAny<Exception>(() => loaded.Transform(twice)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void Training_that_diverges_says_where_and_what_to_do(Subject subject)
    {
        var ml = new MLContext(1);
        IEstimator<ITransformer> estimator = subject.Create(ml, Quick with { LearningRate = 1e30, GradientClipNorm = double.PositiveInfinity });

        var thrown = Assert.Throws<TrainingDivergedException>(() => estimator.Fit(View(ml, Rows(60))));

        Assert.Equal(1, thrown.Epoch);
        Assert.InRange(thrown.Step, 1, 5);
        Assert.Contains("Lower LearningRate (it was 1E+30)", thrown.Message, StringComparison.Ordinal);
    }

    private static string Refused(Subject subject, MLContext ml, Sheet[] rows, VaeOptions? options = null)
    {
        var progress = new Epochs();
        string message = Assert.Throws<ArgumentException>(
            () => subject.Create(ml, (options ?? Quick) with { Progress = progress }).Fit(View(ml, rows))).Message;
        Assert.Equal(0, progress.Count);
        return message;
    }

    private sealed class Epochs : IProgress<TrainingProgress>
    {
        public int Count { get; private set; }

        public void Report(TrainingProgress value) => Count++;
    }

    private sealed class Empty;

    private sealed class OneMore
    {
        public float Value { get; set; }
    }

    private sealed class Misfit
    {
        public string Text { get; set; } = "text";

        public float Number { get; set; }

        [VectorType(3)]
        public int[] Integers { get; set; } = [1, 2, 3];

        public float[] Varying { get; set; } = [1];

        [KeyType(5)]
        public uint Key { get; set; } = 1;

        [VectorType(2)]
        public bool[] Flags { get; set; } = [true, false];
    }
}

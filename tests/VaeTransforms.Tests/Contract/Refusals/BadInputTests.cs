using Microsoft.ML;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>
/// Input that cannot be trained on or scored is refused. The message names the column, the rule, the value that came, and what
/// to do.
/// </summary>
public sealed class BadInputTests
{
    public static TheoryData<Subject, string> Columns => ForBoth(InputMistakes.Columns);

    public static TheoryData<Subject, string> BadRows => ForBoth(InputMistakes.Rows);

    public static TheoryData<Subject, string> BadViews => ForBoth(InputMistakes.Trained);

    public static TheoryData<Subject, string> BadHoldOuts => ForBoth(HoldOutMistakes.All);

    public static TheoryData<Subject, string> BadWeights => ForBoth(WeightMistakes.All);

    public static TheoryData<Subject, string> BadStarts => ForBoth(WarmStartMistakes.All);

    public static TheoryData<string> BadDetectors => [.. DetectorMistakes.All.Select(mistake => mistake.Name)];

    [Theory]
    [MemberData(nameof(Columns))]
    public void An_unsuitable_column_is_refused_by_GetOutputSchema_and_by_Fit(Subject subject, string name)
    {
        Mistake mistake = InputMistakes.Columns.Single(mistake => mistake.Name == name);
        var ml = new MLContext(1);
        IEstimator<ITransformer> estimator = subject.Create(ml, input: name.Split('\'')[1]);

        mistake.AssertRefused(subject);

        // The shape of a schema has kinds and item types, but no sizes.
        string message = mistake.Provoke(subject).Message;
        Assert.Equal(
            message.Replace("Int32, 3", "Int32").Replace("Boolean, 2", "Boolean").Replace("UInt32, 0-4", "UInt32"),
            Assert.Throws<ArgumentException>(
                () => estimator.GetOutputSchema(Subjects.Shape(InputMistakes.OddColumns(ml).Schema))).Message);
    }

    [Theory]
    [MemberData(nameof(BadRows))]
    public void Unsuitable_rows_are_refused_before_training(Subject subject, string name) =>
        InputMistakes.Rows.Single(mistake => mistake.Name == name).AssertRefused(subject);

    [Theory]
    [MemberData(nameof(BadHoldOuts))]
    public void Held_out_rows_that_cannot_be_chosen_are_refused_before_training(Subject subject, string name) =>
        HoldOutMistakes.All.Single(mistake => mistake.Name == name).AssertRefused(subject);

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_missing_sampling_key_is_refused_by_GetOutputSchema_too(Subject subject)
    {
        var ml = new MLContext(1);
        DataViewSchema schema = View(ml, Rows(3)).Schema;
        foreach (string column in new[] { "Machine", "Features" })
        {
            IEstimator<ITransformer> estimator = subject.Create(ml, Quick with { SamplingKeyColumnName = column });
            string message = Assert.Throws<ArgumentException>(() => estimator.Fit(View(ml, Rows(50)))).Message;

            Assert.Equal(
                message.Replace("Single, 12", "Single"),
                Assert.Throws<ArgumentException>(() => estimator.GetOutputSchema(Subjects.Shape(schema))).Message);
        }
    }

    [Theory]
    [MemberData(nameof(BadWeights))]
    public void Weights_that_cannot_be_used_are_refused_before_training(Subject subject, string name) =>
        WeightMistakes.All.Single(mistake => mistake.Name == name).AssertRefused(subject);

    [Theory]
    [MemberData(nameof(BadStarts))]
    public void A_model_that_a_fit_cannot_start_from_is_refused_before_training(Subject subject, string name) =>
        WarmStartMistakes.All.Single(mistake => mistake.Name == name).AssertRefused(subject);

    [Theory]
    [MemberData(nameof(BadDetectors))]
    public void What_a_detector_cannot_learn_from_is_refused_before_training(string name) =>
        DetectorMistakes.All.Single(mistake => mistake.Name == name).AssertRefused();

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void Null_is_refused(Subject subject)
    {
        var ml = new MLContext(1);
        IEstimator<ITransformer> estimator = subject.Create(ml);
        using var fitted = (IDisposable)estimator.Fit(View(ml, Rows(60)));
        var transformer = (ITransformer)fitted;

        Assert.Throws<ArgumentNullException>("input", () => estimator.Fit(null!));
        Assert.Throws<ArgumentNullException>("validationData", () => estimator.Fit(View(ml, Rows(60)), null!));
        Assert.Throws<ArgumentNullException>("initialModel", () => estimator.Fit(View(ml, Rows(60)), null, null!));
        Assert.Throws<ArgumentNullException>("inputSchema", () => estimator.GetOutputSchema(null!));
        Assert.Throws<ArgumentNullException>("input", () => transformer.Transform(null!));
        Assert.Throws<ArgumentNullException>("inputSchema", () => transformer.GetOutputSchema(null!));
        Assert.Throws<ArgumentNullException>("inputSchema", () => transformer.GetRowToRowMapper(null!));
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

    [Fact]
    public void A_threshold_from_few_rows_gives_a_warning()
    {
        var ml = new MLContext(1);
        List<string> warnings = LogWarnings.Of(ml, "The threshold");

        // The threshold comes from a fifth of the rows, or from all rows with a score that allows leave-one-out scores.
        foreach ((AnomalyScore score, int tooFew) in new[] { (AnomalyScore.Combined, 99), (AnomalyScore.Neighbors(), 19) })
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
    public void A_constant_slot_trains_and_gives_a_warning_with_its_name(Subject subject)
    {
        var ml = new MLContext(1);
        List<string> warnings = LogWarnings.Of(ml, "Column 'Features'");
        Sheet[] rows = Rows(80);
        Array.ForEach(rows, row => row.Features[4] = 7);

        Dictionary<string, float[][]> scored = Table.Read(subject.Create(ml).Fit(View(ml, rows)).Transform(View(ml, rows)));

        Assert.All(scored["Surprise"], score => Assert.True(float.IsFinite(score[0])));
        Assert.All(scored["Reconstruction"], row => Assert.Equal(7, row[4], 0.5f));
        Assert.Contains("'sensor 4'", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_probability_outside_its_range_trains_if_it_is_scaled(Subject subject)
    {
        var ml = new MLContext(1);
        VaeOptions bernoulli = Quick with { Likelihood = Likelihood.Bernoulli, Normalization = Normalization.MinMax };
        IDataView data = View(ml, Rows(50));

        ITransformer scaled = subject.Create(ml, bernoulli).Fit(data);

        Assert.All(Table.Read(scaled.Transform(data))["Surprise"], score => Assert.True(float.IsFinite(score[0])));
    }

    [Theory]
    [MemberData(nameof(BadViews))]
    public void Other_columns_than_those_in_training_are_refused(Subject subject, string name) =>
        InputMistakes.Trained.Single(mistake => mistake.Name == name).AssertRefused(subject);

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void Schema_and_row_mapper_refuse_with_the_message_of_Transform(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(60));
        ITransformer fitted = subject.Create(ml).Fit(data);
        IDataView[] views = [InputMistakes.Twice(ml, data), InputMistakes.Doubles(ml, data), InputMistakes.Without(ml, data)];
        foreach (IDataView view in views)
        {
            string message = Assert.Throws<ArgumentException>(() => fitted.Transform(view)).Message;

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
        IDataView without = InputMistakes.Without(ml, data);
        IDataView wider = ml.Transforms.CustomMapping<Empty, OneMore>((_, row) => row.Value = 1, null)
            .Append(ml.Transforms.Concatenate("Features", "Features", "Value")).Fit(data).Transform(data);

        // These messages are ML.NET's.
        AssertRefused(without, "'Features'");
        AssertRefused(wider, "'Features': expected Vector<Single, 12>, got Vector<Single, 13>");
        AssertRefused(InputMistakes.Twice(ml, data), "'Features': expected Vector<Single, 12>, got Vector<Single, 24>");

        void AssertRefused(IDataView view, string fact) =>
            Assert.Contains(fact, Assert.ThrowsAny<Exception>(() => loaded.Transform(view)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void Training_that_diverges_says_where_and_what_to_do(Subject subject)
    {
        var ml = new MLContext(1);
        IEstimator<ITransformer> estimator = subject.Create(
            ml, Quick with { LearningRate = 1e30, GradientClipNorm = double.PositiveInfinity });

        var thrown = Assert.Throws<TrainingDivergedException>(() => estimator.Fit(View(ml, Rows(60))));

        Assert.Equal(1, thrown.Epoch);
        Assert.InRange(thrown.Step, 1, 5);
        Assert.Contains("Lower LearningRate (it was 1E+30)", thrown.Message, StringComparison.Ordinal);
    }

    private static TheoryData<Subject, string> ForBoth(IReadOnlyList<Mistake> mistakes) => new MatrixTheoryData<Subject, string>(
        [Subject.VaeEncode, Subject.AnomalyTrainer], [.. mistakes.Select(mistake => mistake.Name)]);

    private sealed class Empty;

    private sealed class OneMore
    {
        public float Value { get; set; }
    }
}

using Microsoft.ML;
using VaeTransforms.Tests.Contract.Tables;
using Xunit;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>Columns of a table that cannot be trained on or scored are refused, with the reason and what to do.</summary>
public sealed class BadTableInputTests
{
    public static TheoryData<Subject, string> Fits => ForBoth(TableInputMistakes.Fitted);

    public static TheoryData<Subject, string> Rows => ForBoth(TableRowMistakes.All);

    public static TheoryData<Subject, string> Views => ForBoth(TableInputMistakes.Transformed);

    [Theory]
    [MemberData(nameof(Fits))]
    public void Tables_that_cannot_be_trained_on_are_refused_before_training(Subject subject, string name) =>
        TableInputMistakes.Fitted.Single(mistake => mistake.Name == name).AssertRefused(subject);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Rows_of_a_table_that_cannot_be_used_are_refused_before_training(Subject subject, string name) =>
        TableRowMistakes.All.Single(mistake => mistake.Name == name).AssertRefused(subject);

    [Fact]
    public void A_mask_is_not_proposed_where_a_condition_rules_it_out()
    {
        TableRowMistakes.WithCondition.AssertRefused();
        Assert.DoesNotContain("Mask", TableRowMistakes.WithCondition.Provoke().Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void Other_columns_than_those_in_training_are_refused(Subject subject, string name) =>
        TableInputMistakes.Transformed.Single(mistake => mistake.Name == name).AssertRefused(subject);

    [Theory]
    [InlineData("Wage")]
    [InlineData("Words")]
    public void An_unsuitable_column_is_refused_by_GetOutputSchema_with_the_message_of_Fit(string column)
    {
        var ml = new MLContext(1);
        IDataView data = Orders.View(ml, Orders.Rows(100));
        data = ml.Transforms.Text.TokenizeIntoWords("Words", "Job").Fit(data).Transform(data);
        IEstimator<ITransformer> estimator = Orders.Create(Subject.VaeEncode, ml, ["Job", column], Orders.Quick);

        string message = Assert.Throws<ArgumentException>(() => estimator.Fit(data)).Message;

        Assert.Equal(
            message.Replace("String> of variable size", "String>", StringComparison.Ordinal),
            Assert.Throws<ArgumentException>(() => estimator.GetOutputSchema(Subjects.Shape(data.Schema))).Message);
    }

    private static MatrixTheoryData<Subject, string> ForBoth(IReadOnlyList<Mistake> mistakes) =>
        new([Subject.VaeEncode, Subject.AnomalyTrainer], [.. mistakes.Select(mistake => mistake.Name)]);
}

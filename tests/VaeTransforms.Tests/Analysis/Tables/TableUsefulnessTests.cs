using Xunit;
using static VaeTransforms.Tests.Analysis.Persons;

namespace VaeTransforms.Tests.Analysis;

public sealed class TableUsefulnessTests
{
    private static readonly Person[] Real = Draw(800, seed: 1);
    private static readonly Person[] Holdout = Draw(400, seed: 2);

    [Theory]
    [InlineData("Owner")]
    [InlineData("City")]
    [InlineData("Age")]
    public void Copies_of_the_real_rows_have_no_gap(string label)
    {
        LabelPrediction gap = Measure(label, Real).Gap;

        Assert.All(
            new[] { gap.Accuracy, gap.MacroF1, gap.Auc, gap.RSquared, gap.RootMeanSquaredError },
            figure => Assert.Equal(0, figure ?? 0));
    }

    [Fact]
    public void Two_classes_have_accuracy_F1_and_AUC()
    {
        LabelPrediction real = Measure("Owner", Real).Real;

        // Nine of ten owners follow from the city, the others are random.
        Assert.Equal(0.9, real.Accuracy!.Value, 0.06);
        Assert.Equal(real.Accuracy!.Value, real.MacroF1!.Value, 0.03);
        Assert.InRange(real.Auc!.Value, 0.8, 1);
        Assert.Null(real.RSquared);
    }

    [Fact]
    public void Several_classes_have_accuracy_and_F1()
    {
        LabelPrediction real = Measure("City", Real).Real;

        Assert.Equal(0.925, real.Accuracy!.Value, 0.06);
        Assert.Equal(real.Accuracy!.Value, real.MacroF1!.Value, 0.03);
        Assert.Null(real.Auc);
    }

    [Fact]
    public void A_number_has_R2_and_the_root_of_the_mean_squared_error()
    {
        LabelPrediction real = Measure("Age", Real).Real;

        // The standard deviation is about 29. Within a city it is about 7, but a tenth of the rows has another city.
        Assert.InRange(real.RootMeanSquaredError!.Value, 8, 18);
        Assert.InRange(real.RSquared!.Value, 0.6, 0.95);
        Assert.Null(real.Accuracy);
    }

    [Fact]
    public void Rows_with_random_labels_are_not_useful()
    {
        Person[] random = Draw(800, seed: 3);
        var coin = new Random(1);
        Array.ForEach(random, person => person.Owner = coin.Next(2) == 0);

        TableUsefulness usefulness = Measure("Owner", random);

        Assert.InRange(usefulness.Gap.Accuracy!.Value, 0.25, 0.6);
        Assert.InRange(usefulness.Gap.Auc!.Value, 0.25, 0.6);
        Assert.Contains("'Owner' predicted on the hold-out rows", usefulness.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_the_generator_lost_is_never_predicted()
    {
        Person[] twoCities = [.. Draw(1_000, seed: 3).Where(person => person.City is "city 0" or "city 1")];
        Person[] oneCity = [.. twoCities.Where(person => person.City == "city 1")];

        double two = Measure("City", twoCities).Synthetic.Accuracy!.Value;
        LabelPrediction one = Measure("City", oneCity).Synthetic;

        double share = Holdout.Count(person => person.City == "city 1") / 400.0;
        Assert.Equal(0.47, two, 0.06);
        Assert.Equal(share, one.Accuracy!.Value, 1e-12);
        Assert.Equal(2 * share / (1 + share) / 4, one.MacroF1!.Value, 1e-12);
    }

    [Fact]
    public void A_generator_that_lost_one_of_two_classes_has_AUC_one_half() =>
        Assert.Equal(0.5, Measure("Owner", [.. Real.Where(person => person.Owner)]).Synthetic.Auc!.Value);

    [Fact]
    public void Rows_without_a_label_are_not_used()
    {
        Person[] gaps = [.. Real, .. Draw(100, seed: 4).Select(person => new Person { Age = person.Age, City = "" })];

        Assert.Equal(Measure("City", Real).Real, Measure("City", gaps).Synthetic);
    }

    private static TableUsefulness Measure(string label, Person[] synthetic) =>
        Compare(Real, synthetic, Holdout, new TableQualityOptions { LabelColumnName = label }).Usefulness!;
}

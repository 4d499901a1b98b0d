using Xunit;
using static VaeTransforms.Tests.Analysis.Persons;

namespace VaeTransforms.Tests.Analysis;

public sealed class ClassifierTwoSampleTests
{
    [Fact]
    public void Rows_of_one_distribution_cannot_be_told_apart()
    {
        ClassifierTwoSampleTest test = Compare(Draw(2_000, seed: 1), Draw(1_000, seed: 2)).Classifier;

        Assert.Equal(0.5, test.Auc, 0.05);
        Assert.Equal(3_000, test.Rows);
    }

    [Fact]
    public void Rows_that_differ_in_one_value_are_told_apart()
    {
        Person[] older = Draw(500, seed: 2);
        Array.ForEach(older, person => person.Age += 100);

        Assert.InRange(Compare(Draw(500, seed: 1), older).Classifier.Auc, 0.99, 1);
    }

    [Fact]
    public void A_relation_between_columns_that_is_lost_is_found()
    {
        Person[] mixed = Draw(2_000, seed: 2);
        string[] cities = [.. mixed.Select(person => person.City)];
        new Random(1).Shuffle(cities);
        for (int i = 0; i < mixed.Length; i++)
        {
            mixed[i].City = cities[i];
        }

        TableQualityReport report = Compare(Draw(2_000, seed: 1), mixed);

        Assert.InRange(report.ShapeScore, 0.95, 1);
        Assert.InRange(report.Classifier.Auc, 0.75, 1);
    }

    [Fact]
    public void Missing_values_alone_can_tell_rows_apart()
    {
        Person[] gaps = Draw(500, seed: 2);
        Array.ForEach(gaps, person => (person.Age, person.City) = (float.NaN, ""));

        Assert.InRange(Compare(Draw(500, seed: 1), gaps).Classifier.Auc, 0.99, 1);
        Assert.InRange(Compare(gaps, gaps).Classifier.Auc, 0, 0.6);
    }

    [Fact]
    public void A_table_in_which_nearly_each_row_has_its_own_category_is_classified()
    {
        string[] real = [.. Enumerable.Range(0, 400).Select(i => $"name {i}")];
        string[] synthetic = [.. Enumerable.Range(0, 400).Select(i => $"name {i / 2}")];

        Assert.InRange(CompareValues(real, synthetic).Classifier.Auc, 0, 1);
    }
}

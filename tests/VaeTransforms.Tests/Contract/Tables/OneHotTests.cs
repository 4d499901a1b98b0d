using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Contract.Tables;

/// <summary>Categories that ML.NET's transforms made indicators of, within one vector column.</summary>
public sealed class OneHotTests
{
    [Fact]
    public void Indicators_of_one_hot_encoding_are_categories_and_the_other_slots_are_numbers()
    {
        var ml = new MLContext(1);
        using VaeTransformer fitted = ml.Transforms.VaeEncode("Latent", "Features", Orders.Quick).Fit(Encoded(ml));

        Assert.Equal(
            [("Amount", "Gaussian"), ("Job", "Categorical"), ("CountryName", "Categorical"), ("Short", "Gaussian")],
            fitted.Report.ColumnLikelihoods.Select(choice => (choice.Column, choice.Likelihood.Name)));
        Assert.Equal(
            [(0, 1, false), (1, 4, true), (5, 3, true), (8, 1, false)],
            fitted.Model.Columns.Select(column => (column.Start, column.Slots, column.IsCategory)));
    }

    [Fact]
    public void A_likelihood_by_name_goes_to_the_column_of_that_name()
    {
        var ml = new MLContext(1);
        using VaeTransformer fitted = ml.Transforms.VaeEncode(
            "Latent", "Features", Orders.Quick with { Likelihood = Likelihood.Mixed(("Amount", Likelihood.Binned(8))) })
            .Fit(Encoded(ml));

        ColumnLikelihood amount = fitted.Report.ColumnLikelihoods[0];
        Assert.Equal(("Amount", "Binned(8)", "set by the options"), (amount.Column, amount.Likelihood.Name, amount.Reason));
        Assert.Equal("Categorical", fitted.Report.ColumnLikelihoods[1].Likelihood.Name);
    }

    [Fact]
    public void Options_say_which_slots_are_a_category_where_the_data_do_not()
    {
        var ml = new MLContext(1);
        Indicated[] rows = [.. Orders.Rows(200).Select(row => new Indicated
        {
            Features = [row.Amount, .. Orders.Jobs.Select(job => job == row.Job ? 1f : 0f)],
        })];
        IDataView data = ml.Data.LoadFromEnumerable(rows);
        using VaeTransformer plain = ml.Transforms.VaeEncode("Latent", "Features", Orders.Quick).Fit(data);
        using VaeTransformer grouped = ml.Transforms.VaeEncode(
            "Latent", "Features", Orders.AllColumns with { Columns = [new VaeColumn("Job", 1, 4)] }).Fit(data);

        Assert.Equal("Gaussian", plain.Model.Architecture.Likelihood.Name);
        Assert.Equal(["slot 0", "Job"], grouped.Report.ColumnLikelihoods.Select(choice => choice.Column));
        Assert.Equal("Categorical", grouped.Report.ColumnLikelihoods[1].Likelihood.Name);
        Assert.All(Table.Read(grouped.Transform(data))["Reconstruction"], row => Assert.Equal(1, row[1..].Sum(), 1e-4f));
    }

    [Fact]
    public void The_contributions_have_one_value_for_each_column_with_its_name()
    {
        var ml = new MLContext(1);
        IDataView data = Encoded(ml);
        ITransformer fitted = ml.AnomalyDetection.Trainers.Vae("Features", new VaeAnomalyOptions
        {
            Vae = Orders.Quick,
            FeatureContributionsColumnName = "Reasons",
        }).Fit(data);
        ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out _);

        foreach (ITransformer transformer in new[] { fitted, loaded })
        {
            VBuffer<ReadOnlyMemory<char>> names = default;
            transformer.GetOutputSchema(data.Schema)["Reasons"].GetSlotNames(ref names);
            Assert.Equal(["Amount", "Job", "CountryName", "Short"], names.DenseValues().Select(name => $"{name}"));
        }
    }

    private static IDataView Encoded(MLContext ml)
    {
        IDataView data = ml.Data.LoadFromEnumerable(Orders.Rows(200));
        return ml.Transforms.Categorical.OneHotEncoding("Job")
            .Append(ml.Transforms.Categorical.OneHotEncoding("CountryName"))
            .Append(ml.Transforms.Conversion.ConvertType("Short"))
            .Append(ml.Transforms.Concatenate("Features", "Amount", "Job", "CountryName", "Short"))
            .Fit(data).Transform(data);
    }

    private sealed class Indicated
    {
        [VectorType(5)]
        public float[] Features { get; set; } = [];
    }
}

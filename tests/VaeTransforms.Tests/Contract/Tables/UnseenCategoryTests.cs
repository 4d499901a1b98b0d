using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Contract.Tables;

/// <summary>Values of a category that training did not see, and keys that are counted in another order.</summary>
public sealed class UnseenCategoryTests
{
    private static readonly string[] Columns = ["Job", "Country", "Amount", "Price"];

    [Theory]
    [InlineData("Job")]
    [InlineData("Country")]
    public void An_unseen_value_is_encoded_and_is_less_probable_than_every_value_of_training(string column)
    {
        var ml = new MLContext(1);
        IDataView data = Orders.View(ml, Orders.Rows(400));
        ITransformer fitted = ml.Transforms
            .VaeEncode("Latent", inputColumnNames: Columns, Orders.AllColumns with { Epochs = 30 }).Fit(data);
        ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out _);
        string[] values = column == "Job" ? [.. Orders.Jobs, "Astronaut"] : ["Norway", "Chile", "Peru", "Atlantis"];
        Order[] rows = [.. Orders.Rows(50, seed: 4).SelectMany(row => values.Select(value => With(row, column, value)))];
        IDataView unseen = Orders.View(ml, rows);

        Dictionary<string, float[][]> scored = Table.Read(fitted.Transform(unseen));

        Table.AssertNear(scored, Table.Read(loaded.Transform(unseen)));
        Assert.All(scored["Latent"], latent => Assert.All(latent, value => Assert.True(float.IsFinite(value))));
        foreach (float[][] errors in scored["Error"].Chunk(values.Length))
        {
            // The other values include the one that fits the row worst.
            Assert.True(errors[^1][0] > errors[..^1].Min(error => error[0]));
        }

        float[] means = [.. Enumerable.Range(0, values.Length).Select(value =>
            scored["Error"].Chunk(values.Length).Average(errors => errors[value][0]))];
        Assert.True(means[^1] > means[..^1].Max(), string.Join(' ', means));
    }

    [Fact]
    public void Keys_that_are_counted_in_another_order_give_the_same_values()
    {
        var ml = new MLContext(1);
        Order[] rows = Orders.Rows(200);
        IDataView data = Orders.View(ml, rows);
        ITransformer fitted = ml.Transforms.VaeEncode("Latent", inputColumnNames: Columns, Orders.AllColumns).Fit(data);
        ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out _);
        IDataView reversed = Orders.View(ml, rows, keys: [.. rows.Reverse(), new Order { CountryName = "Atlantis" }]);
        Assert.NotEqual(Keys(data), Keys(reversed));

        float[][] expected = Table.Read(fitted.Transform(data))["Surprise"];

        foreach (ITransformer transformer in new[] { fitted, loaded })
        {
            float[][] actual = Table.Read(transformer.Transform(reversed))["Surprise"];
            Assert.All(expected.Zip(actual), pair => Table.AssertNear(pair.First, pair.Second, "a row"));
        }
    }

    private static Order With(Order row, string column, string value) => new()
    {
        Id = row.Id,
        Job = column == "Job" ? value : row.Job,
        CountryName = column == "Country" ? value : row.CountryName,
        Amount = row.Amount,
        Price = row.Price,
        Sensors = row.Sensors,
        Readings = row.Readings,
    };

    private static string Keys(IDataView data)
    {
        VBuffer<ReadOnlyMemory<char>> texts = default;
        data.Schema["Country"].GetKeyValues(ref texts);
        return string.Join(' ', texts.DenseValues());
    }
}

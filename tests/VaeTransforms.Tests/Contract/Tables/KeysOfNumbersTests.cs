using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Contract.Tables;

/// <summary>Keys that stand for numbers, as <c>MapValueToKey</c> makes them of a column of numbers.</summary>
public sealed class KeysOfNumbersTests
{
    private static readonly MLContext Context = new(1);
    private static readonly string[] Columns = ["Level", "Amount"];

    private static readonly Lazy<(IDataView Data, VaeModel Model)> Fitted = new(() =>
    {
        IDataView data = Keyed(Rows([30, 10, 20]));
        return (data, VaeModel.FromTransformer(
            Context.Transforms.VaeEncode("Latent", Columns, Orders.Quick with { LatentDimension = 2 }).Fit(data)));
    });

    [Fact]
    public void Slots_are_named_by_the_numbers() =>
        Assert.Equal(["Level.30", "Level.10", "Level.20", "Amount"], Fitted.Value.Model.SlotNames);

    [Fact]
    public void Drawn_rows_have_keys_that_stand_for_the_numbers()
    {
        IDataView drawn = Saved().SampleRows(Context, 50, seed: 1, where: ("Level", 20));

        IDataView numbers = Context.Transforms.Conversion.MapKeyToValue("Level").Fit(drawn).Transform(drawn);

        Assert.All(numbers.GetColumn<int>("Level"), level => Assert.Equal(20, level));
    }

    [Fact]
    public void A_number_that_no_key_stands_for_is_refused()
    {
        string message = Assert.Throws<ArgumentException>(
            () => Fitted.Value.Model.SampleRows(Context, 5, 1, where: ("Level", 2))).Message;

        Assert.Contains("'30', '10', '20'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_stand_for_other_numbers_are_refused()
    {
        IDataView others = Keyed(Rows([10, 20, 30]));

        string message = Assert.Throws<ArgumentException>(() => Saved().Evaluate(others)).Message;

        Assert.Contains("'Level' stand for 10, 20, 30", message, StringComparison.Ordinal);
        Assert.Contains("30, 10, 20", message, StringComparison.Ordinal);
        Assert.Equal(60, Saved().Evaluate(Fitted.Value.Data).Rows);
    }

    private static VaeModel Saved()
    {
        using var file = new MemoryStream();
        Fitted.Value.Model.Save(file);
        file.Position = 0;
        return VaeModel.Load(file);
    }

    private static IDataView Keyed(IDataView data) =>
        Context.Transforms.Conversion.MapValueToKey("Level").Fit(data).Transform(data);

    private static IDataView Rows(int[] levels)
    {
        var random = new Random(1);
        return Context.Data.LoadFromEnumerable(Enumerable.Range(0, 60)
            .Select(i => new { Level = levels[i % 3], Amount = levels[i % 3] + random.NextSingle() }).ToArray());
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Issues;

/// <summary>Explains a row whose category training never saw; the column was one-hot encoded by ML.NET.</summary>
public sealed class ExplainsAnUnseenCategoryTests
{
    private static readonly string[] Countries = ["DE", "FR", "IT"];

    private readonly MLContext _ml = new(1);

    [Theory]
    [InlineData(nameof(Likelihood.Automatic))]
    [InlineData(nameof(Likelihood.Gaussian))]
    public void The_reason_names_the_column_and_a_probability(string likelihood)
    {
        IDataView rows = _ml.Data.LoadFromEnumerable(Payments(300));
        var options = new VaeAnomalyOptions
        {
            Vae = new VaeOptions
            {
                Epochs = 20,
                Likelihood = likelihood == nameof(Likelihood.Gaussian) ? Likelihood.Gaussian : Likelihood.Automatic,
            },
        };
        using TransformerChain<VaeAnomalyTransformer> pipeline = _ml.Transforms.Categorical.OneHotEncoding("Country")
            .Append(_ml.Transforms.Concatenate("Features", "Amount", "Fee", "Country"))
            .Append(_ml.AnomalyDetection.Trainers.Vae("Features", options))
            .Fit(rows);
        Payment unseen = Payments(1)[0];
        unseen.Country = "XX";

        IDataView encoded = pipeline.Transform(_ml.Data.LoadFromEnumerable([unseen]));
        SlotExplanation reason = pipeline.LastTransformer.Explain(encoded).Single().Slots
            .First(slot => slot.Name.StartsWith("Country", StringComparison.Ordinal));

        Assert.Equal("Country", reason.Name);
        Assert.Null(reason.Category!.Value);
        Assert.Contains(reason.Category.Expected, Countries);
        Assert.InRange(reason.Category.Probability, 0, 1);
        Assert.InRange(reason.Expected, 0, 1);
        Assert.StartsWith("Country: an unseen value where ", reason.ToString(), StringComparison.Ordinal);
    }

    private static Payment[] Payments(int count)
    {
        var random = new Random(3);
        return
        [
            .. Enumerable.Range(0, count).Select(i => new Payment
            {
                Amount = (float)(100 * (1 + (i % 3)) + random.NextDouble()),
                Fee = (float)random.NextDouble(),
                Country = Countries[i % 3],
            }),
        ];
    }

    private sealed class Payment
    {
        public float Amount { get; set; }

        public float Fee { get; set; }

        public string Country { get; set; } = "";
    }
}

using Microsoft.ML;
using VaeTransforms.Tests.Contract;
using Xunit;
using static VaeTransforms.Tests.Search.Factors;

namespace VaeTransforms.Tests.Search;

public sealed class VaeSearchTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void Rows_of_five_factors_are_found_to_need_five_dimensions()
    {
        VaeSearchEstimator search = Of(_ml, new() { Base = Narrow with { Epochs = 200 }, Vary = [Dimensions(2, 5)] });

        using VaeSearchResult result = search.Search(View(_ml));

        Assert.Equal(5, result.Best.LatentDimension);
        Assert.Equal(5, result.Transformer.Model.Architecture.LatentDimension);
        Assert.Equal(3, result.Trials.Count);

        // Noise is less than a hundredth of the variance, so a factor that no dimension carries costs more than ln 10 = 2.3 nats.
        Assert.True(result.BestTrial.Elbo > result.Trials[0].Elbo + 3, $"{result}");
    }

    [Fact]
    public void Trial_0_has_the_base_options_and_no_result_is_worse_than_it()
    {
        VaeOptions good = Narrow with { LatentDimension = 5 };
        VaeSearchEstimator search = Of(_ml, new() { Base = good, Vary = [Dimensions(1)] });

        using VaeSearchResult result = search.Search(View(_ml));

        Assert.Equal(good, result.Trials[0].Options);
        Assert.Empty(result.Trials[0].Changes);
        Assert.Same(result.Trials[0], result.BestTrial);
        using VaeTransformer alone = _ml.Transforms.VaeEncode("Latent", "Features", good).Fit(View(_ml));
        Assert.Equal(alone.Report.Summary.Elbo, result.Trials[0].Elbo);
        Assert.Equal(result.Trials[0].Elbo, result.Trials[0].Metric);
    }

    [Fact]
    public void The_same_seed_gives_the_same_trials_and_the_same_model()
    {
        using VaeSearchResult first = Run(seed: 7);
        using VaeSearchResult second = Run(seed: 7);
        using VaeSearchResult other = Run(seed: 8);

        Assert.Equal(6, first.Trials.Count);
        Assert.Equal(Texts(first), Texts(second));
        Assert.NotEqual(Texts(first), Texts(other));
        Assert.Equal(SavingTests.Bytes(first.Transformer.Model), SavingTests.Bytes(second.Transformer.Model));

        VaeSearchResult Run(int seed) => Of(new MLContext(1), new()
        {
            Base = new VaeOptions { Epochs = 3 },
            Trials = 6,
            Seed = seed,
        }).Search(View(_ml));

        static string[] Texts(VaeSearchResult result) =>
        [
            .. result.Trials.Select(trial => FormattableString.Invariant(
                $"{string.Join(", ", trial.Changes)} {trial.Metric} {trial.Epochs} {trial.Outcome} {trial.Options.Seed}")),
        ];
    }

    [Fact]
    public void The_best_options_give_the_same_model_again()
    {
        using VaeSearchResult result = Of(_ml, new()
        {
            Base = new VaeOptions { Epochs = 3 },
            Trials = 4,
        }).Search(View(_ml));

        using VaeTransformer again = _ml.Transforms.VaeEncode("Latent", "Features", result.Best).Fit(View(_ml));

        Assert.Equal(SavingTests.Bytes(result.Transformer.Model), SavingTests.Bytes(again.Model));
    }

    [Fact]
    public void All_trials_hold_out_the_same_rows_and_the_metric_sees_them()
    {
        var seen = new List<float[]>();
        VaeSearchEstimator search = Of(_ml, new()
        {
            Base = Narrow with { Epochs = 2 },
            Vary = [Dimensions(2, 3)],
            Metric = (fitted, heldOut) =>
            {
                Dictionary<string, float[][]> columns = Table.Read(fitted.Transform(heldOut));
                Assert.Equal(fitted.Report.Summary.ValidationRows, columns["Latent"].Length);
                seen.Add([.. columns["Id"].Select(id => id[0])]);

                // The prize goes to the fewest dimensions.
                return -columns["Latent"][0].Length;
            },
        });

        using VaeSearchResult result = search.Search(View(_ml));

        Assert.Equal(
            VaeTransforms.Training.RowSplit.Create(300, 0.1, seed: 3).Validation.Select(row => (float)row), seen[0]);
        Assert.All(seen, rows => Assert.Equal(seen[0], rows));
        Assert.Equal(3, seen.Count);
        Assert.Equal(1, result.Best.LatentDimension);
        Assert.Equal([-1, -2, -3], result.Trials.Select(trial => trial.Metric!.Value).OrderDescending());
    }

    [Fact]
    public void A_metric_may_compare_what_the_ELBO_cannot_and_is_given_the_validation_data()
    {
        IDataView validation = View(_ml, 40, seed: 1);
        VaeSearchEstimator search = Of(_ml, new()
        {
            Base = Narrow with { Epochs = 2, ValidationFraction = 0 },
            Vary =
            [
                VariedOption.Among(
                    "Normalization", [Normalization.MinMax], (options, value) => options with { Normalization = value }),
            ],
            Metric = (fitted, heldOut) =>
            {
                Assert.Same(validation, heldOut);
                return fitted.Report.Normalization == Normalization.MinMax ? 1 : 0;
            },
        });

        using VaeSearchResult result = search.Search(View(_ml), validation);

        Assert.Equal(Normalization.MinMax, result.Best.Normalization);
        Assert.Equal(40, result.Transformer.Report.Summary.ValidationRows);
    }

    [Fact]
    public void A_search_is_an_estimator_of_a_pipeline()
    {
        VaeSearchEstimator search = Of(_ml, new() { Base = Narrow with { Epochs = 2 }, Vary = [Dimensions(2)] });

        using var chain = search.Append(_ml.Clustering.Trainers.KMeans("Latent", numberOfClusters: 3)).Fit(View(_ml));

        Assert.Equal(300, Table.Read(chain.Transform(View(_ml)))["PredictedLabel"].Length);
        Assert.Contains(
            search.GetOutputSchema(Subjects.Shape(View(_ml).Schema)), column => column.Name == "Latent");
    }

    [Fact]
    public void Columns_of_a_table_are_searched_too()
    {
        VaeSearchEstimator search = _ml.Transforms.VaeSearch("Latent", ["Id", "Features"], new()
        {
            Base = new VaeOptions { Epochs = 1 },
            Trials = 3,
        });

        using VaeSearchResult result = search.Search(View(_ml));

        Assert.Equal(3, result.Trials.Count(trial => trial.Outcome == VaeTrialOutcome.Finished));
        Assert.Equal(300, Table.Read(result.Transformer.Transform(View(_ml)))["Latent"].Length);
    }
}

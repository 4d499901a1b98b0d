using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Detection;

public sealed class NaNPolicyTests
{
    private static readonly MLContext Ml = new(1);

    [Theory]
    [InlineData(NaNPolicy.Pass, false)]
    [InlineData(NaNPolicy.Alarm, true)]
    public void A_row_with_a_gap_has_no_score_and_the_label_of_the_policy(NaNPolicy policy, bool label)
    {
        using VaeAnomalyTransformer detector = Fit(policy);
        foreach (ITransformer transformer in AsFittedLoadedAndBack(detector))
        {
            IDataView scored = transformer.Transform(View(Ml, RowsWithGaps()[..3]));

            Assert.Equal([true, true, false], scored.GetColumn<float>("Score").Select(float.IsNaN));
            Assert.Equal([label, label, false], scored.GetColumn<bool>("PredictedLabel"));
        }
    }

    [Fact]
    public void Throwing_names_the_policy_and_the_ways_out_and_leaves_whole_rows_alone()
    {
        using VaeAnomalyTransformer detector = Fit(NaNPolicy.Throw);
        foreach (ITransformer transformer in AsFittedLoadedAndBack(detector))
        {
            Assert.Equal(2, transformer.Transform(View(Ml, RowsWithGaps()[2..])).GetColumn<bool>("PredictedLabel").Count());
            foreach (string column in new[] { "Score", "PredictedLabel" })
            {
                IDataView scored = transformer.Transform(View(Ml, RowsWithGaps()));
                Exception thrown = Assert.ThrowsAny<Exception>(() => _ = scored.Schema[column].Type == NumberDataViewType.Single
                    ? scored.GetColumn<float>(column).Count()
                    : scored.GetColumn<bool>(column).Count());

                Assert.Contains("trained with NaNPolicy.Throw", thrown.GetBaseException().Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void With_a_mask_a_gap_is_a_missing_value_and_no_policy_applies()
    {
        VaeOptions options = Quick with { ScoreColumnName = null, MissingValues = MissingValues.Mask, ValidationFraction = 0.2 };
        using VaeAnomalyTransformer detector = Ml.AnomalyDetection.Trainers
            .Vae("Features", new VaeAnomalyOptions { Vae = options, NaNPolicy = NaNPolicy.Throw })
            .Fit(View(Ml, Rows(100)));

        Assert.All(
            detector.Transform(View(Ml, RowsWithGaps()[1..])).GetColumn<float>("Score"),
            score => Assert.True(float.IsFinite(score)));
    }

    private static VaeAnomalyTransformer Fit(NaNPolicy policy) => Ml.AnomalyDetection.Trainers
        .Vae("Features", new VaeAnomalyOptions
        {
            Vae = Quick with { ScoreColumnName = null, ValidationFraction = 0.2 },
            NaNPolicy = policy,
        })
        .Fit(View(Ml, Rows(100)));

    /// <summary>The transformer, what is loaded of it, and a detector made of the model that is loaded.</summary>
    private static IEnumerable<ITransformer> AsFittedLoadedAndBack(VaeAnomalyTransformer fitted)
    {
        ITransformer loaded = Subjects.SaveAndLoad(fitted, View(Ml, Rows(1)).Schema, out _);
        using VaeModel model = VaeModel.FromTransformer(loaded);
        return [fitted, loaded, model.ToDetector(Ml)];
    }

    /// <summary>A row with an infinite value, one with a gap, and two whole ones.</summary>
    private static Sheet[] RowsWithGaps()
    {
        Sheet[] rows = Rows(4);
        rows[0].Features[3] = float.PositiveInfinity;
        rows[1].Features[5] = float.NaN;
        return rows;
    }
}

using Microsoft.ML;
using VaeTransforms.Tests.Contract;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Issues;

/// <summary>Keeps a pool of prediction engines over one transformer, and disposes those that a burst of calls added.</summary>
public sealed class PoolsPredictionEnginesTests
{
    private readonly MLContext _ml = new(1);

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void An_engine_whose_transformer_another_one_disposed_says_which_and_how_to_avoid_it(Subject subject)
    {
        ITransformer fitted = subject.Create(_ml).Fit(View(_ml, Rows(60)));
        PredictionEngine<Sheet, Scored> kept = _ml.Model.CreatePredictionEngine<Sheet, Scored>(fitted);
        PredictionEngine<Sheet, Scored> added = _ml.Model.CreatePredictionEngine<Sheet, Scored>(fitted);
        Assert.True(float.IsFinite(kept.Predict(Rows(1)[0]).Surprise));

        added.Dispose();

        Action[] calls =
        [
            () => kept.Predict(Rows(1)[0]),
            () => _ml.Model.CreatePredictionEngine<Sheet, Scored>(fitted),
            () => fitted.Transform(View(_ml, Rows(2))),
        ];
        Assert.All(calls, call =>
        {
            var error = Assert.Throws<ObjectDisposedException>(call);
            Assert.Equal(fitted.GetType().Name, error.ObjectName);
            Assert.Contains("OwnsTransformer is false", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("VaeScorer", error.Message, StringComparison.Ordinal);
        });
    }

    private sealed class Scored
    {
        public float Surprise { get; set; }
    }
}

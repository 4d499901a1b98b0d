using VaeTransforms.Formulas;
using VaeTransforms.Model;
using Xunit;
using static VaeTransforms.Tests.Formulas.Scores.ScoreRuns;

namespace VaeTransforms.Tests.Formulas.Scores;

/// <summary>What holds for every score that the library has: a new one is tested here by existing.</summary>
public sealed class EveryScoreTests
{
    private static readonly ArrayOps Doubles = new();

    public static TheoryData<string, AnomalyScore> Scores => All;

    [Theory]
    [MemberData(nameof(Scores))]
    public void Onnx_agrees_with_double_precision_on_new_rows_and_on_those_learned_from(string model, AnomalyScore score)
    {
        TrainedVae learned = Learned(model, score);
        float[][] rows = [.. New, .. Known];

        double[] expected = [.. rows
            .Select(row => new ReferenceInputs(learned, learned.Scoring.Arrays, row))
            .Select(inputs => score.Value(Doubles, inputs).Values.Single())];

        AssertNear(expected, Graph(learned, rows), 1e-5);
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void A_row_that_is_not_finite_has_no_score_and_changes_no_other(string model, AnomalyScore score)
    {
        TrainedVae learned = Learned(model, score);
        float[][] rows = [New[0], [.. New[1]], [.. New[2]], New[3]];
        float[] clean = Graph(learned, rows);
        rows[1][2] = float.NaN;
        rows[2][0] = float.PositiveInfinity;
        float[] scores = Graph(learned, rows);

        Assert.Equal([clean[0], float.NaN, float.NaN, clean[3]], scores);
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void A_model_read_from_its_file_scores_the_same(string model, AnomalyScore score)
    {
        using var written = new VaeModel(Learned(model, score));
        using var stream = new MemoryStream();
        written.Save(stream);
        stream.Position = 0;
        using VaeModel read = VaeModel.Load(stream);

        Assert.Equal(score, read.AnomalyScore);
        Assert.Equal(New.Select(written.Score), New.Select(read.Score));
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void A_score_learns_the_arrays_that_it_declares(string model, AnomalyScore score)
    {
        LearnedArrays learned = Learned(model, score).Scoring.Arrays;
        ScoreArray[] declared = [.. score.Arrays(Models[model].Architecture)];

        Assert.Equal(declared.Select(array => array.Name), learned.All.Select(array => array.Name));
        Assert.All(declared.Zip(learned.All), pair =>
        {
            (ScoreArray shape, NamedTensor array) = pair;
            Assert.Equal(shape.Shape[1..], array.Shape[1..]);
            Assert.True(shape.Shape[0] == ScoreArray.AnyRows || shape.Shape[0] == array.Shape[0]);
            Assert.All(array.Values, value => Assert.True(float.IsFinite(value) && (!shape.IsPositive || value > 0)));
        });
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void One_row_scores_as_it_does_among_many(string model, AnomalyScore score)
    {
        TrainedVae learned = Learned(model, score);
        float[] together = Graph(learned, New);

        AssertNear([.. New.Select(row => (double)Graph(learned, [row])[0])], together);
    }

    [Fact]
    public void Names_tell_scores_apart() => Assert.Distinct(EveryFormula.Made<AnomalyScore>().Select(score => score.Name));
}

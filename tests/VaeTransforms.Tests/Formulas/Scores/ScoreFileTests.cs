using VaeTransforms.Formulas;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Onnx.Schema;
using Xunit;
using static VaeTransforms.Tests.Formulas.Scores.ScoreRuns;

namespace VaeTransforms.Tests.Formulas.Scores;

/// <summary>What a model file holds of a score is checked, whichever score it is.</summary>
public sealed class ScoreFileTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_score_comes_back_from_a_graph_with_its_nodes_and_from_one_without(bool hasNodes)
    {
        VaeOutputs outputs = hasNodes ? VaeOutputs.Score : VaeOutputs.Mean;
        TrainedVae model = Learned("Gaussian", AnomalyScore.Combined);
        byte[] bytes = GraphWriter.Batch(model, outputs, GraphContent.Whole);
        TrainedVae read = GraphReader.Read(bytes);

        Assert.Equal(model.Scoring.Score, read.Scoring.Score);
        Assert.Equal(model.Scoring.Arrays.All.Select(array => array.Name), read.Scoring.Arrays.All.Select(array => array.Name));
        Assert.Equal(model.Scoring.Arrays.All.Select(array => array.Shape), read.Scoring.Arrays.All.Select(array => array.Shape));
        Assert.Equal(
            model.Scoring.Arrays.All.Select(array => array.Values), read.Scoring.Arrays.All.Select(array => array.Values));
        Assert.Equal(bytes, GraphWriter.Batch(read, outputs, GraphContent.Whole));
    }

    [Theory]
    [InlineData("near_scale", 0f, "must be above 0")]
    [InlineData("near_scale", -1f, "must be above 0")]
    [InlineData("elbo_steps", 0f, "must be above 0")]
    [InlineData("wide_center", float.NaN, "weights are finite")]
    [InlineData("near_references", float.PositiveInfinity, "weights are finite")]
    public void A_value_that_the_score_does_not_allow_is_refused(string array, float value, string message)
    {
        TrainedVae model = Learned("Gaussian", AnomalyScore.Combined);
        model.Scoring.Arrays[array].Values[1] = value;

        AssertRefused(Bytes(model), $"'score.{array}'", "place 1", message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8193)]
    public void A_number_of_references_out_of_range_is_refused(int rows)
    {
        TrainedVae model = Learned("Gaussian", AnomalyScore.Neighbors(1));
        var arrays = new LearnedArrays(model.Scoring.Arrays.All.Select(array => array.Name == "references"
            ? array with { Shape = [rows, 6], Values = new float[6 * rows] }
            : array));

        AssertRefused(Bytes(model with { Scoring = model.Scoring with { Arrays = arrays } }), $"has {rows} rows", "2 to 8192");
    }

    [Fact]
    public void A_file_without_an_array_of_its_score_is_refused() =>
        AssertRefused(Bytes(TestModels.Random(TestModels.Architecture()) with
        {
            Scoring = new LearnedScore(AnomalyScore.Typicality, LearnedArrays.None),
        }), "lacks the array 'score.mean'");

    [Theory]
    [InlineData("\"Neighbors\"", "\"Nearest\"", "the score 'Nearest'")]
    [InlineData("\"count\":3", "\"count\":0", "count must be from 1 to 1024")]
    [InlineData("\"space\":\"Input\"", "\"space\":\"Output\"", "options of the score 'Neighbors'")]
    [InlineData(",\"space\":\"Input\"", "", "options of the score 'Neighbors'")]
    [InlineData("\"score\":{", "\"score\":null,\"x\":{", "cannot be read")]
    public void A_description_that_makes_no_sense_is_refused(string from, string to, string message)
    {
        ModelProto proto = ModelProto.Parser.ParseFrom(Bytes(Learned("Gaussian", AnomalyScore.Neighbors(3))));
        proto.MetadataProps.Remove(proto.MetadataProps.Single(entry => entry.Key == ModelFile.DigestKey));
        StringStringEntryProto entry = proto.MetadataProps.Single(entry => entry.Key == ModelFile.ModelKey);
        Assert.Contains(from, entry.Value, StringComparison.Ordinal);
        entry.Value = entry.Value.Replace(from, to, StringComparison.Ordinal);

        AssertRefused(ModelFile.Seal(proto), message);
    }

    private static byte[] Bytes(TrainedVae model) => GraphWriter.Batch(model, VaeOutputs.Mean, GraphContent.Whole);

    private static void AssertRefused(byte[] bytes, params string[] messageParts)
    {
        VaeModelFormatException exception = Assert.Throws<VaeModelFormatException>(() => GraphReader.Read(bytes));
        Assert.All(messageParts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }
}

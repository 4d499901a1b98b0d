using VaeTransforms.Formulas;
using VaeTransforms.Model;
using Xunit;

namespace VaeTransforms.Tests.Golden;

/// <summary>A model file that was written once has to be read for ever, with the same scores.</summary>
public sealed class ModelFileTests
{
    private const string Name = "model.v1.onnx";
    private const string DetectorName = "detector.v1.onnx";
    private const float DetectorScore = 8.64493847f;

    private static readonly float[] Row = [1, -2, 0.5f, 3, 0, -1];

    [Fact]
    public void A_file_of_format_1_is_still_read_and_scores_as_it_did()
    {
        using VaeModel written = Model();
        using VaeModel read = VaeModel.Load(new MemoryStream(GoldenFile.Read(Name, Bytes(written))));

        Assert.Equal(written.Architecture, read.Architecture);
        Assert.Equal(written.SlotNames, read.SlotNames);
        Assert.Equal(written.Training, read.Training);
        Assert.Equal(written.Threshold, read.Threshold);
        Assert.Equal(written.Encode(Row), read.Encode(Row));
        Assert.Equal(written.Reconstruct(Row), read.Reconstruct(Row));
        Assert.Equal(95.7993011f, read.Score(Row), 1e-3f);
    }

    [Fact]
    public void What_is_written_does_not_change_by_accident()
    {
        using VaeModel model = Model();
        byte[] current = Bytes(model);

        Assert.True(
            current.AsSpan().SequenceEqual(GoldenFile.Read(Name, current)),
            $"The bytes of a saved model differ from {GoldenFile.PathOf(Name)}. If that is meant, raise the format version, "
                + $"keep the old file under its old name, and set {GoldenFile.Accept}=1.");
    }

    [Fact]
    public void A_detectors_file_of_format_1_is_still_read_and_scores_as_it_did()
    {
        using VaeModel written = Detector();
        byte[] current = Bytes(written);
        byte[] golden = GoldenFile.Read(DetectorName, current);
        using VaeModel read = VaeModel.Load(new MemoryStream(golden));

        Assert.True(
            current.AsSpan().SequenceEqual(golden),
            $"The bytes of a saved detector differ from {GoldenFile.PathOf(DetectorName)}. If that is meant, raise the format "
                + "version, and keep the old file.");
        Assert.Equal(AnomalyScore.Combined, read.AnomalyScore);
        Assert.Equal(DetectorScore, read.Score(Row), 1e-4f);
    }

    private static VaeModel Detector()
    {
        TrainedVae model = TestModels.Random(TestModels.Architecture(), seed: 3);
        float[] points = [.. Enumerable.Range(0, 42).Select(i => (float)Math.Sin(i))];
        return new(TestModels.Detector(model, 1.5f) with
        {
            Scoring = new LearnedScore(AnomalyScore.Combined, new LearnedArrays(
                new NamedTensor("near_scale", [6], [1, 2, 1, 2, 1, 2]),
                new NamedTensor("near_references", [5, 8], [.. Enumerable.Range(0, 40).Select(i => (float)Math.Cos(i))]),
                new NamedTensor("wide_center", [6], new float[6]),
                new NamedTensor("wide_scale", [6], [1, 2, 3, 4, 5, 6]),
                new NamedTensor("wide_references", [7, 6], points),
                new NamedTensor("elbo_start", [1], [1]),
                new NamedTensor("elbo_steps", [2, 2], [4, 0.7f, 8, 0.7f]),
                new NamedTensor("near_start", [1], [0]),
                new NamedTensor("near_steps", [1, 2], [1, 0.7f]),
                new NamedTensor("wide_start", [1], [0]),
                new NamedTensor("wide_steps", [1, 2], [2, 0.7f]))),
        });
    }

    private static VaeModel Model() => new(TestModels.Random(TestModels.Architecture(), seed: 3) with
    {
        SlotNames = ["a", "b", "c", "d", "e", "größe"],
    });

    private static byte[] Bytes(VaeModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }
}

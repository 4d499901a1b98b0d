using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;
using VaeTransforms.Tests.Formulas;
using VaeTransforms.Tests.Formulas.Scores;
using Xunit;

namespace VaeTransforms.Tests.Onnx;

/// <summary>One row is computed without a session, by the nodes of the same graph.</summary>
public sealed class RowProgramTests
{
    private const VaeOutputs OfRows = VaeOutputs.All | VaeOutputs.PValue | VaeOutputs.ObservedSlots | VaeOutputs.Imputed;

    public static TheoryData<string, bool> Likelihoods => new(
        from likelihood in EveryFormula.Made<Likelihood>()
        from hasMask in new[] { false, true }
        select (likelihood.Name, hasMask));

    public static TheoryData<string, AnomalyScore> Scores => ScoreRuns.All;

    [Theory]
    [MemberData(nameof(Likelihoods))]
    public void Every_output_of_every_likelihood_agrees_with_the_session(string likelihood, bool hasMask)
    {
        Likelihood made = LikelihoodSample.Of(EveryFormula.Made<Likelihood>().First(one => one.Name == likelihood)).Likelihood;
        TrainedVae model = TestModels.Detector(
            TestModels.Random(TestModels.Architecture(EveryFormula.Width, likelihood: made) with { HasMask = hasMask }), 3);
        float[][] rows = TestModels.Rows(model, 20);
        if (hasMask)
        {
            rows[3][1] = float.NaN;
            rows[5].AsSpan().Fill(float.NaN);
        }

        AssertAgree(model, OfRows, rows);
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void Every_score_agrees_with_the_session(string model, AnomalyScore score)
    {
        float[][] rows = [.. ScoreRuns.New, .. ScoreRuns.Known, [.. ScoreRuns.New[0]], [.. ScoreRuns.New[1]]];
        rows[^1][2] = float.NaN;
        rows[^2][0] = float.NegativeInfinity;

        AssertAgree(ScoreRuns.Learned(model, score), VaeOutputs.Score, rows);
    }

    [Fact]
    public void A_graph_with_nodes_that_programs_do_not_have_is_left_to_a_session()
    {
        TrainedVae model = TestModels.Detector(TestModels.Random(TestModels.Architecture()), 3);

        Assert.Null(RowProgram.Compile(GraphWriter.Batch(model, VaeOutputs.FeatureContributions, GraphContent.Bare)));
    }

    [Fact]
    public void Wide_networks_are_left_to_a_session()
    {
        Assert.True(HasProgram(inputSize: 30, hidden: 64));
        Assert.False(HasProgram(inputSize: 784, hidden: 2_000));

        static bool HasProgram(int inputSize, int hidden) => ScoringPlan.MayHaveRowProgram(
            TestModels.Random(TestModels.Architecture(inputSize, hiddenLayers: [hidden])), VaeOutputs.Score);
    }

    [Fact]
    public async Task Callers_on_several_threads_do_not_disturb_each_other()
    {
        using var model = new VaeModel(ScoreRuns.Learned("Gaussian", AnomalyScore.Combined));
        float[] expected = [.. ScoreRuns.New.Select(model.Score)];

        float[][] computed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            Enumerable.Range(0, 50).Select(_ => ScoreRuns.New.Select(model.Score).ToArray()).Last())));

        Assert.All(computed, scores => Assert.Equal(expected, scores));
    }

    [Fact]
    public void A_disposed_model_scores_no_row()
    {
        var model = new VaeModel(ScoreRuns.Learned("Gaussian", AnomalyScore.Combined));
        model.Score(ScoreRuns.New[0]);
        model.Dispose();

        Assert.Throws<ObjectDisposedException>(() => model.Score(ScoreRuns.New[0]));
    }

    [Fact]
    public void Shapes_broadcast_in_stretches()
    {
        var rows = new Broadcast([2, 3, 4], [1, 3, 4]);
        Assert.Equal([2, 3, 4], rows.Shape);
        Assert.Equal((2, 12), (rows.Stretches, rows.Length));
        Assert.Equal([0, 12], [rows.Start(0, 0), rows.Start(0, 1)]);
        Assert.Equal([0, 0], [rows.Start(1, 0), rows.Start(1, 1)]);

        var columns = new Broadcast([3, 1], [2, 1, 4]);
        Assert.Equal([2, 3, 4], columns.Shape);
        Assert.Equal((6, 4), (columns.Stretches, columns.Length));
        Assert.False(columns.Moves(0));
        Assert.True(columns.Moves(1));
        Assert.Equal([0, 1, 2, 0, 1, 2], Enumerable.Range(0, 6).Select(stretch => columns.Start(0, stretch)));
        Assert.Equal([0, 0, 0, 4, 4, 4], Enumerable.Range(0, 6).Select(stretch => columns.Start(1, stretch)));
    }

    private static void AssertAgree(TrainedVae model, VaeOutputs outputs, float[][] rows)
    {
        byte[] graph = GraphWriter.Batch(model, outputs, GraphContent.Bare);
        RowProgram program = RowProgram.Compile(graph)!;
        RowBuffer[] inputs = [new(TensorNames.Features, 1, model.Architecture.InputSize, isScalar: false)];
        (VaeOutputs, RowBuffer)[] buffers = [.. TensorNames.Each(outputs).Select(output => (output, new RowBuffer(
            TensorNames.Of(output), 1, TensorNames.Width(output, model), isScalar: (output & TensorNames.Scalars) != 0)))];
        using var session = new SessionHandle(graph, threads: 1);
        using var expected = new BatchScorer(session, 1, 1, inputs, buffers);
        float[] memory = program.CreateMemory();
        foreach (float[] row in rows)
        {
            row.CopyTo(expected.Input(0));
            expected.Run(1);
            row.CopyTo(program.Input(TensorNames.Features, memory));
            program.Run(memory);
            foreach (VaeOutputs output in TensorNames.Each(outputs))
            {
                float[] values = expected.Output(output, 0).ToArray();
                float[] computed = program.Output(TensorNames.Of(output), memory).ToArray();
                Assert.Equal(values.Length, computed.Length);
                Assert.All(values.Zip(computed), pair => Assert.True(
                    pair.First.Equals(pair.Second)
                        || Math.Abs(pair.First - pair.Second) <= 1e-5 * Math.Max(1, Math.Abs(pair.First)),
                    $"{output}: {pair.First:R} by the session, {pair.Second:R} by the program."));
            }
        }
    }
}

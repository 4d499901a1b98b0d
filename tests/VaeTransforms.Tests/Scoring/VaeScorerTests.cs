using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;
using VaeTransforms.Tests.Onnx;
using Xunit;

namespace VaeTransforms.Tests.Scoring;

public sealed class VaeScorerTests
{
    private static readonly TrainedVae Model = TestModels.Random(TestModels.Architecture(inputSize: 20, hiddenLayers: [32]));

    [Fact]
    public async Task Batches_on_several_threads_share_a_session_and_agree()
    {
        float[][] rows = TestModels.Rows(Model, 400);
        using VaeScorer scorer = new(Model);
        float[] alone = Score(scorer, rows, capacity: 1);
        float[][] together = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Score(scorer, rows, 16 + i))));

        // Kernels for one row and for many add in another order.
        Assert.All(together, scores => Assert.All(scores.Zip(alone), pair => Near.Equal(pair.Second, pair.First)));
    }

    [Fact]
    public async Task Disposing_while_batches_run_lets_each_call_finish_and_fails_the_next()
    {
        for (int round = 0; round < 20; round++)
        {
            VaeScorer scorer = new(Model);
            using CountdownEvent running = new(4);
            Task[] callers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                using BatchScorer batch = scorer.CreateBatch(VaeOutputs.All, 512);
                batch.Run(512);
                running.Signal();
                while (true)
                {
                    batch.Run(512);
                    batch.Run(200);
                }
            }))];
            running.Wait();
            scorer.Dispose();
            foreach (Task caller in callers)
            {
                await Assert.ThrowsAsync<ObjectDisposedException>(() => caller);
            }
        }
    }

    [Fact]
    public void A_disposed_scorer_makes_no_batches_and_fails_those_it_made()
    {
        VaeScorer scorer = new(Model);
        using BatchScorer unbound = scorer.CreateBatch(VaeOutputs.Mean, 1);
        using BatchScorer bound = scorer.CreateBatch(VaeOutputs.Mean, 1);
        bound.Run(1);
        scorer.Dispose();
        scorer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => bound.Run(1));
        Assert.Throws<ObjectDisposedException>(() => unbound.Run(1));
        Assert.Throws<ObjectDisposedException>(() => scorer.CreateBatch(VaeOutputs.Mean, 1));
    }

    [Theory]
    [InlineData(30, 1024)]
    [InlineData(784, 1024)]
    [InlineData(4096, 256)]
    [InlineData(100_000, 8)]
    [InlineData(5_000_000, 1)]
    public void Batches_of_wide_rows_are_smaller(int width, int rows) =>
        Assert.Equal(rows, VaeScorer.PreferredBatchSize(TestModels.Architecture(inputSize: width)));

    [Fact]
    public void Small_work_stays_on_one_thread_and_wide_batches_use_all()
    {
        VaeArchitecture wide = TestModels.Architecture(inputSize: 784, latentDimension: 20, hiddenLayers: [400]);
        VaeArchitecture widest = TestModels.Architecture(inputSize: 100_000, latentDimension: 20, hiddenLayers: [1_000]);
        VaeArchitecture small = TestModels.Architecture(inputSize: 30, latentDimension: 8, hiddenLayers: [64]);
        Assert.Equal((1, 1), ScoringPlan.Sharing(small, 512));
        Assert.Equal((1, 1), ScoringPlan.Sharing(wide, 1));
        int parts = Environment.ProcessorCount == 1 ? 1 : Math.Min(Environment.ProcessorCount, 16) + 1;
        Assert.Equal((parts, 1), ScoringPlan.Sharing(wide, 512));
        Assert.Equal((1, Math.Min(Environment.ProcessorCount, 20)), ScoringPlan.Sharing(widest, 1));
    }

    [Fact]
    public async Task A_wide_network_scores_the_same_on_several_threads()
    {
        TrainedVae wide = TestModels.Random(TestModels.Architecture(inputSize: 300, latentDimension: 10, hiddenLayers: [200]));
        float[][] rows = TestModels.Rows(wide, 256);
        using VaeScorer scorer = new(wide);
        float[] alone = Score(scorer, rows, capacity: 1);
        float[][] together = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Score(scorer, rows, 256))));
        Assert.All(together, scores => Assert.All(scores.Zip(alone), pair => Near.Equal(pair.Second, pair.First)));
    }

    [Fact]
    public void A_capacity_of_no_rows_is_refused()
    {
        using VaeScorer scorer = new(Model);
        Assert.Throws<ArgumentOutOfRangeException>(() => scorer.CreateBatch(VaeOutputs.Mean, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => scorer.CreateBatch(VaeOutputs.None, 1));
    }

    private static float[] Score(VaeScorer scorer, float[][] rows, int capacity)
    {
        using BatchScorer batch = scorer.CreateBatch(VaeOutputs.Score, capacity);
        List<float> scores = [];
        foreach (float[][] chunk in rows.Chunk(capacity))
        {
            for (int row = 0; row < chunk.Length; row++)
            {
                chunk[row].CopyTo(batch.Input(row));
            }

            batch.Run(chunk.Length);
            for (int row = 0; row < chunk.Length; row++)
            {
                scores.Add(batch.Output(VaeOutputs.Score, row)[0]);
            }
        }

        return [.. scores];
    }
}

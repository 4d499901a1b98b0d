using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;
using VaeTransforms.Tests.Onnx;
using Xunit;

namespace VaeTransforms.Tests.Scoring;

public sealed class BatchScorerTests
{
    private static readonly TrainedVae Model = TestModels.Random(TestModels.Architecture());

    [Fact]
    public void Partial_batches_of_any_size_match_the_reference()
    {
        float[][] rows = TestModels.Rows(Model, 8);
        using VaeScorer scorer = new(Model);
        using BatchScorer batch = scorer.CreateBatch(VaeOutputs.Mean | VaeOutputs.Score, rows.Length);
        foreach (int count in new[] { 8, 3, 1, 3, 8, 7 })
        {
            for (int row = 0; row < count; row++)
            {
                rows[^(row + 1)].CopyTo(batch.Input(row));
            }

            batch.Run(count);
            for (int row = 0; row < count; row++)
            {
                ReferencePass reference = new(Model, rows[^(row + 1)]);
                Near.Equal(reference.Mean, batch.Output(VaeOutputs.Mean, row));
                Near.Equal(reference.Of(VaeOutputs.Score), batch.Output(VaeOutputs.Score, row));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(9)]
    public void Parts_side_by_side_give_the_same_bytes_as_one_call(int parts)
    {
        const int Capacity = 9;
        float[][] rows = TestModels.Rows(Model, Capacity);
        using VaeScorer scorer = new(Model);
        using BatchScorer whole = scorer.CreateBatch(VaeOutputs.Mean, Capacity);
        using SessionHandle session = new(GraphWriter.Batch(Model, VaeOutputs.Mean, GraphContent.Bare), threads: 1);
        using BatchScorer shared = new(
            session,
            Capacity,
            parts,
            [new RowBuffer(TensorNames.Features, Capacity, Model.Architecture.InputSize, isScalar: false)],
            [(VaeOutputs.Mean, MeanBuffer(Capacity))]);
        foreach (int count in new[] { 9, 3, 6, 1, 2, 9, 8, 9 })
        {
            for (int row = 0; row < count; row++)
            {
                rows[^(row + 1)].CopyTo(whole.Input(row));
                rows[^(row + 1)].CopyTo(shared.Input(row));
            }

            whole.Run(count);
            shared.Run(count);
            for (int row = 0; row < count; row++)
            {
                Assert.Equal(whole.Output(VaeOutputs.Mean, row).ToArray(), shared.Output(VaeOutputs.Mean, row).ToArray());
            }
        }
    }

    [Fact]
    public void A_batch_can_be_disposed_while_its_parts_are_computed()
    {
        using SessionHandle session = new(GraphWriter.Batch(Model, VaeOutputs.Mean, GraphContent.Bare), threads: 1);
        for (int i = 0; i < 50; i++)
        {
            using BatchScorer batch = new(
                session,
                6,
                3,
                [new RowBuffer(TensorNames.Features, 6, Model.Architecture.InputSize, isScalar: false)],
                [(VaeOutputs.Mean, MeanBuffer(6))]);
            batch.Begin(0, 2);
            batch.Begin(2, 1);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void A_call_allocates_nothing_after_the_first(int rows)
    {
        using VaeScorer scorer = new(Model);
        using BatchScorer batch = scorer.CreateBatch(VaeOutputs.All, rows);
        float sum = 0;
        Call();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Call();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(float.IsFinite(sum));

        void Call()
        {
            batch.Input(0).Fill(0.5f);
            batch.Run(rows);
            sum += batch.Output(VaeOutputs.Score, 0)[0];
        }
    }

    [Fact]
    public void Rows_beyond_the_last_call_are_refused()
    {
        using VaeScorer scorer = new(Model);
        using BatchScorer batch = scorer.CreateBatch(VaeOutputs.Mean, 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Output(VaeOutputs.Mean, 0).Length);
        batch.Run(2);
        Assert.Equal(2, batch.Output(VaeOutputs.Mean, 1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Output(VaeOutputs.Mean, 2).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Run(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Run(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Input(4).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Input(-1).Length);
    }

    [Fact]
    public void An_output_that_the_batch_does_not_compute_is_refused_by_name()
    {
        using VaeScorer scorer = new(Model);
        using BatchScorer batch = scorer.CreateBatch(VaeOutputs.Mean, 1);
        batch.Run(1);
        foreach (VaeOutputs output in new[] { VaeOutputs.Score, VaeOutputs.Encoder, VaeOutputs.None, (VaeOutputs)64 })
        {
            ArgumentException exception = Assert.Throws<ArgumentException>(() => batch.Output(output, 0).Length);
            Assert.Contains($"'{output}'", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_disposed_batch_refuses_to_run_and_can_be_disposed_again()
    {
        using VaeScorer scorer = new(Model);
        BatchScorer batch = scorer.CreateBatch(VaeOutputs.Mean, 1);
        batch.Run(1);
        batch.Dispose();
        batch.Dispose();
        Assert.Throws<ObjectDisposedException>(() => batch.Run(1));
    }

    private static RowBuffer MeanBuffer(int capacity) =>
        new(TensorNames.Of(VaeOutputs.Mean), capacity, Model.Architecture.LatentDimension, isScalar: false);
}

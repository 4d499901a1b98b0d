using TorchSharp;
using VaeTransforms.Numerics;
using VaeTransforms.Tests.Formulas;
using VaeTransforms.Training;
using Xunit;
using static TorchSharp.torch;

namespace VaeTransforms.Tests.Training;

public sealed class TrainingBatchesTests
{
    private const int Width = 3;

    // More rows than one chunk.
    private const int Count = 5000;

    public static TheoryData<string, long> Cases { get; } = new(
        from normalization in EveryFormula.Made<Normalization>()
        where normalization is not AutomaticNormalization
        from maxPrepared in new[] { 0, long.MaxValue }
        select (normalization.Name, maxPrepared));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_batch_has_the_normalized_rows_and_a_one_after_each(string normalization, long maxPrepared)
    {
        using DisposeScope scope = NewDisposeScope();
        var rows = new RowMatrix(TrainingRuns.Rows(Count, Width), Width);
        LearnedNormalization learned = LearnedNormalization.Learn(TestModels.Normalized(normalization), rows, rows.Indices);
        long[] indices = [4999, 3, 4096, 3];

        var batches = new TrainingBatches(rows, learned, maxPrepared: maxPrepared);
        float[] batch = batches.Read(tensor(indices)).data<float>().ToArray();

        var weights = learned.Arrays.ToDictionary(array => array.Key, array => tensor(array.Value));
        Tensor chosen = tensor(rows.Select(indices).Values).view(-1, Width);
        Tensor expected = cat([learned.Normalization.Normalize(new TorchOps(), chosen, weights), ones(4, 1)], 1);
        Assert.Equal(expected.data<float>().ToArray(), batch);
    }
}

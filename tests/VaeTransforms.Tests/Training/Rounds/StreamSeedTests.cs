using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Training.Rounds;

public sealed class StreamSeedTests
{
    /// <summary>The first outputs of SplitMix64 with the seed 1234567, as its authors' program gives them.</summary>
    [Fact]
    public void One_number_gives_the_first_output_of_SplitMix64() =>
        Assert.Equal(6457827717110365317UL, StreamSeed.Of(1234567).Value);

    [Fact]
    public void Streams_of_different_shards_and_rounds_differ()
    {
        IEnumerable<ulong> seeds =
            from shard in Enumerable.Range(0, 50)
            from round in Enumerable.Range(0, 50)
            select StreamSeed.Of(1, shard, round).Value;

        Assert.Distinct(seeds);
    }
}

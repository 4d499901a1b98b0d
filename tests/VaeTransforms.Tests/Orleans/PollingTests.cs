using VaeTransforms.Orleans;
using Xunit;

namespace VaeTransforms.Tests.Orleans;

/// <summary>A call reaches a grain although the silo that it was on has died.</summary>
public sealed class PollingTests
{
    [Fact]
    public async Task A_call_that_a_dying_silo_lost_is_made_again()
    {
        int calls = 0;

        bool answered = await Polling.TryUntilAnsweredAsync(
            () => ++calls < 3 ? throw new TimeoutException("Response did not arrive on time.") : Task.CompletedTask,
            TimeSpan.FromMinutes(1));

        Assert.Equal((true, 3), (answered, calls));
    }

    [Fact]
    public async Task A_call_that_nobody_answers_ends_without_an_error()
    {
        int calls = 0;

        bool answered = await Polling.TryUntilAnsweredAsync(
            () =>
            {
                calls++;
                throw new TimeoutException("Response did not arrive on time.");
            },
            TimeSpan.Zero);

        Assert.Equal((false, 1), (answered, calls));
    }

    [Fact]
    public async Task An_error_that_is_not_of_the_cluster_is_thrown() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => Polling.TryUntilAnsweredAsync(
            () => throw new InvalidDataException("The state cannot be read."), TimeSpan.FromMinutes(1)));
}

using System.Diagnostics;
using Microsoft.ML;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

public sealed class CancellationTests
{
    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_token_canceled_beforehand_stops_before_the_first_epoch(Subject subject)
    {
        var ml = new MLContext(1);
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        var epochs = new EpochListener();
        IEstimator<ITransformer> estimator = subject.Create(
            ml, Quick with { CancellationToken = cancellation.Token, Progress = epochs });

        var thrown = Assert.ThrowsAny<OperationCanceledException>(() => estimator.Fit(View(ml, Rows(60))));

        Assert.Equal(cancellation.Token, thrown.CancellationToken);
        Assert.Empty(epochs.Seen);
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_token_canceled_while_rows_are_read_stops_at_the_next_row(Subject subject)
    {
        var ml = new MLContext(1);
        using var cancellation = new CancellationTokenSource();
        int read = 0;
        IEnumerable<Sheet> rows = Rows(60).Select(row =>
        {
            if (++read == 10)
            {
                cancellation.Cancel();
            }

            return row;
        });
        IEstimator<ITransformer> estimator = subject.Create(ml, Quick with { CancellationToken = cancellation.Token });

        Assert.ThrowsAny<OperationCanceledException>(() => estimator.Fit(View(ml, rows)));

        Assert.Equal(10, read);
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_token_canceled_after_an_epoch_stops_before_the_next_step(Subject subject)
    {
        var ml = new MLContext(1);
        using var cancellation = new CancellationTokenSource();
        var epochs = new EpochListener(progress =>
        {
            if (progress.Latest.Epoch == 2)
            {
                cancellation.Cancel();
            }
        });
        IEstimator<ITransformer> estimator = subject.Create(
            ml, Quick with { Epochs = 1_000_000, CancellationToken = cancellation.Token, Progress = epochs });

        Assert.ThrowsAny<OperationCanceledException>(() => estimator.Fit(View(ml, Rows(60))));

        Assert.Equal(2, epochs.Seen.Count);
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_token_canceled_in_the_middle_of_an_epoch_does_not_wait_for_its_end(Subject subject)
    {
        var ml = new MLContext(1);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var epochs = new EpochListener();

        // An epoch of twenty thousand steps, which takes many seconds.
        IEstimator<ITransformer> estimator = subject.Create(
            ml, Quick with { BatchSize = 1, Epochs = 1, CancellationToken = cancellation.Token, Progress = epochs });
        IDataView data = View(ml, Rows(20_000));
        long started = Stopwatch.GetTimestamp();

        Assert.ThrowsAny<OperationCanceledException>(() => estimator.Fit(data));

        Assert.Empty(epochs.Seen);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(3));
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_canceled_fit_does_not_change_later_fits(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(60));
        byte[] expected = SavingTests.Bytes(Subjects.ModelOf(subject.Create(ml).Fit(data)));
        using var cancellation = new CancellationTokenSource();
        IEstimator<ITransformer> canceled = subject.Create(
            ml, Quick with { CancellationToken = cancellation.Token, Progress = new EpochListener(_ => cancellation.Cancel()) });

        Assert.ThrowsAny<OperationCanceledException>(() => canceled.Fit(data));

        Assert.Equal(expected, SavingTests.Bytes(Subjects.ModelOf(subject.Create(ml).Fit(data))));
    }
}

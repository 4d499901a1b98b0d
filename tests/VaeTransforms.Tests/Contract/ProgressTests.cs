using Microsoft.ML;
using Microsoft.ML.Runtime;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

public sealed class ProgressTests
{
    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void The_log_and_the_progress_get_each_epoch(Subject subject)
    {
        var ml = new MLContext(1);
        var lines = new List<string>();
        ml.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Info && e.RawMessage.StartsWith("Epoch ", StringComparison.Ordinal))
            {
                lines.Add(e.RawMessage);
            }
        };
        var progress = new EpochListener();

        subject.Create(ml, Quick with { Progress = progress }).Fit(View(ml, Rows(60)));

        Assert.Equal([1, 2, 3, 4, 5], progress.Seen.Select(seen => seen.Latest.Epoch));
        Assert.All(progress.Seen, seen => Assert.Equal(5, seen.Epochs));
        Assert.Equal(5, lines.Count);
        Assert.All(lines.Zip(progress.Seen), pair =>
            Assert.StartsWith($"Epoch {pair.Second.Latest.Epoch} of 5: ", pair.First, StringComparison.Ordinal));
    }

    [Fact]
    public void A_graphics_card_that_the_context_asks_for_is_a_line_in_the_log()
    {
        var ml = new MLContext(1) { GpuDeviceId = 0, FallbackToCpu = true };
        var lines = new List<string>();
        ml.Log += (_, e) => lines.Add(e.RawMessage);

        ml.Transforms.VaeEncode("Latent", "Features", Quick).Fit(View(ml, Rows(60)));

        Assert.Single(lines, line => line.StartsWith("MLContext.GpuDeviceId is 0", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void An_exception_of_a_progress_or_a_log_subscriber_reaches_the_caller_of_Fit(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(60));
        VaeOptions throwing = Quick with { Progress = new EpochListener(_ => throw new TimeZoneNotFoundException("mine")) };
        Assert.Equal("mine", Assert.Throws<TimeZoneNotFoundException>(() => subject.Create(ml, throwing).Fit(data)).Message);

        ml.Log += (_, e) =>
        {
            if (e.RawMessage.StartsWith("Epoch 2", StringComparison.Ordinal))
            {
                throw new TimeZoneNotFoundException("theirs");
            }
        };
        Assert.Equal("theirs", Assert.Throws<TimeZoneNotFoundException>(() => subject.Create(ml).Fit(data)).Message);
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void The_log_contains_no_value_of_a_row(Subject subject)
    {
        var ml = new MLContext(1);
        var messages = new List<LoggingEventArgs>();
        ml.Log += (_, e) => messages.Add(e);
        Sheet[] rows = Rows(80);
        Array.ForEach(rows, row => row.Features[4] = 31337);

        subject.Create(ml).Fit(View(ml, rows));

        Assert.NotEmpty(messages);
        Assert.DoesNotContain(messages, message => message.Message.Contains("31337", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void The_report_has_the_epochs_of_the_progress(Subject subject)
    {
        var ml = new MLContext(1);
        var progress = new EpochListener();

        ITransformer fitted = subject.Create(ml, Quick with { Progress = progress }).Fit(View(ml, Rows(60)));

        TrainingReport report = fitted is VaeTransformer vae ? vae.Report : ((VaeAnomalyTransformer)fitted).Report;
        Assert.Equal(progress.Seen.Select(seen => seen.Latest), report.Epochs);
        Assert.Equal(progress.Seen[^1].BestEpoch, report.Summary.BestEpoch);
        Assert.Equal(60, report.Summary.TrainingRows + report.Summary.ValidationRows);
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

/// <summary>Measurements of scoring, and activities of fits. The process shares the meter.</summary>
[Collection(typeof(Alone))]
public sealed class TelemetryTests
{
    private static readonly MLContext Ml = new(1);

    [Fact]
    public void A_listener_gets_rows_rows_without_a_result_and_times()
    {
        using VaeTransformer fitted = Ml.Transforms.VaeEncode("Latent", "Features", Quick).Fit(View(Ml, Rows(100)));
        Sheet[] rows = Rows(50);
        rows[7].Features[2] = float.NaN;
        var counts = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "VaeTransforms")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();

        _ = fitted.Transform(View(Ml, rows)).GetColumn<float[]>("Latent").Count();

        lock (counts)
        {
            Assert.Equal(50, counts["vaetransforms.scoring.rows"]);
            Assert.Equal(1, counts["vaetransforms.scoring.nan_rows"]);
            Assert.True(counts["vaetransforms.scoring.duration"] > 0);
        }

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            Assert.Equal("owner", tags[0].Key);
            lock (counts)
            {
                counts[instrument.Name] = counts.GetValueOrDefault(instrument.Name) + value;
            }
        }
    }

    [Fact]
    public void A_fit_is_an_activity_with_an_event_for_each_epoch()
    {
        using var parent = new Activity("test").Start();
        (Activity[] fits, _) = Traced(parent, () => Ml.Transforms.VaeEncode("Latent", "Features", Quick).Fit(View(Ml, Rows(60))));

        Activity fit = Assert.Single(fits);
        Assert.Equal(ActivityStatusCode.Ok, fit.Status);
        Assert.Equal(5, fit.Events.Count(e => e.Name == "epoch"));
        Assert.Equal(60L, fit.GetTagItem("vaetransforms.rows"));
        Assert.Equal(3, fit.GetTagItem("vaetransforms.latent_dimension"));
    }

    [Fact]
    public void A_fit_that_fails_is_an_activity_with_an_error()
    {
        using var parent = new Activity("test").Start();
        (Activity[] fits, Exception? error) = Traced(
            parent, () => Ml.Transforms.VaeEncode("Latent", "Nothing", Quick).Fit(View(Ml, Rows(60))));

        Assert.NotNull(error);
        Assert.Equal(ActivityStatusCode.Error, Assert.Single(fits).Status);
    }

    private static (Activity[] Fits, Exception? Error) Traced(Activity parent, Action fit)
    {
        var fits = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "VaeTransforms",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == parent.TraceId)
                {
                    fits.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        Exception? error = Record.Exception(fit);
        return ([.. fits], error);
    }
}

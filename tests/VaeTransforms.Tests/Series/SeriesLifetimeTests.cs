using Microsoft.ML;
using TorchSharp;
using Xunit;
using static VaeTransforms.Tests.Series.Pulses;

namespace VaeTransforms.Tests.Series;

[Collection(typeof(Alone))]
public sealed class SeriesLifetimeTests
{
    [Fact]
    public void Fitting_leaves_no_live_tensors()
    {
        SeriesMistakes.Fit(Rows(200), Quick, "Load").Dispose();
        long before = torch.Tensor.TotalCount;

        using VaeSeriesTransformer detector = SeriesMistakes.Fit(Rows(200), Quick, "Load");
        Assert.Throws<ArgumentException>(() => SeriesMistakes.Fit(Rows(5), Quick, "Load"));

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void A_disposed_detector_refuses_views_and_engines()
    {
        VaeSeriesTransformer detector = SeriesMistakes.Fit(Rows(200), Quick, "Load");
        VaeSeriesEngine engine = detector.CreateSeriesEngine();
        detector.Dispose();

        Assert.Throws<ObjectDisposedException>(() => Read(detector.Transform(View(new MLContext(1), Rows(20)))));
        Assert.Throws<ObjectDisposedException>(() => engine.Predict(1));
        engine.Dispose();
    }
}

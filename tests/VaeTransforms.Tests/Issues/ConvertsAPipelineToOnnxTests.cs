using Microsoft.ML;
using VaeTransforms.Tests.Contract;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Issues;

/// <summary>Converts a fitted pipeline with ML.NET's own ONNX converter.</summary>
public sealed class ConvertsAPipelineToOnnxTests
{
    private readonly MLContext _ml = new(1);

    [Theory]
    [InlineData(Subject.VaeEncode, "VaeEncode", false)]
    [InlineData(Subject.VaeEncode, "VaeEncode", true)]
    [InlineData(Subject.AnomalyTrainer, "AnomalyDetection.Trainers.Vae", false)]
    public void The_converter_is_refused_with_the_estimator_and_the_way_out(Subject subject, string estimator, bool goesOn)
    {
        IDataView data = View(_ml, Rows(60));
        IEstimator<ITransformer> pipeline = _ml.Transforms.NormalizeMinMax("Features").Append(subject.Create(_ml));
        ITransformer fitted = goesOn
            ? pipeline.Append(_ml.Transforms.NormalizeMinMax("Latent")).Fit(data)
            : pipeline.Fit(data);
        using var file = new MemoryStream();

        string message = Assert.Throws<NotSupportedException>(() => _ml.Model.ConvertToOnnx(fitted, data, file)).Message;

        Assert.Contains(estimator, message, StringComparison.Ordinal);
        Assert.Contains("SaveOnnx", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_transformers_before_it_are_converted_by_themselves()
    {
        IDataView data = View(_ml, Rows(60));
        ITransformer before = _ml.Transforms.NormalizeMinMax("Features").Fit(data);
        IDataView prepared = before.Transform(data);
        using VaeTransformer encoder = _ml.Transforms.VaeEncode("Latent", "Features", Quick).Fit(prepared);
        using var first = new MemoryStream();
        using var second = new MemoryStream();

        _ml.Model.ConvertToOnnx(before, data, first);
        encoder.Model.SaveOnnx(second);

        Assert.True(first.Length > 0);
        Assert.True(second.Length > 0);
        Assert.Equal(60, Table.Read(encoder.Transform(prepared))["Latent"].Length);
    }
}

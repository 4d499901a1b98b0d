using Microsoft.ML;
using TorchSharp;
using VaeTransforms.Tests.Contract;
using Xunit;
using static TorchSharp.torch;

namespace VaeTransforms.Tests.Formulas.Layers;

/// <summary>The gated recurrent unit beside that of libtorch.</summary>
public sealed class GruLayerTests
{
    private const int Channels = 2;
    private const int Length = 5;
    private const int Units = 3;

    private static readonly TensorShape Signal = new(Channels, Length);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_is_that_of_libtorch(bool sequence)
    {
        using IDisposable scope = NewDisposeScope();
        using var generator = new Generator(1);
        using TorchSharp.Modules.GRU reference = nn.GRU(Channels, Units, batchFirst: true);
        reference.to(float64);
        double[][] arrays = [.. Names.Select(name => Array(reference.get_parameter(name)!, generator))];
        double[] x = EveryFormula.Normal(1, Signal.Width).Values;
        (Tensor states, _) = reference.call(tensor(x).view(EveryFormula.Rows, Channels, Length).transpose(1, 2), null);
        Tensor expected = sequence ? states.transpose(1, 2) : states.select(1, Length - 1);

        double[] actual = LayerRun.Apply(Layer.Gru(Units, sequence), Signal, x, arrays);

        Assert.Equal(expected.contiguous().data<double>().ToArray(), actual, (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void A_shape_without_places_is_refused() => Assert.Equal(
        "A gated recurrent unit takes a signal [channels, length], not the shape [10]. Reshape the values first.",
        Assert.Throws<ArgumentException>(() => Layer.Gru(Units).Output(new TensorShape(10))).Message);

    [Fact]
    public void A_network_of_a_signal_learns_and_serves()
    {
        var ml = new MLContext(1);
        IDataView data = Sheets.View(ml, Sheets.Rows(120));
        VaeOptions options = Sheets.Quick with
        {
            HiddenLayers = null,
            Network = new VaeNetwork
            {
                InputShape = new TensorShape(1, Sheets.Width),
                Encoder = [Layer.Gru(8)],
                Decoder = [Layer.Dense(24), Layer.Reshape(2, 12), Layer.Gru(4, sequence: true)],
            },
        };

        using VaeTransformer fitted = ml.Transforms.VaeEncode("Latent", "Features", options).Fit(data);

        Assert.True(fitted.Report.Epochs[^1].Train.Elbo > fitted.Report.Epochs[0].Train.Elbo);
        using var file = new MemoryStream();
        fitted.Model.Save(file);
        file.Position = 0;
        using VaeModel again = VaeModel.Load(file);
        float[][] rows = [.. Sheets.Rows(5).Select(row => row.Features)];
        Assert.Equal(fitted.Model.Encode(rows), again.Encode(rows));
    }

    private static string[] Names => ["weight_ih_l0", "bias_ih_l0", "weight_hh_l0", "bias_hh_l0"];

    /// <summary>Fills a parameter of libtorch, and gives it as this library has it: matrices are transposed.</summary>
    private static double[] Array(TorchSharp.Modules.Parameter parameter, Generator generator)
    {
        using IDisposable noGradients = no_grad();
        parameter.copy_(randn(parameter.shape, float64, generator: generator));
        return [.. (parameter.dim() == 2 ? parameter.t().contiguous() : parameter).data<double>()];
    }
}

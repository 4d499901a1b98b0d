using VaeTransforms.Model;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>
/// The network that trains: layers as views into one contiguous parameter vector, whose gradient is one vector too, so
/// that an update, a norm or a copy of all weights is one call.
/// </summary>
/// <remarks>
/// Not a torch.nn.Module: a type that derives from TorchSharp's would make this assembly unreadable to ML.NET's loader
/// in a process without TorchSharp.dll, where a saved model has to work.
/// </remarks>
internal sealed class VaeNetwork : IDisposable
{
    private const double LogTwoPi = 1.8378770664093453;

    private readonly VaeArchitecture _architecture;
    private readonly Dictionary<string, Tensor> _views = [];

    /// <summary>Draws initial weights; biases and the decoder's log-variances begin at 0.</summary>
    /// <param name="architecture">The network's shape.</param>
    /// <param name="generator">The source of the initial weights.</param>
    public VaeNetwork(VaeArchitecture architecture, Generator generator)
    {
        _architecture = architecture;
        (string Name, int[] Shape)[] shapes = [.. VaeWeights.Shapes(architecture).Where(t => !t.Name.StartsWith("input.", StringComparison.Ordinal))];
        long count = shapes.Sum(t => Size(t.Shape));

        Parameters = zeros(count, float32, CPU);
        Gradient = zeros(count, float32, CPU);
        long start = 0;
        foreach ((string name, int[] shape) in shapes)
        {
            long size = Size(shape);
            long[] dims = [.. shape.Select(d => (long)d)];
            Tensor view = Parameters.narrow(0, start, size).view(dims).requires_grad_(true);
            view.grad = Gradient.narrow(0, start, size).view(dims);
            _views[name] = view;
            start += size;

            if (shape.Length == 2)
            {
                // Uniform in ±1/sqrt(inputs), the usual beginning of a dense layer.
                using var _ = no_grad();
                using Tensor uniform = rand(dims, float32, CPU, generator: generator);
                double bound = 1 / Math.Sqrt(shape[0]);
                view.copy_(uniform.mul_(2 * bound).sub_(bound));
            }
        }
    }

    /// <summary>All weights, [count]; the layers are views into it.</summary>
    public Tensor Parameters { get; }

    /// <summary>The gradient of all weights, [count]; a backward pass adds to it.</summary>
    public Tensor Gradient { get; }

    /// <summary>Mean and log-variance of q(z | x).</summary>
    /// <param name="x">Normalised rows, [n, D].</param>
    /// <returns>Two fresh tensors, [n, K].</returns>
    public (Tensor Mean, Tensor LogVariance) Encode(Tensor x)
    {
        Tensor hidden = x;
        for (int i = 0; i < _architecture.HiddenLayers.Count; i++)
        {
            hidden = Activate(Dense($"encoder.{i}", hidden)); // [n, HiddenLayers[i]]
        }

        return (Dense("mean", hidden), Dense("log_variance", hidden).clamp(LogVarianceBounds.Lower, LogVarianceBounds.Upper));
    }

    /// <summary>Normalised means under a Gaussian likelihood, logits under a Bernoulli one.</summary>
    /// <param name="z">Latent points, [n, K].</param>
    /// <returns>[n, D].</returns>
    public Tensor Decode(Tensor z)
    {
        Tensor hidden = z;
        int depth = _architecture.HiddenLayers.Count;
        for (int i = 0; i < depth; i++)
        {
            hidden = Activate(Dense($"decoder.{i}", hidden));
        }

        return Dense($"decoder.{depth}", hidden);
    }

    /// <summary>-ln p(x | z), in nats, with every normalising constant, summed over features and rows.</summary>
    /// <param name="x">Normalised rows, [n, D].</param>
    /// <param name="decoded">What <see cref="Decode"/> gave for their z, [n, D].</param>
    /// <returns>A scalar.</returns>
    public Tensor ReconstructionError(Tensor x, Tensor decoded)
    {
        if (_architecture.Likelihood is BernoulliLikelihood)
        {
            return nn.functional.binary_cross_entropy_with_logits(decoded, x, reduction: nn.Reduction.Sum);
        }

        Tensor logVariance = _views["decoder.log_variance"]; // [D]
        Tensor standardized = (x - decoded) * (logVariance * -0.5).exp(); // [n, D]
        return (standardized.square().sum() + (logVariance + LogTwoPi).sum() * x.shape[0]) * 0.5;
    }

    /// <summary>KL(N(mean, exp(logVariance)) || N(0, I)), in nats, summed over latent dimensions and rows.</summary>
    /// <param name="mean">[n, K].</param>
    /// <param name="logVariance">[n, K].</param>
    /// <returns>A scalar.</returns>
    /// <remarks>Kingma and Welling 2014, appendix B.</remarks>
    public static Tensor KlDivergence(Tensor mean, Tensor logVariance) =>
        (logVariance.exp() + mean.square() - 1 - logVariance).sum() * 0.5;

    /// <summary>
    /// Keeps the decoder's log-variances within their bounds. After the update and not inside the formula: a clamp there
    /// has no gradient outside the bounds, and a log-variance that once left them would never come back.
    /// </summary>
    public void BoundDecoderVariance()
    {
        if (_views.TryGetValue("decoder.log_variance", out Tensor? logVariance))
        {
            using var _ = no_grad();
            logVariance.clamp_(GaussianLikelihood.MinLogVariance, GaussianLikelihood.MaxLogVariance);
        }
    }

    /// <summary>Copies the weights out of libtorch.</summary>
    /// <param name="scaling">The scaling of the input, which the network itself does not know.</param>
    /// <returns>Plain arrays.</returns>
    public VaeWeights ToWeights(InputScaling scaling) => VaeWeights.Create(
        _architecture,
        (name, _) => name switch
        {
            "input.offset" => scaling.Offset,
            "input.scale" => scaling.Scale,
            _ => Values(_views[name]),
        });

    public void Dispose()
    {
        foreach (Tensor view in _views.Values)
        {
            view.Dispose();
        }

        Gradient.Dispose();
        Parameters.Dispose();
    }

    private Tensor Dense(string name, Tensor x) => addmm(_views[name + ".bias"], x, _views[name + ".weight"], 1, 1);

    private Tensor Activate(Tensor x) => _architecture.Activation switch
    {
        Activation.Relu => nn.functional.relu(x),
        Activation.Tanh => nn.functional.tanh(x),
        _ => nn.functional.silu(x),
    };

    private static float[] Values(Tensor tensor)
    {
        using Tensor detached = tensor.detach().contiguous();
        return detached.data<float>().ToArray();
    }

    private static long Size(int[] shape) => shape.Aggregate(1L, (product, d) => product * d);
}

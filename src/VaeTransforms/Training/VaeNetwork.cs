using VaeTransforms.Model;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>
/// The network that trains: layers as views into one contiguous parameter vector, whose gradient is one vector too, so
/// that an update, a norm or a copy of all weights is one call. In it each layer is a block [inputs + 1, outputs], weights
/// and below them biases, with mean and log-variance side by side in one: a product with the block does a whole layer.
/// </summary>
/// <remarks>
/// Not a torch.nn.Module: a type that derives from TorchSharp's would make this assembly unreadable to ML.NET's loader
/// in a process without TorchSharp.dll, where a saved model has to work.
/// </remarks>
internal sealed class VaeNetwork : IDisposable
{
    internal const double LogTwoPi = 1.8378770664093453;

    private readonly Dictionary<string, Tensor> _views;

    /// <summary>Draws initial weights; biases and the decoder's log-variances begin at 0.</summary>
    /// <param name="architecture">The network's shape.</param>
    /// <param name="generator">The source of the initial weights.</param>
    public VaeNetwork(VaeArchitecture architecture, Generator generator)
    {
        Architecture = architecture;
        long count = Blocks().Sum(block => (block.Inputs + 1) * block.Outputs)
            + (architecture.Likelihood is LearnedVarianceLikelihood ? architecture.InputSize : 0);
        Parameters = zeros(count, float32, CPU);
        Gradient = zeros(count, float32, CPU);
        _views = Views(Parameters);
        foreach ((string name, Tensor gradient) in Views(Gradient))
        {
            _views[name].requires_grad_(true).grad = gradient;
            gradient.Dispose();
        }

        foreach ((string name, int[] shape) in VaeWeights.Shapes(architecture))
        {
            if (shape.Length == 2)
            {
                // Uniform in ±1/sqrt(inputs), the usual beginning of a dense layer.
                using var _ = no_grad();
                using Tensor uniform = rand([.. shape.Select(size => (long)size)], float32, CPU, generator: generator);
                double bound = 1 / Math.Sqrt(shape[0]);
                using Tensor weight = Array(name);
                weight.copy_(uniform.TimesInPlace(2 * bound).PlusInPlace(-bound));
            }
        }
    }

    public VaeArchitecture Architecture { get; }

    /// <summary>All weights, [count]; the layers are views into it.</summary>
    public Tensor Parameters { get; }

    /// <summary>The gradient of all weights, [count]; a backward pass adds to it.</summary>
    public Tensor Gradient { get; }

    /// <summary>The blocks of all layers in a vector like <see cref="Parameters"/>, from the encoder's first to the decoder's last.</summary>
    /// <param name="vector">[count].</param>
    /// <returns>Views, [inputs + 1, outputs] each; the caller disposes them.</returns>
    public Tensor[] Layers(Tensor vector)
    {
        var layers = new List<Tensor>();
        long start = 0;
        foreach ((_, long inputs, long outputs) in Blocks())
        {
            layers.Add(vector.narrow(0, start, (inputs + 1) * outputs).view(inputs + 1, outputs));
            start += (inputs + 1) * outputs;
        }

        return [.. layers];
    }

    /// <summary>The part of such a vector that holds the decoder's log-variances.</summary>
    /// <param name="vector">[count].</param>
    /// <returns>A view, [D], or empty for a likelihood without them; the caller disposes it.</returns>
    public Tensor DecoderLogVariance(Tensor vector)
    {
        long layers = Blocks().Sum(block => (block.Inputs + 1) * block.Outputs);
        return vector.narrow(0, layers, vector.shape[0] - layers);
    }

    /// <summary>Mean and log-variance of q(z | x).</summary>
    /// <param name="x">Normalised rows, [n, D].</param>
    /// <returns>Two fresh tensors, [n, K].</returns>
    public (Tensor Mean, Tensor LogVariance) Encode(Tensor x)
    {
        Tensor hidden = x;
        for (int i = 0; i < Architecture.HiddenLayers.Count; i++)
        {
            hidden = Activate(Dense($"encoder.{i}", hidden)); // [n, HiddenLayers[i]]
        }

        long latent = Architecture.LatentDimension;
        Tensor heads = Dense("heads", hidden); // [n, 2 K]
        return (heads.narrow(1, 0, latent), heads.narrow(1, latent, latent).Between(LogVarianceBounds.Lower, LogVarianceBounds.Upper));
    }

    /// <summary>Logits under a Bernoulli likelihood, normalised means under any other.</summary>
    /// <param name="z">Latent points, [n, K].</param>
    /// <returns>[n, D].</returns>
    public Tensor Decode(Tensor z)
    {
        Tensor hidden = z;
        int depth = Architecture.HiddenLayers.Count;
        for (int i = 0; i < depth; i++)
        {
            hidden = Activate(Dense($"decoder.{i}", hidden));
        }

        return Dense($"decoder.{depth}", hidden);
    }

    /// <summary>Both parts summed over the rows, at z = mean + exp(logVariance / 2) · noise (the reparameterisation trick).</summary>
    /// <param name="x">Normalised rows, [n, D].</param>
    /// <param name="noise">Standard normal draws, [n, K].</param>
    /// <returns>Two scalars.</returns>
    public (Tensor Reconstruction, Tensor Kl) SampledElboParts(Tensor x, Tensor noise)
    {
        (Tensor mean, Tensor logVariance) = Encode(x); // [n, K] each
        Tensor z = mean.Plus(logVariance.Times(0.5).exp() * noise);
        return (ReconstructionError(x, Decode(z)), KlDivergence(mean, logVariance));
    }

    /// <summary>-ln p(x | z), in nats, with every normalising constant, summed over features and rows.</summary>
    /// <param name="x">Normalised rows, [n, D].</param>
    /// <param name="decoded">What <see cref="Decode"/> gave for their z, [n, D].</param>
    /// <returns>A scalar.</returns>
    public Tensor ReconstructionError(Tensor x, Tensor decoded)
    {
        if (Architecture.Likelihood is BernoulliLikelihood)
        {
            return nn.functional.binary_cross_entropy_with_logits(decoded, x, reduction: nn.Reduction.Sum);
        }

        Tensor logVariance = _views["decoder.log_variance"]; // [D]
        Tensor standardized = (x - decoded) * logVariance.Times(-0.5).exp(); // [n, D]
        if (Architecture.Likelihood is StudentTLikelihood studentT)
        {
            double degrees = studentT.DegreesOfFreedom;
            Tensor logs = (standardized * standardized).Times(1 / (degrees - 2)).log1p(); // [n, D]
            Tensor least = logVariance.Times(0.5).Plus(studentT.LogNormalizer).sum();
            return logs.sum().Times((degrees + 1) / 2).Plus(least.Times(x.shape[0]));
        }

        return (standardized * standardized).sum().Plus(logVariance.Plus(LogTwoPi).sum().Times(x.shape[0])).Times(0.5);
    }

    /// <summary>KL(N(mean, exp(logVariance)) || N(0, I)), in nats, summed over latent dimensions and rows.</summary>
    /// <param name="mean">[n, K].</param>
    /// <param name="logVariance">[n, K].</param>
    /// <returns>A scalar.</returns>
    /// <remarks>Kingma and Welling 2014, appendix B.</remarks>
    public static Tensor KlDivergence(Tensor mean, Tensor logVariance) =>
        (logVariance.expm1().Plus(mean * mean) - logVariance).sum().Times(0.5);

    /// <summary>
    /// Keeps the decoder's log-variances within their bounds. After the update and not inside the formula: a clamp there
    /// has no gradient outside the bounds, and a log-variance that once left them would never come back.
    /// </summary>
    public void BoundDecoderVariance()
    {
        if (_views.TryGetValue("decoder.log_variance", out Tensor? logVariance))
        {
            using var _ = no_grad();
            logVariance.BetweenInPlace(LearnedVarianceLikelihood.MinLogVariance, LearnedVarianceLikelihood.MaxLogVariance);
        }
    }

    /// <summary>Copies the weights out of libtorch.</summary>
    /// <param name="scaling">The scaling of the input, which the network itself does not know.</param>
    /// <returns>Plain arrays.</returns>
    public VaeWeights ToWeights(InputScaling scaling) => VaeWeights.Create(
        Architecture,
        (name, _) => name switch
        {
            "input.offset" => scaling.Offset,
            "input.scale" => scaling.Scale,
            _ => Values(name),
        },
        scaling.Quantiles);

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

    private Tensor Activate(Tensor x) => Architecture.Activation switch
    {
        Activation.Relu => nn.functional.relu(x),
        Activation.Tanh => nn.functional.tanh(x),
        _ => nn.functional.silu(x),
    };

    private float[] Values(string name)
    {
        using Tensor view = Array(name);
        using Tensor values = view.detach().contiguous();
        return values.data<float>().ToArray();
    }

    /// <summary>One of the arrays of <see cref="VaeWeights.Shapes"/>, as a view.</summary>
    private Tensor Array(string name)
    {
        long latent = Architecture.LatentDimension;
        string[] parts = name.Split('.');
        return parts[0] switch
        {
            "mean" => _views["heads." + parts[1]].narrow(-1, 0, latent),
            "log_variance" => _views["heads." + parts[1]].narrow(-1, latent, latent),
            _ => _views[name].alias(),
        };
    }

    private IEnumerable<(string Name, long Inputs, long Outputs)> Blocks()
    {
        long width = Architecture.InputSize;
        for (int i = 0; i < Architecture.HiddenLayers.Count; i++)
        {
            yield return ($"encoder.{i}", width, Architecture.HiddenLayers[i]);
            width = Architecture.HiddenLayers[i];
        }

        yield return ("heads", width, 2 * Architecture.LatentDimension);

        width = Architecture.LatentDimension;
        int depth = Architecture.HiddenLayers.Count;
        for (int i = 0; i <= depth; i++)
        {
            int next = i < depth ? Architecture.HiddenLayers[depth - 1 - i] : Architecture.InputSize;
            yield return ($"decoder.{i}", width, next);
            width = next;
        }
    }

    /// <summary>Weights and biases of all layers, and the decoder's log-variances, in such a vector.</summary>
    private Dictionary<string, Tensor> Views(Tensor vector)
    {
        var views = new Dictionary<string, Tensor>();
        foreach (((string name, long inputs, _), Tensor layer) in Blocks().Zip(Layers(vector)))
        {
            views[name + ".weight"] = layer.narrow(0, 0, inputs);
            views[name + ".bias"] = layer[inputs];
            layer.Dispose();
        }

        if (Architecture.Likelihood is LearnedVarianceLikelihood)
        {
            views["decoder.log_variance"] = DecoderLogVariance(vector);
        }

        return views;
    }
}

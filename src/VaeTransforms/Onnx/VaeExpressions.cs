using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

/// <summary>
/// The mathematics of a variational autoencoder as nodes of a graph. Each member defines the nodes that it needs and
/// no others; what two members share is defined once.
/// </summary>
/// <remarks>Per-row scalars are [N, 1] in here, so that they add and broadcast against [N, width].</remarks>
internal sealed class VaeExpressions
{
    private readonly GraphBuilder graph;
    private readonly VaeArchitecture architecture;
    private readonly VaeWeights weights;
    private readonly Dictionary<float[], NamedTensor> tensors = new(ReferenceEqualityComparer.Instance);
    private readonly (string Name, int Width)[] inputs;
    private readonly string? features;
    private readonly string? latent;

    /// <param name="graph">Where the nodes go.</param>
    /// <param name="model">The weights.</param>
    /// <param name="features">The input [N, D], or null where a graph starts from latent vectors alone.</param>
    /// <param name="latent">The input [N, K] to decode, or null where the posterior mean is decoded.</param>
    public VaeExpressions(GraphBuilder graph, TrainedVae model, string? features, string? latent)
    {
        this.graph = graph;
        this.features = features;
        this.latent = latent;
        architecture = model.Architecture;
        weights = model.Weights;
        inputs = [.. Given(features, architecture.InputSize), .. Given(latent, architecture.LatentDimension)];
        foreach (NamedTensor tensor in weights.Tensors(architecture))
        {
            tensors.TryAdd(tensor.Values, tensor);
        }
    }

    /// <summary>[N, K].</summary>
    public string Mean => Dense("mean", Encoded, weights.Mean);

    /// <summary>[N, K], bounded.</summary>
    public string LogVariance => graph.Node(
        "log_variance.bounded",
        "Clip",
        Dense("log_variance", Encoded, weights.LogVariance),
        graph.Constant("log_variance.lower", [LogVarianceBounds.Lower]),
        graph.Constant("log_variance.upper", [LogVarianceBounds.Upper]));

    /// <summary>[N, D] in the input's own units.</summary>
    public string Reconstruction
    {
        get
        {
            string normalized = architecture.Likelihood is BernoulliLikelihood
                ? graph.Node("decoder.probability", "Sigmoid", Decoded)
                : Decoded;
            return IsIdentityScaling
                ? normalized
                : graph.Node(
                    "reconstruction",
                    "Add",
                    graph.Node("reconstruction.scaled", "Mul", normalized, Weight(weights.Scale)),
                    Weight(weights.Offset));
        }
    }

    /// <summary>1/2 sum (exp(logVariance) + mean² - 1 - logVariance), [N, 1], nats.</summary>
    public string KlDivergence
    {
        get
        {
            string variance = graph.Node("kl.variance", "Exp", LogVariance);
            string square = graph.Node("kl.square", "Mul", Mean, Mean);
            string sum = graph.Node("kl.sum", "Add", variance, square);
            string excess = graph.Node("kl.excess", "Sub", sum, graph.Constant("one", [1f]));
            string terms = graph.Node("kl.terms", "Sub", excess, LogVariance);
            return WeightedRowSum("kl", terms, Filled(architecture.LatentDimension, 0.5f));
        }
    }

    /// <summary>-ln p(x | z) of the normalised input, [N, 1], nats summed over features.</summary>
    public string ReconstructionError =>
        architecture.Likelihood is BernoulliLikelihood ? BernoulliError : GaussianError;

    /// <summary>KlDivergence + ReconstructionError, [N, 1].</summary>
    public string Score => graph.Node("score", "Add", KlDivergence, ReconstructionError);

    /// <summary>
    /// [N, 1]: 0 for a row of finite numbers, NaN for any other. Added to every output, since the kernels of Relu, Clip
    /// and Sigmoid may turn a NaN into a number, and a score made of a missing value would look like any other.
    /// </summary>
    public string Finiteness
    {
        get
        {
            // 0 times a finite number is 0; 0 times NaN or an infinity is NaN.
            string[] sums = [.. inputs.Select((input, i) => graph.Node(
                $"finite.{i}", "MatMul", input.Name, Column($"finite.{i}.zeros", Filled(input.Width, 0f))))];
            return sums.Length == 1 ? sums[0] : graph.Node("finite", "Add", sums);
        }
    }

    private string GaussianError
    {
        get
        {
            int width = architecture.InputSize;
            float[] halfPrecision = new float[width];
            double constant = 0;
            for (int i = 0; i < width; i++)
            {
                double logVariance = Math.Clamp(
                    weights.DecoderLogVariance[i], GaussianLikelihood.MinLogVariance, GaussianLikelihood.MaxLogVariance);
                halfPrecision[i] = (float)(0.5 * Math.Exp(-logVariance));
                constant += 0.5 * (logVariance + Math.Log(Math.Tau));
            }

            string difference = graph.Node("error.difference", "Sub", Normalized, Decoded);
            string square = graph.Node("error.square", "Mul", difference, difference);
            return graph.Node(
                "error",
                "Add",
                WeightedRowSum("error.quadratic", square, halfPrecision),
                graph.Constant("error.constant", [(float)constant]));
        }
    }

    private string BernoulliError
    {
        get
        {
            // softplus(l) = max(l, 0) - ln sigmoid(|l|). ONNX Runtime's own Softplus takes four times as long.
            string confidence = graph.Node("error.confidence", "Sigmoid", graph.Node("error.magnitude", "Abs", Decoded));
            string softplus = graph.Node(
                "error.softplus",
                "Sub",
                graph.Node("error.positive", "Relu", Decoded),
                graph.Node("error.log_confidence", "Log", confidence));
            string explained = graph.Node("error.explained", "Mul", Normalized, Decoded);
            string terms = graph.Node("error.terms", "Sub", softplus, explained);
            return WeightedRowSum("error", terms, Filled(architecture.InputSize, 1f));
        }
    }

    private string Normalized => IsIdentityScaling
        ? Features
        : graph.Node(
            "normalized", "Div", graph.Node("centred", "Sub", Features, Weight(weights.Offset)), Weight(weights.Scale));

    private string Encoded
    {
        get
        {
            string value = Normalized;
            for (int i = 0; i < weights.Encoder.Count; i++)
            {
                value = Activated($"encoder.{i}", Dense($"encoder.{i}", value, weights.Encoder[i]));
            }

            return value;
        }
    }

    private string Decoded
    {
        get
        {
            string value = latent ?? Mean;
            for (int i = 0; i < weights.Decoder.Count; i++)
            {
                value = Dense($"decoder.{i}", value, weights.Decoder[i]);
                value = i < weights.Decoder.Count - 1 ? Activated($"decoder.{i}", value) : value;
            }

            return value;
        }
    }

    private string Features => features
        ?? throw new InvalidOperationException("A graph without rows of features can only reconstruct.");

    private bool IsIdentityScaling => weights.Offset.All(offset => offset == 0) && weights.Scale.All(scale => scale == 1);

    private string Dense(string name, string input, DenseLayer layer) =>
        graph.Node(name, "Gemm", input, Weight(layer.Weight), Weight(layer.Bias));

    private string Activated(string name, string value) => architecture.Activation switch
    {
        Activation.Silu => graph.Node(name + ".silu", "Mul", value, graph.Node(name + ".sigmoid", "Sigmoid", value)),
        Activation.Relu => graph.Node(name + ".relu", "Relu", value),
        Activation.Tanh => graph.Node(name + ".tanh", "Tanh", value),
        _ => throw new InvalidOperationException($"No nodes are known for the activation {architecture.Activation}."),
    };

    /// <summary>One product with a column sums a row, weights it, and takes the row's finiteness along.</summary>
    private string WeightedRowSum(string name, string terms, float[] factors) =>
        graph.Node(name, "Gemm", terms, Column(name + ".factors", factors), Finiteness);

    private string Column(string name, float[] values) => graph.Constant(name, values, values.Length, 1);

    private string Weight(float[] values)
    {
        NamedTensor tensor = tensors[values];
        return graph.Constant(tensor.Name, tensor.Values, tensor.Shape);
    }

    private static IEnumerable<(string Name, int Width)> Given(string? name, int width) => name is null ? [] : [(name, width)];

    private static float[] Filled(int length, float value)
    {
        float[] values = new float[length];
        Array.Fill(values, value);
        return values;
    }
}

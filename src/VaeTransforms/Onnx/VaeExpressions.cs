using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

/// <summary>
/// The mathematics of a variational autoencoder as nodes of a graph. Each member defines the nodes that it needs and
/// no others; what two members share is defined once.
/// </summary>
/// <remarks>Per-row scalars are [N, 1] in here, so that they add and broadcast against [N, width].</remarks>
internal sealed class VaeExpressions
{
    private const float MostUnits = 1e9f;

    private readonly GraphBuilder _graph;
    private readonly TrainedVae _model;
    private readonly VaeArchitecture _architecture;
    private readonly VaeWeights _weights;
    private readonly QuantileExpressions? _quantiles;
    private readonly Dictionary<float[], NamedTensor> _tensors = new(ReferenceEqualityComparer.Instance);
    private readonly (string Name, int Width)[] _inputs;
    private readonly string? _features;
    private readonly string? _latent;

    // Of an ensemble's further networks, what the first one has computed: they normalise alike.
    private readonly string? _normalized;
    private readonly string? _finiteness;

    /// <param name="graph">Where the nodes go.</param>
    /// <param name="model">The weights.</param>
    /// <param name="features">The input [N, D], or null where a graph starts from latent vectors alone.</param>
    /// <param name="latent">The input [N, K] to decode, or null where the posterior mean is decoded.</param>
    public VaeExpressions(GraphBuilder graph, TrainedVae model, string? features, string? latent)
    {
        _graph = graph;
        _model = model;
        _features = features;
        _latent = latent;
        _architecture = model.Architecture;
        _weights = model.Weights;
        _quantiles = _weights.Quantiles is { } quantiles ? new QuantileExpressions(graph, quantiles) : null;
        _inputs = [.. Given(features, _architecture.InputSize), .. Given(latent, _architecture.LatentDimension)];
        foreach (NamedTensor tensor in _weights.Tensors(_architecture))
        {
            _tensors.TryAdd(tensor.Values, tensor);
        }
    }

    private VaeExpressions(VaeExpressions first, TrainedVae member)
        : this(first._graph, member, first._features, first._latent)
    {
        _normalized = first.Normalized;
        _finiteness = first.Finiteness;
    }

    /// <summary>The model whose mathematics this is.</summary>
    public TrainedVae Model => _model;

    /// <summary>[N, K].</summary>
    public string Mean => Dense("mean", Encoded, _weights.Mean);

    /// <summary>[N, K], bounded.</summary>
    public string LogVariance => _graph.Node(
        "log_variance.bounded",
        "Clip",
        Dense("log_variance", Encoded, _weights.LogVariance),
        _graph.Constant("log_variance.lower", [LogVarianceBounds.Lower]),
        _graph.Constant("log_variance.upper", [LogVarianceBounds.Upper]));

    /// <summary>[N, D] in the input's own units.</summary>
    public string Reconstruction
    {
        get
        {
            string normalized = _architecture.Likelihood is BernoulliLikelihood
                ? _graph.Node("decoder.probability", "Sigmoid", Decoded)
                : Decoded;
            normalized = _quantiles?.ToValue(normalized) ?? normalized;
            return IsIdentityScaling
                ? normalized
                : _graph.Node(
                    "reconstruction",
                    "Add",
                    _graph.Node("reconstruction.scaled", "Mul", normalized, Weight(_weights.Scale)),
                    Weight(_weights.Offset));
        }
    }

    /// <summary>1/2 sum (exp(logVariance) + mean² - 1 - logVariance), [N, 1], nats.</summary>
    public string KlDivergence
    {
        get
        {
            string variance = _graph.Node("kl.variance", "Exp", LogVariance);
            string square = _graph.Node("kl.square", "Mul", Mean, Mean);
            string sum = _graph.Node("kl.sum", "Add", variance, square);
            string excess = _graph.Node("kl.excess", "Sub", sum, _graph.Constant("one", [1f]));
            string terms = _graph.Node("kl.terms", "Sub", excess, LogVariance);
            return WeightedRowSum("kl", terms, Filled(_architecture.LatentDimension, 0.5f));
        }
    }

    /// <summary>-ln p(x | z) of the normalised input, [N, 1], nats summed over features.</summary>
    public string ReconstructionError =>
        _architecture.Likelihood switch
        {
            BernoulliLikelihood => BernoulliError,
            StudentTLikelihood studentT => StudentTError(studentT),
            GaussianLikelihood gaussian => GaussianError(gaussian),
            _ => throw new InvalidOperationException($"No nodes are known for the likelihood {_architecture.Likelihood}."),
        };

    /// <summary>KlDivergence + ReconstructionError, the mean over an ensemble's networks, [N, 1].</summary>
    public string NegativeElbo => MeanOverMembers("score", member => _graph.Node("score", "Add", member.KlDivergence, member.ReconstructionError));

    /// <summary>What the model scores rows by, [N, 1].</summary>
    public string Score => _model.Scoring is { } scoring
        ? new ScoreExpressions(_graph, _model, scoring, Features, this).Score
        : NegativeElbo;

    /// <summary>The share of held-out scores, this one counted among them, that are not below it, [N, 1].</summary>
    public string PValue => _graph.Node("p_value", "Add", new RankExpression(_graph, _model).PValue(Score), Finiteness);

    /// <summary>The mean of what each network of an ensemble computes, [N, 1]; of one network, what that computes.</summary>
    /// <param name="name">What is computed.</param>
    /// <param name="value">Defines the nodes of one network; of further ones they have names of their own.</param>
    public string MeanOverMembers(string name, Func<VaeExpressions, string> value)
    {
        if (_model.Others.Count == 0)
        {
            return value(this);
        }

        string[] values = [value(this), .. _model.Members.Skip(1).Select(member =>
        {
            var expressions = new VaeExpressions(this, member);
            return _graph.Within($"member.{member.Member}", () => value(expressions));
        })];
        return _graph.Node($"ensemble.{name}", "Mean", values);
    }

    /// <summary>The name of a constant that differs between the networks of an ensemble.</summary>
    /// <param name="name">That of the first one's.</param>
    public string Own(string name) => EnsembleMember.ArrayName(_model.Member, name);

    /// <summary>What each slot has to do with the score.</summary>
    public SlotExpressions Slots => new(_graph, _model, Features, this);

    /// <summary>
    /// [N, 1]: 0 for a row of finite numbers, NaN for any other. Added to every output, since the kernels of Relu, Clip
    /// and Sigmoid may turn a NaN into a number, and a score made of a missing value would look like any other.
    /// </summary>
    public string Finiteness
    {
        get
        {
            if (_finiteness is not null)
            {
                return _finiteness;
            }

            // 0 times a finite number is 0; 0 times NaN or an infinity is NaN.
            string[] sums = [.. _inputs.Select((input, i) => _graph.Node(
                $"finite.{i}", "MatMul", input.Name, Column($"finite.{i}.zeros", Filled(input.Width, 0f))))];
            return sums.Length == 1 ? sums[0] : _graph.Node("finite", "Add", sums);
        }
    }

    /// <summary>
    /// In a detector, values cut to so many units that their squares stay within Single's range: beyond it a score is infinite
    /// or, from the difference of two infinities, NaN, and the strangest rows of all would pass for normal.
    /// </summary>
    /// <param name="name">The node's.</param>
    /// <param name="value">Any shape, in units of what a feature differs by.</param>
    public string Bounded(string name, string value) => _model.Calibration is null
        ? value
        : _graph.Node(name, "Clip", value, _graph.Constant("bounded.lower", [-MostUnits]), _graph.Constant("bounded.upper", [MostUnits]));

    private string GaussianError(GaussianLikelihood likelihood)
    {
        string difference = _graph.Node("error.difference", "Sub", Normalized, Decoded);
        string square = _graph.Node("error.square", "Mul", difference, difference);
        return AboveLeast(likelihood, WeightedRowSum("error.quadratic", square, [.. Precisions.Select(precision => (float)(0.5 * precision))]));
    }

    /// <summary>(ν + 1) / 2 · ln(1 + r² / ((ν - 2) variance)), and what does not depend on the row.</summary>
    private string StudentTError(StudentTLikelihood likelihood)
    {
        int width = _architecture.InputSize;
        double degrees = likelihood.DegreesOfFreedom;
        float[] units = [.. Precisions.Select(precision => (float)Math.Sqrt(precision / (degrees - 2)))];
        string difference = _graph.Node("error.difference", "Sub", Normalized, Decoded);
        string ratio = _graph.Node("error.ratio", "Mul", difference, _graph.Constant(Own("error.units"), units, width));
        string square = _graph.Node("error.square", "Mul", ratio, ratio);
        string logarithm = _graph.Node("error.log", "Log", _graph.Node("error.above_one", "Add", square, _graph.Constant("one", [1f])));
        return AboveLeast(likelihood, WeightedRowSum("error.logarithmic", logarithm, Filled(width, (float)((degrees + 1) / 2))));
    }

    private string AboveLeast(LearnedVarianceLikelihood likelihood, string error) => _graph.Node(
        "error", "Add", error, _graph.Constant(Own("error.constant"), [(float)likelihood.LeastError(_weights.DecoderLogVariance)]));

    /// <summary>[D]: 1 / variance of each normalised feature.</summary>
    private IEnumerable<double> Precisions => _weights.DecoderLogVariance.Select(value => Math.Exp(-Math.Clamp(
        (double)value, LearnedVarianceLikelihood.MinLogVariance, LearnedVarianceLikelihood.MaxLogVariance)));

    private string BernoulliError
    {
        get
        {
            // softplus(l) = max(l, 0) - ln sigmoid(|l|). ONNX Runtime's own Softplus takes four times as long.
            string confidence = _graph.Node("error.confidence", "Sigmoid", _graph.Node("error.magnitude", "Abs", Decoded));
            string softplus = _graph.Node(
                "error.softplus",
                "Sub",
                _graph.Node("error.positive", "Relu", Decoded),
                _graph.Node("error.log_confidence", "Log", confidence));
            string explained = _graph.Node("error.explained", "Mul", Normalized, Decoded);
            string terms = _graph.Node("error.terms", "Sub", softplus, explained);
            return WeightedRowSum("error", terms, Filled(_architecture.InputSize, 1f));
        }
    }

    private string Normalized
    {
        get
        {
            if (_normalized is not null)
            {
                return _normalized;
            }

            string value = IsIdentityScaling
                ? Features
                : _graph.Node(
                    "normalized", "Div", _graph.Node("centred", "Sub", Features, Weight(_weights.Offset)), Weight(_weights.Scale));

            return Bounded("bounded", _quantiles?.ToNormal(value) ?? value);
        }
    }

    private string Encoded
    {
        get
        {
            string value = Normalized;
            for (int i = 0; i < _weights.Encoder.Count; i++)
            {
                value = Activated($"encoder.{i}", Dense($"encoder.{i}", value, _weights.Encoder[i]));
            }

            return value;
        }
    }

    private string Decoded
    {
        get
        {
            string value = _latent ?? Mean;
            for (int i = 0; i < _weights.Decoder.Count; i++)
            {
                value = Dense($"decoder.{i}", value, _weights.Decoder[i]);
                value = i < _weights.Decoder.Count - 1 ? Activated($"decoder.{i}", value) : value;
            }

            return value;
        }
    }

    private string Features => _features
        ?? throw new InvalidOperationException("A graph without rows of features can only reconstruct.");

    private bool IsIdentityScaling => _weights.Offset.All(offset => offset == 0) && _weights.Scale.All(scale => scale == 1);

    private string Dense(string name, string input, DenseLayer layer) =>
        _graph.Node(name, "Gemm", input, Weight(layer.Weight), Weight(layer.Bias));

    private string Activated(string name, string value) => _architecture.Activation switch
    {
        Activation.Silu => _graph.Node(name + ".silu", "Mul", value, _graph.Node(name + ".sigmoid", "Sigmoid", value)),
        Activation.Relu => _graph.Node(name + ".relu", "Relu", value),
        Activation.Tanh => _graph.Node(name + ".tanh", "Tanh", value),
        _ => throw new InvalidOperationException($"No nodes are known for the activation {_architecture.Activation}."),
    };

    /// <summary>One product with a column sums a row, weights it, and takes the row's finiteness along.</summary>
    private string WeightedRowSum(string name, string terms, float[] factors) =>
        _graph.Node(name, "Gemm", terms, Column(Own(name + ".factors"), factors), Finiteness);

    private string Column(string name, float[] values) => _graph.Constant(name, values, values.Length, 1);

    private string Weight(float[] values)
    {
        NamedTensor tensor = _tensors[values];
        return _graph.Constant(Own(tensor.Name), tensor.Values, tensor.Shape);
    }

    private static IEnumerable<(string Name, int Width)> Given(string? name, int width) => name is null ? [] : [(name, width)];

    private static float[] Filled(int length, float value)
    {
        float[] values = new float[length];
        Array.Fill(values, value);
        return values;
    }
}

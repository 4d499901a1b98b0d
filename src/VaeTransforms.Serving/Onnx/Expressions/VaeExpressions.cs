using VaeTransforms.Formulas;
using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

/// <summary>
/// What a graph can compute from a row, each as the name of a tensor: the formula of the autoencoder, between the normalization
/// of the input and its inverse.
/// </summary>
/// <remarks>Per-row scalars are [N, 1] in here, so that they add and broadcast against [N, width].</remarks>
internal sealed partial class VaeExpressions
{
    private const double MaxUnits = 1e9;

    private readonly GraphBuilder _graph;
    private readonly OnnxOps _ops;
    private readonly TrainedVae _model;
    private readonly VaeFormula<OnnxValue> _formula;
    private readonly OnnxValue? _given;
    private readonly GapExpressions? _gaps;

    // Without NaN where values are missing.
    private readonly OnnxValue? _features;
    private readonly OnnxValue? _latent;

    /// <param name="graph">Where the nodes go.</param>
    /// <param name="model">The weights.</param>
    /// <param name="features">The input [N, D], or null where a graph starts from latent vectors alone.</param>
    /// <param name="latent">
    /// The input [N, K] to decode, or null where the posterior mean is decoded. Without features the condition is beside it.
    /// </param>
    public VaeExpressions(GraphBuilder graph, TrainedVae model, string? features, string? latent)
    {
        _graph = graph;
        _ops = new OnnxOps(graph);
        _model = model;
        _formula = new VaeFormula<OnnxValue>(_ops, model.Architecture, Weight);
        _given = features is null ? null : new OnnxValue(features, model.Architecture.InputSize);
        _gaps = features is null || !model.Architecture.HasMask ? null : new GapExpressions(graph, _ops, _given!);
        _features = _gaps?.Filled ?? _given;
        _latent = latent is null ? null : new OnnxValue(
            latent, features is null ? model.Architecture.CodeSize : model.Architecture.LatentDimension);

        // 0 times a finite number is 0; 0 times NaN or an infinity is NaN.
        IEnumerable<OnnxValue> inputs = new[] { _features, _latent }.OfType<OnnxValue>();
        IEnumerable<OnnxValue> zeros = [.. inputs.Select(input => _ops.RowSum(input, 0)), .. UnseenCondition];
        Finiteness = zeros.Aggregate(_ops.Add).Name!;
        _ops.Finiteness = Finiteness;
    }

    /// <summary>[N, K].</summary>
    public string Mean => _ops.NameOf(Posterior.Mean);

    /// <summary>[N, K], bounded.</summary>
    public string LogVariance => _ops.NameOf(Posterior.LogVariance);

    /// <summary>[N, D] in the input's own units.</summary>
    public string Reconstruction =>
        _ops.NameOf(_model.Normalization.Denormalize(_ops, _formula.Reconstruction(Decoded), InputWeights));

    /// <summary>The rows with their reconstruction where values are missing, [N, D].</summary>
    public string Completed => _gaps is null ? Features.Name! : _gaps.Replaced(Reconstruction);

    /// <summary>The rows with draws where values are missing, [N, imputations · D].</summary>
    public string Imputations => new ImputationExpressions(_graph, _model, this, _given!, _gaps
        ?? throw new InvalidOperationException("A model without a mask has no gaps to fill.")).Rows;

    /// <summary>How many columns of the data have a value, [N, 1].</summary>
    public string ObservedColumns => _ops.NameOf(_ops.RowSum(
        _gaps is null
            ? _ops.Add(_ops.Multiply(Features, _ops.Number(0)), _ops.Vector(FirstSlots))
            : _ops.Multiply(_gaps.Mask, _ops.Vector(FirstSlots))));

    /// <summary>What the decoder gives before the likelihood, [N, outputs].</summary>
    public string DecoderOutput => _ops.NameOf(Decoded);

    /// <summary>KL(q(z|x) || p(z)), [N, 1], nats.</summary>
    public string KlDivergence => _ops.NameOf(Kl);

    /// <summary>-ln p(x | z) of the normalized input, [N, 1], nats summed over features.</summary>
    public string ReconstructionError => _ops.NameOf(Error);

    /// <summary>The part of each slot of the reconstruction error, [N, D], nats; 0 where a value is missing.</summary>
    public string SlotErrors => _ops.NameOf(_formula.SlotErrors(Rows, Decoded));

    /// <summary>KlDivergence + ReconstructionError, [N, 1].</summary>
    public string NegativeElbo => _ops.NameOf(_ops.Add(Kl, Error));

    /// <summary>What the model scores rows by, [N, 1].</summary>
    public string Score => _ops.NameOf(Of(_model.Scoring.Score, _model.Scoring.Arrays));

    /// <summary>The share of held-out scores, this one counted among them, that are not below it, [N, 1].</summary>
    public string PValue => _graph.Node(
        "p_value", "Add", new RankExpression(_graph, "rank", Calibration.Scores).ShareNotBelow(Score), Finiteness);

    /// <summary>Twice the smaller share of held-out rows with a negative ELBO that is not below, or not above, [N, 1].</summary>
    public string Typicality
    {
        get
        {
            float[] elbos = Calibration.Elbos;
            float[] negated = [.. elbos.Select(elbo => -elbo).Reverse()];
            string notBelow = new RankExpression(_graph, "elbo.up", elbos).ShareNotBelow(NegativeElbo);
            string notAbove = new RankExpression(_graph, "elbo.down", negated)
                .ShareNotBelow(_graph.Node("elbo.negated", "Neg", NegativeElbo));
            string smaller = _graph.Node("elbo.smaller", "Min", notBelow, notAbove);
            string twice = _graph.Node("elbo.twice", "Add", smaller, smaller);
            string share = _graph.Node("elbo.typicality", "Min", twice, _graph.Constant("elbo.one", [1f]));
            return _graph.Node("typicality", "Add", share, Finiteness);
        }
    }

    /// <summary>The probability of each cluster, [N, clusters].</summary>
    public string ClusterProbabilities =>
        _ops.NameOf(_formula.ClusterProbabilities(Posterior.Mean, Posterior.LogVariance));

    /// <summary>The most probable cluster, [N, 1], from 1.</summary>
    public string Cluster
    {
        get
        {
            string place = _graph.PlacesOfLargest("cluster.place", ClusterProbabilities, 1);
            string first = _graph.Constant("cluster.first", [1f]);
            string number = _graph.Node(
                "cluster.number", "Add", _graph.Cast("cluster.cast", place, GraphBuilder.Element.Float), first);
            return _graph.Node("cluster", "Add", number, Finiteness);
        }
    }

    /// <summary>How odd each value is, [N, D], nats; 0 where a value is missing.</summary>
    public string AnomalyMap
    {
        get
        {
            LearnedMap learned = _model.Map ?? throw new ArgumentException("The model has not learned a map of anomalies.");
            OnnxValue map = Of(learned.Map, learned.Arrays);
            return _ops.NameOf(_gaps is null ? map : _ops.Multiply(map, _gaps.Mask));
        }
    }

    /// <summary>What each slot has to do with the score.</summary>
    public SlotExpressions Slots => new(_graph, _model, _given!.Name!, this);

    /// <summary>1 where a value is there and 0 where it is missing, [N, D]; null for a model without a mask.</summary>
    public string? Mask => _gaps is null ? null : _ops.NameOf(_gaps.Mask);

    /// <summary>
    /// [N, 1]: 0 for a row of finite numbers with a condition that training saw, NaN for any other. Added to every output, since
    /// the kernels of Relu, Clip and Sigmoid may turn a NaN into a number, and a score made of a missing value would look like
    /// any other.
    /// </summary>
    public string Finiteness { get; }

    private AnomalyCalibration Calibration => _model.Calibration
        ?? throw new ArgumentException("A share of held-out rows needs their values, but the model has none.");

    private (OnnxValue Mean, OnnxValue LogVariance) Posterior => _formula.Encode(Rows);

    private OnnxValue Decoded => _formula.Decode(Code);

    // Points of a row are more rows, which do not fit the finiteness of each row: it is added to their mean.
    private OnnxValue Kl => _model.Architecture.Prior.AveragesPoints
        ? _ops.Add(
            new VaeFormula<OnnxValue>(new OnnxOps(_graph), _model.Architecture, Weight)
                .KlDivergence(Posterior.Mean, Posterior.LogVariance),
            new OnnxValue(Finiteness, 1))
        : _formula.KlDivergence(Posterior.Mean, Posterior.LogVariance);

    private OnnxValue Error => _formula.ReconstructionError(Rows, Decoded);

    private InputRows<OnnxValue> Rows => _gaps is null
        ? new(Normalized)
        : new(_ops.Multiply(Normalized, _gaps.Mask), _gaps.Mask);

    // A column counts once, by its first slot: its slots are missing together.
    private double[] FirstSlots =>
        [.. _model.Columns.SelectMany(column => Enumerable.Range(0, column.Slots).Select(slot => slot == 0 ? 1.0 : 0))];

    private OnnxValue Normalized
    {
        get
        {
            OnnxValue normalized = _model.Normalization.Normalize(_ops, Features, InputWeights);
            double[] units = _model.Architecture.Likelihood.SlotDeviations(_model.Architecture.InputSize);
            return !_model.IsDetector || units.All(unit => unit == 1)
                ? Bounded(normalized)
                : Between(normalized, [.. units.Select(unit => Math.Min(MaxUnits * unit, float.MaxValue))]);
        }
    }

    private OnnxValue Features => _features
        ?? throw new InvalidOperationException("A graph without rows of features can only reconstruct.");

    /// <summary>The arrays of the likelihood, by their names.</summary>
    public Dictionary<string, OnnxValue> LikelihoodWeights =>
        _model.Weights.Of(VaeArchitecture.LikelihoodName, array => Weight(array.Name));

    /// <summary>The arrays of the normalization, by their names.</summary>
    public Dictionary<string, OnnxValue> InputWeights =>
        _model.Weights.Of(ModelWeights.InputName, array => Weight(array.Name));

    /// <summary>A formula of the rows, NaN where a row is not finite.</summary>
    /// <param name="formula">What to compute.</param>
    /// <param name="arrays">What it has learned.</param>
    /// <returns>[N, width].</returns>
    public OnnxValue Of(IRowFormula formula, LearnedArrays arrays)
    {
        // These operations do not carry the row's finiteness along: draws are more rows, and comparisons turn a NaN into a
        // number.
        var ops = new OnnxOps(_graph);
        OnnxValue value = formula.Value(ops, new OnnxScoreInputs(_graph, ops, _model, arrays, _given!.Name!, this));
        return value.Name == KlDivergence || value.Name == ReconstructionError || value.Name == NegativeElbo
            ? value
            : ops.Add(value, new OnnxValue(Finiteness, 1));
    }

    /// <summary>
    /// In a detector, values cut to so many units that their squares stay within Single's range: beyond it a score is infinite
    /// or, from the difference of two infinities, NaN, and the strangest rows of all would pass for normal.
    /// </summary>
    /// <param name="value">[N, width], in units of what a feature differs by.</param>
    public string Bounded(string value) => _ops.NameOf(Bounded(new OnnxValue(value, _model.Architecture.InputSize)));

    private OnnxValue Bounded(OnnxValue value) => _model.IsDetector ? _ops.Clamp(value, -MaxUnits, MaxUnits) : value;

    /// <summary>Values cut to a largest magnitude of each slot.</summary>
    private OnnxValue Between(OnnxValue value, double[] limits)
    {
        OnnxValue lowest = _ops.Vector([.. limits.Select(limit => -limit)]);
        OnnxValue negated = _ops.Max(_ops.Multiply(value, _ops.Number(-1)), lowest);
        return _ops.Max(_ops.Multiply(negated, _ops.Number(-1)), lowest);
    }

    /// <summary>A learned array.</summary>
    public OnnxValue Weight(string name)
    {
        NamedTensor array = _model.Weights[name];
        return OnnxOps.Weight(name, array.Values, array.Shape);
    }
}

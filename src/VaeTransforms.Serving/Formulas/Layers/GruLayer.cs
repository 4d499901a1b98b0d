using VaeTransforms.Model;

namespace VaeTransforms;

public abstract partial record Layer
{
    /// <summary>
    /// A gated recurrent unit: a state that goes along a signal [channels, length] and takes in one place after the other.
    /// </summary>
    /// <param name="units">Values of the state, from 1 to 65,536.</param>
    /// <param name="sequence">
    /// Whether the layer gives the state at every place, [units, length]. Default: false, it gives the last state, [units].
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    /// <remarks>
    /// The state starts as 0. Graphs and training contain the formula once for each place, so signals of tens of places are fast
    /// and of thousands are not; use convolutions with a stride before it. Cho and others 2014, 'Learning phrase representations
    /// using RNN encoder-decoder', with the reset gate behind the product, as in cuDNN.
    /// </remarks>
    public static Layer Gru(int units, bool sequence = false) => new GruLayer(units, sequence);
}

/// <summary>
/// Behind each place x: h := (1 - z) n + z h, with r = σ(U x + V h), z = σ(U' x + V' h), n = tanh(U" x + r · (V" h)), and a bias
/// in each product.
/// </summary>
/// <param name="Units">Values of the state h.</param>
/// <param name="Sequence">Whether all states are given, and not only the last.</param>
internal sealed record GruLayer(int Units, bool Sequence) : Layer
{
    private const int Gates = 3;

    public int Units { get; } = OptionRule.Check(
        Units, Units is >= 1 and <= DenseLayer.MaxUnits, "must be from 1 to 65536.", "units");

    public override TensorShape Output(TensorShape input) => input.Sizes.Count == 2
        ? Sequence ? new TensorShape(Units, input.Sizes[1]) : new TensorShape(Units)
        : throw new ArgumentException(
            $"A gated recurrent unit takes a signal [channels, length], not the shape {input}. Reshape the values first.");

    public override IEnumerable<WeightShape> Weights(TensorShape input)
    {
        // As in PyTorch: every number in ±1/√units.
        double spread = 1 / Math.Sqrt(Units);
        int width = checked(Gates * Units);
        return
        [
            new("input_weight", input.Sizes[0], width) { StartSpread = spread },
            new("input_bias", width) { StartSpread = spread },
            new("state_weight", Units, width) { StartSpread = spread },
            new("state_bias", width) { StartSpread = spread },
        ];
    }

    public override long Multiplications(TensorShape input) => input.Sizes[1] * base.Multiplications(input);

    public override T Apply<T>(ITensorOps<T> ops, T input, TensorShape shape, IReadOnlyDictionary<string, T> weights)
    {
        (int channels, int length) = (shape.Sizes[0], shape.Sizes[1]);
        T places = ops.Reshape(ops.Permute(input, [channels, length], [1, 0]), channels); // [rows · length, channels]
        T ofPlaces = ops.Affine(places, weights["input_weight"], weights["input_bias"]); // [rows · length, 3 units]
        T inputs = ops.Reshape(ofPlaces, length * Gates * Units); // [rows, length · 3 units]
        T state = ops.Multiply(ops.Columns(inputs, 0, Units), ops.Number(0)); // [rows, units]
        var states = new List<T>();
        for (int place = 0; place < length; place++)
        {
            T ofInput = ops.Columns(inputs, place * Gates * Units, Gates * Units); // [rows, 3 units]
            T ofState = ops.Affine(state, weights["state_weight"], weights["state_bias"]); // [rows, 3 units]
            T reset = ops.Sigmoid(ops.Add(Gate(ofInput, 0), Gate(ofState, 0)));
            T update = ops.Sigmoid(ops.Add(Gate(ofInput, 1), Gate(ofState, 1)));
            T next = ops.Tanh(ops.Add(Gate(ofInput, 2), ops.Multiply(reset, Gate(ofState, 2))));
            state = ops.Add(next, ops.Multiply(update, ops.Subtract(state, next)));
            states.Add(state);
        }

        return Sequence ? ops.Permute(ops.Concat(states), [length, Units], [1, 0]) : state;

        T Gate(T gates, int which) => ops.Columns(gates, which * Units, Units);
    }
}

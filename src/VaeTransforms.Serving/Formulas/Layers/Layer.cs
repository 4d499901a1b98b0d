namespace VaeTransforms;

/// <summary>One step of an encoder or decoder. Derive from it to add a layer of your own.</summary>
/// <remarks>
/// A layer is data: its public properties that can be set, or its constructor's parameters, are what a model file stores.
/// A model that has a layer of your own is read back after <see cref="ModelFormulas.Register{TFormula}"/> has named the type.
/// Two layers are equal when their types and options are. Each of this library's own stands in one file, with its factory.
/// </remarks>
public abstract partial record Layer
{
    /// <summary>The shape that the layer gives.</summary>
    /// <param name="input">The shape that comes in.</param>
    /// <exception cref="ArgumentException">The layer does not take this shape; the message names both.</exception>
    public virtual TensorShape Output(TensorShape input) => input;

    /// <summary>The arrays that the layer learns, in order.</summary>
    /// <param name="input">The shape that comes in.</param>
    public virtual IEnumerable<WeightShape> Weights(TensorShape input) => [];

    /// <summary>
    /// Uniform random numbers that the layer needs for each row while it trains, with <see cref="ITensorOps{T}.TryUniforms"/>.
    /// Default: 0.
    /// </summary>
    /// <param name="input">The shape that comes in.</param>
    public virtual int UniformsPerRow(TensorShape input) => 0;

    /// <summary>
    /// Multiplications for one row: what training plans its threads and its calls by. Default: one for each learned number.
    /// </summary>
    /// <param name="input">The shape that comes in.</param>
    public virtual long Multiplications(TensorShape input) => Weights(input).Sum(shape => shape.Count);

    /// <summary>The formula.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="input">[rows, width]: the values of a row side by side, whatever axes their shape has, row-major.</param>
    /// <param name="shape">The shape that comes in.</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <returns>[rows, width of the output].</returns>
    public abstract T Apply<T>(ITensorOps<T> ops, T input, TensorShape shape, IReadOnlyDictionary<string, T> weights);
}

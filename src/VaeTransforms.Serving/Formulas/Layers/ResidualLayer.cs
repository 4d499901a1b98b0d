using System.Globalization;
using VaeTransforms.Model;

namespace VaeTransforms;

public abstract partial record Layer
{
    /// <summary>x + f(x), where f is some layers, one after another: they learn what to change about their input.</summary>
    /// <param name="layers">At least one. Together they give the shape that comes in.</param>
    /// <exception cref="ArgumentException">There is no layer, or a null.</exception>
    /// <remarks>He, Zhang, Ren and Sun 2016, 'Deep residual learning for image recognition'.</remarks>
    public static Layer Residual(params IReadOnlyList<Layer> layers) => new ResidualLayer(layers);
}

/// <summary>x + f(x).</summary>
/// <param name="Layers">Of f, in order.</param>
internal sealed record ResidualLayer(IReadOnlyList<Layer> Layers) : Layer
{
    public IReadOnlyList<Layer> Layers { get; } = OptionRule.Check<IReadOnlyList<Layer>>(
        [.. Layers],
        Layers.Count > 0 && Layers.All(layer => layer is not null),
        "must have at least one layer and no null.",
        "layers");

    public override TensorShape Output(TensorShape input)
    {
        TensorShape output = Layers.Aggregate(input, (shape, layer) => layer.Output(shape));
        return output.Equals(input)
            ? input
            : throw new ArgumentException(
                $"x + f(x) needs an f that gives the shape that comes in, {input}, but its layers give {output}.");
    }

    public override IEnumerable<WeightShape> Weights(TensorShape input) => Placed(input).SelectMany(
        (placed, i) => placed.Layer.Weights(placed.Input).Select(shape => shape with { Name = Prefix(i) + shape.Name }));

    public override int UniformsPerRow(TensorShape input) =>
        Placed(input).Sum(placed => placed.Layer.UniformsPerRow(placed.Input));

    public override long Multiplications(TensorShape input) =>
        Placed(input).Sum(placed => placed.Layer.Multiplications(placed.Input));

    public override T Apply<T>(ITensorOps<T> ops, T input, TensorShape shape, IReadOnlyDictionary<string, T> weights)
    {
        T value = input;
        foreach ((int i, (Layer layer, TensorShape own)) in Placed(shape).Index())
        {
            Dictionary<string, T> inner = layer.Weights(own).ToDictionary(
                array => array.Name, array => weights[Prefix(i) + array.Name]);
            value = layer.Apply(ops, value, own, inner);
        }

        return ops.Add(input, value);
    }

    public bool Equals(ResidualLayer? other) => other is not null && Layers.SequenceEqual(other.Layers);

    public override int GetHashCode() => Layers.Aggregate(Layers.Count, HashCode.Combine);

    public override string ToString() => $"Residual [{string.Join(", ", Layers)}]";

    private static string Prefix(int place) => string.Create(CultureInfo.InvariantCulture, $"layer{place}_");

    private IEnumerable<(Layer Layer, TensorShape Input)> Placed(TensorShape input)
    {
        foreach (Layer layer in Layers)
        {
            yield return (layer, input);
            input = layer.Output(input);
        }
    }
}

using VaeTransforms.Formulas;

namespace VaeTransforms.Tests.Formulas;

/// <summary>Layers of one operation each, so that those which no formula of the library uses are tried too.</summary>
internal static class OperationLayers
{
    public static IEnumerable<Layer> All { get; } =
    [
        .. OfInput(new ArrayOps()).Keys.Select(name => new InputLayer(name)),
        .. OfInputAndVector(new ArrayOps()).Keys.Select(name => new VectorLayer(name)),
    ];

    private static Dictionary<string, Func<T, T>> OfInput<T>(ITensorOps<T> ops) => new()
    {
        ["Exp"] = ops.Exp,
        ["ExpM1"] = ops.ExpM1,
        ["Log"] = x => ops.Log(ops.Exp(x)),
        ["Log1P"] = x => ops.Log1P(ops.Multiply(x, x)),
        ["Sqrt"] = x => ops.Sqrt(ops.Exp(x)),
        ["Abs"] = ops.Abs,
        ["Sigmoid"] = ops.Sigmoid,
        ["Softplus"] = ops.Softplus,
        ["Clamp"] = x => ops.Clamp(x, -0.5, 0.7),
        ["RowSum"] = x => ops.Multiply(x, ops.RowSum(x, -0.5)),
        ["RowMean"] = x => ops.Subtract(x, ops.RowMean(x)),
        ["RowLogSumExp"] = x => ops.RowLogSumExp(x),
        ["GroupSum"] = x => ops.GroupSum(ops.Multiply(x, x), 2),
        ["GroupLogSumExp"] = x => ops.GroupLogSumExp(x, 2),
        ["GroupLogSumExp of a part"] = x => ops.GroupLogSumExp(ops.Columns(x, 1, 3), 1),
        ["Repeat"] = x => ops.Multiply(ops.Repeat(x, 2), ops.Concat(ops.Exp(x), x)),
        ["Tile"] = x => ops.Multiply(ops.Tile(x, 2), ops.Concat(ops.Exp(x), x)),
        ["Vector"] = x => ops.Multiply(x, ops.Vector(1, -2, 0.5, 3)),
        ["Columns"] = x => ops.Columns(x, 1, 2),
        ["Overlapping columns"] = x => ops.Multiply(
            ops.Add(ops.Columns(x, 0, 3), ops.Columns(ops.Exp(x), 1, 3)), ops.Columns(x, 1, 3)),
        ["Concat"] = x => ops.Concat(ops.Columns(x, 2, 2), ops.Exp(x), x),
        ["SelectColumns in another order"] = x => ops.Multiply(ops.SelectColumns(ops.Exp(x), 2, 0, 3, 1), x),
        ["SelectColumns some"] = x => ops.Multiply(ops.SelectColumns(x, 3, 1), ops.SelectColumns(ops.Exp(x), 1, 2)),
        ["SelectColumns of constants"] = x => ops.Multiply(ops.SelectColumns(ops.Vector(4, 5, 6, 7, 8), 3, 0, 2, 1), x),
        ["SelectColumns of a product with constants"] = x => ops.SelectColumns(
            ops.Affine(x, ops.Matrix([1, 2, 0, -1, 0.5, 3, 2, -2, 1, 1, -1, 0], 3), ops.Vector(1, -1, 2)), 2, 0),
        ["Matrix"] = x => ops.Affine(ops.Exp(x), ops.Matrix([1, 0, 0, 1, 1, 0, 0, -0.5], 2), ops.Vector(0, 1)),
        ["Uniforms"] = x => ops.TryUniforms(x, out T uniforms) ? ops.Multiply(x, uniforms) : x,
        ["Two uniforms"] = x => ops.TryUniforms(ops.Columns(x, 0, 3), out T first) && ops.TryUniforms(x, out T second)
            ? ops.Add(ops.Multiply(x, second), ops.RowSum(first))
            : x,
        ["Numbers"] = x => ops.Multiply(x, ops.Add(ops.Exp(ops.Number(0.3)), ops.Divide(ops.Number(1), ops.Number(3)))),
    };

    /// <summary>With a vector of weights beside the input.</summary>
    private static Dictionary<string, Func<T, T, T>> OfInputAndVector<T>(ITensorOps<T> ops) => new()
    {
        ["Add"] = ops.Add,
        ["Subtract"] = ops.Subtract,
        ["Multiply"] = (x, vector) => ops.Multiply(vector, x),
        ["Divide"] = ops.Divide,
        ["Max"] = (x, vector) => ops.Max(x, ops.Subtract(vector, ops.Number(2))),
        ["SelectColumns of vector"] = (x, vector) => ops.Multiply(ops.SelectColumns(ops.Exp(vector), 2, 0, 3, 1), x),
        ["Reshape of vector"] = (x, vector) => ops.Affine(
            ops.Columns(x, 0, 2), ops.Reshape(ops.Exp(vector), 2), ops.Vector(1, 2)),
        ["Reshape and back"] = (x, vector) => ops.Multiply(
            x, ops.Reshape(ops.Affine(ops.Reshape(vector, 2), ops.Matrix([1, 2, -1, 3], 2), ops.Vector(1, 2)), 4)),
        ["Max of number"] = (x, vector) => ops.Multiply(ops.Max(ops.Number(0.1), x), vector),
        ["WhereLess"] = (x, vector) => ops.WhereLess(x, ops.Number(0.2), ops.Multiply(x, vector), ops.Number(3)),
        ["Broadcast"] = (x, vector) =>
        {
            T squares = ops.Add(ops.Multiply(vector, vector), ops.RowSum(ops.Multiply(x, x)));
            return ops.Add(ops.Multiply(ops.Columns(x, 0, 1), vector), ops.Divide(ops.Number(1), squares));
        },
    };

    private abstract record VectorOnlyLayer : Layer
    {
        public override TensorShape Output(TensorShape input) =>
            input.Sizes.Count == 1 ? input : throw new ArgumentException("The operations are tried on vectors.");
    }

    private sealed record InputLayer(string Operation) : VectorOnlyLayer
    {
        public override T Apply<T>(ITensorOps<T> ops, T input, TensorShape shape, IReadOnlyDictionary<string, T> weights) =>
            OfInput(ops)[Operation](input);

        public override string ToString() => Operation;
    }

    private sealed record VectorLayer(string Operation) : VectorOnlyLayer
    {
        public override IEnumerable<WeightShape> Weights(TensorShape input) => [new("vector", input.Width) { Start = 2 }];

        public override T Apply<T>(ITensorOps<T> ops, T input, TensorShape shape, IReadOnlyDictionary<string, T> weights) =>
            OfInputAndVector(ops)[Operation](input, weights["vector"]);

        public override string ToString() => Operation;
    }
}

namespace VaeTransforms.Tests.Formulas;

/// <summary>Layers of one operation each, so that those which no formula of the library uses are tried too.</summary>
internal static class OperationLayers
{
    public static IEnumerable<Layer> All { get; } =
    [
        new AddLayer(), new SubtractLayer(), new MultiplyLayer(), new DivideLayer(), new MaxLayer(), new MaxOfNumberLayer(), new WhereLessLayer(),
        new ExpLayer(), new ExpM1Layer(), new LogLayer(), new Log1PLayer(), new SqrtLayer(), new AbsLayer(), new SigmoidLayer(), new SoftplusLayer(),
        new ClampLayer(), new RowSumLayer(), new RowMeanLayer(), new RowLogSumExpLayer(), new ColumnsLayer(), new OverlappingColumnsLayer(),
        new ConcatLayer(), new BroadcastLayer(), new NumbersLayer(),
    ];

    /// <summary>With a vector of weights beside the input.</summary>
    internal abstract record WithVector : Layer
    {
        public override IEnumerable<WeightShape> Weights(TensorShape input) => [new("vector", input.Width) { Start = 2 }];

        public override T Apply<T>(ITensorOps<T> ops, T input, IReadOnlyDictionary<string, T> weights) => Apply(ops, input, weights["vector"]);

        protected abstract T Apply<T>(ITensorOps<T> ops, T x, T vector);
    }

    internal sealed record AddLayer : WithVector { protected override T Apply<T>(ITensorOps<T> ops, T x, T vector) => ops.Add(x, vector); }

    internal sealed record SubtractLayer : WithVector { protected override T Apply<T>(ITensorOps<T> ops, T x, T vector) => ops.Subtract(x, vector); }

    internal sealed record MultiplyLayer : WithVector { protected override T Apply<T>(ITensorOps<T> ops, T x, T vector) => ops.Multiply(vector, x); }

    internal sealed record DivideLayer : WithVector { protected override T Apply<T>(ITensorOps<T> ops, T x, T vector) => ops.Divide(x, vector); }

    internal sealed record MaxLayer : WithVector { protected override T Apply<T>(ITensorOps<T> ops, T x, T vector) => ops.Max(x, ops.Subtract(vector, ops.Number(2))); }

    internal sealed record MaxOfNumberLayer : WithVector { protected override T Apply<T>(ITensorOps<T> ops, T x, T vector) => ops.Multiply(ops.Max(ops.Number(0.1), x), vector); }

    internal sealed record WhereLessLayer : WithVector
    {
        protected override T Apply<T>(ITensorOps<T> ops, T x, T vector) => ops.WhereLess(x, ops.Number(0.2), ops.Multiply(x, vector), ops.Number(3));
    }

    internal sealed record ExpLayer : Layer { public override T Apply<T>(ITensorOps<T> ops, T input, IReadOnlyDictionary<string, T> weights) => ops.Exp(input); }

    internal sealed record ExpM1Layer : Layer { public override T Apply<T>(ITensorOps<T> ops, T input, IReadOnlyDictionary<string, T> weights) => ops.ExpM1(input); }

    internal sealed record LogLayer : Layer { public override T Apply<T>(ITensorOps<T> ops, T input, IReadOnlyDictionary<string, T> weights) => ops.Log(ops.Exp(input)); }

    internal sealed record Log1PLayer : Layer { public override T Apply<T>(ITensorOps<T> ops, T input, IReadOnlyDictionary<string, T> weights) => ops.Log1P(ops.Multiply(input, input)); }

    internal sealed record SqrtLayer : Layer { public override T Apply<T>(ITensorOps<T> ops, T input, IReadOnlyDictionary<string, T> weights) => ops.Sqrt(ops.Exp(input)); }

    internal sealed record AbsLayer : Layer { public override T Apply<T>(ITensorOps<T> ops, T input, IReadOnlyDictionary<string, T> weights) => ops.Abs(input); }

    internal sealed record SigmoidLayer : Layer { public override T Apply<T>(ITensorOps<T> ops, T input, IReadOnlyDictionary<string, T> weights) => ops.Sigmoid(input); }

    internal sealed record SoftplusLayer : Layer { public override T Apply<T>(ITensorOps<T> ops, T input, IReadOnlyDictionary<string, T> weights) => ops.Softplus(input); }

    internal sealed record ClampLayer : Layer { public override T Apply<T>(ITensorOps<T> ops, T input, IReadOnlyDictionary<string, T> weights) => ops.Clamp(input, -0.5, 0.7); }

    internal sealed record RowSumLayer : Layer { public override T Apply<T>(ITensorOps<T> ops, T input, IReadOnlyDictionary<string, T> weights) => ops.Multiply(input, ops.RowSum(input, -0.5)); }

    internal sealed record RowMeanLayer : Layer { public override T Apply<T>(ITensorOps<T> ops, T input, IReadOnlyDictionary<string, T> weights) => ops.Subtract(input, ops.RowMean(input)); }

    internal sealed record RowLogSumExpLayer : Layer { public override T Apply<T>(ITensorOps<T> ops, T input, IReadOnlyDictionary<string, T> weights) => ops.RowLogSumExp(input); }

    internal sealed record ColumnsLayer : Layer { public override T Apply<T>(ITensorOps<T> ops, T input, IReadOnlyDictionary<string, T> weights) => ops.Columns(input, 1, 2); }

    internal sealed record OverlappingColumnsLayer : Layer
    {
        public override T Apply<T>(ITensorOps<T> ops, T input, IReadOnlyDictionary<string, T> weights) =>
            ops.Multiply(ops.Add(ops.Columns(input, 0, 3), ops.Columns(ops.Exp(input), 1, 3)), ops.Columns(input, 1, 3));
    }

    internal sealed record ConcatLayer : Layer
    {
        public override T Apply<T>(ITensorOps<T> ops, T input, IReadOnlyDictionary<string, T> weights) => ops.Concat(ops.Columns(input, 2, 2), ops.Exp(input), input);
    }

    internal sealed record BroadcastLayer : WithVector
    {
        protected override T Apply<T>(ITensorOps<T> ops, T x, T vector) =>
            ops.Add(ops.Multiply(ops.Columns(x, 0, 1), vector), ops.Divide(ops.Number(1), ops.Add(ops.Multiply(vector, vector), ops.RowSum(ops.Multiply(x, x)))));
    }

    internal sealed record NumbersLayer : Layer
    {
        public override T Apply<T>(ITensorOps<T> ops, T input, IReadOnlyDictionary<string, T> weights) =>
            ops.Multiply(input, ops.Add(ops.Exp(ops.Number(0.3)), ops.Divide(ops.Number(1), ops.Number(3))));
    }
}

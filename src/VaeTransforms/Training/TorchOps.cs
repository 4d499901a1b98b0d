using VaeTransforms.Formulas;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>Computes formulas by libtorch, an operation a call; gradients flow through where they are on.</summary>
/// <remarks>Tensors belong to the dispose scope that they are made in.</remarks>
internal sealed partial class TorchOps : INormalizationOps<Tensor>
{
    public Tensor Number(double value) => tensor(value, float32);

    public Tensor Vector(params double[] values) => tensor(values, float32);

    public Tensor Matrix(double[] values, int outputs) => tensor(values, float32).view(-1, outputs);

    public int Width(Tensor a) => a.dim() == 0 ? 1 : (int)a.shape[^1];

    public Tensor Add(Tensor a, Tensor b) => a.Plus(b);

    public Tensor Subtract(Tensor a, Tensor b) => a - b;

    public Tensor Multiply(Tensor a, Tensor b) => a * b;

    public Tensor Divide(Tensor a, Tensor b) => a / b;

    public Tensor Max(Tensor a, Tensor b) => maximum(a, b);

    public Tensor WhereLess(Tensor a, Tensor b, Tensor selected, Tensor otherwise) => where(a < b, selected, otherwise);

    public Tensor Exp(Tensor a) => a.exp();

    public Tensor ExpM1(Tensor a) => a.expm1();

    public Tensor Log(Tensor a) => a.log();

    public Tensor Log1P(Tensor a) => a.log1p();

    public Tensor Sqrt(Tensor a) => a.sqrt();

    public Tensor Abs(Tensor a) => a.abs();

    public Tensor Tanh(Tensor a) => a.tanh();

    public Tensor Sigmoid(Tensor a) => a.sigmoid();

    public Tensor Softplus(Tensor a) => nn.functional.softplus(a);

    public Tensor Relu(Tensor a) => a.relu();

    public Tensor Clamp(Tensor a, double lower, double upper) => a.Between(lower, upper);

    public Tensor Affine(Tensor x, Tensor weight, Tensor bias) => addmm(bias, x, weight, 1, 1);

    public Tensor RowSum(Tensor a, double factor = 1) =>
        factor == 1 ? a.sum(-1, keepdim: true) : a.sum(-1, keepdim: true).Times(factor);

    public Tensor RowMean(Tensor a) => a.mean([-1L], keepdim: true);

    public Tensor RowLogSumExp(Tensor a) => logsumexp(a, -1, keepdim: true);

    public Tensor GroupSum(Tensor a, int groups) => Grouped(a, groups).sum(-1);

    public Tensor GroupLogSumExp(Tensor a, int groups) => logsumexp(Grouped(a, groups), -1);

    public Tensor Repeat(Tensor a, int times) => a.repeat_interleave(times, -1);

    public Tensor Tile(Tensor a, int copies) => a.repeat(1, copies);

    public Tensor Reshape(Tensor a, int width) => a.reshape(-1, width);

    public Tensor Columns(Tensor a, int start, int count) => a.narrow(-1, start, count);

    public Tensor SelectColumns(Tensor a, params int[] columns) => a.index_select(-1, tensor(columns, int64));

    public Tensor Concat(params IReadOnlyList<Tensor> parts) => cat([.. parts], -1);

    public Tensor Interpolate(Tensor x, Tensor from, Tensor to)
    {
        Tensor begins = from.view(-1, QuantileMap.Knots); // [D, knots]
        Tensor values = to.view(-1, QuantileMap.Knots);
        Tensor slots = x.t().contiguous(); // [D, rows]

        // Pieces without length come last; the last one with a length continues.
        Tensor lengths = begins.diff() > 0; // [D, pieces]
        Tensor last = lengths.sum(1, keepdim: true) - 1;
        Tensor bends = begins.narrow(1, 1, QuantileMap.Bends).contiguous();
        Tensor piece = minimum(searchsorted(bends, slots, right: true), last); // [D, rows]
        Tensor begin = begins.gather(1, piece);
        Tensor value = values.gather(1, piece);
        Tensor slope = (values.gather(1, piece + 1) - value) / (begins.gather(1, piece + 1) - begin);
        return (value + ((slots - begin) * slope)).t();
    }

    public bool TryUniforms(Tensor shapedLike, out Tensor uniforms)
    {
        uniforms = null!;
        return false;
    }

    private static Tensor Grouped(Tensor a, int groups) => a.reshape(-1, groups, a.shape[^1] / groups);
}

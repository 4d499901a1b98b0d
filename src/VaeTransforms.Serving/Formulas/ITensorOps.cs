namespace VaeTransforms;

/// <summary>
/// The tensor operations that training, scoring and tests share. A formula is written once against this interface and
/// every interpreter runs it.
/// </summary>
/// <typeparam name="T">
/// A tensor of libtorch, a variable of a TorchScript function, a value of an ONNX graph, or an array of doubles.
/// </typeparam>
/// <remarks>
/// A value is [rows, width], a vector [width] that is the same for every row, or a number. Operations on two values broadcast
/// as in NumPy. An operation never changes its inputs.
/// </remarks>
public interface ITensorOps<T>
{
    /// <summary>A number. It broadcasts to every shape.</summary>
    /// <param name="value">Finite.</param>
    T Number(double value);

    /// <summary>Numbers that are the same for every row.</summary>
    /// <param name="values">[width], finite.</param>
    T Vector(params double[] values);

    /// <summary>A matrix of constants, such as the weight of <see cref="Affine"/>.</summary>
    /// <param name="values">[inputs, outputs], row-major, finite.</param>
    /// <param name="outputs">The size of the last axis.</param>
    T Matrix(double[] values, int outputs);

    /// <summary>How many values a row has; 1 for a number.</summary>
    int Width(T a);

    /// <summary>a + b.</summary>
    T Add(T a, T b);

    /// <summary>a - b.</summary>
    T Subtract(T a, T b);

    /// <summary>a · b, element by element.</summary>
    T Multiply(T a, T b);

    /// <summary>a / b, element by element.</summary>
    T Divide(T a, T b);

    /// <summary>The larger of two values, element by element.</summary>
    T Max(T a, T b);

    /// <summary><paramref name="selected"/> where a is less than b, <paramref name="otherwise"/> elsewhere.</summary>
    /// <remarks>
    /// Both branches are computed. Where a branch is not selected its value must still be finite, or its gradient is NaN.
    /// </remarks>
    T WhereLess(T a, T b, T selected, T otherwise);

    /// <summary>exp(a).</summary>
    T Exp(T a);

    /// <summary>exp(a) - 1.</summary>
    T ExpM1(T a);

    /// <summary>ln a.</summary>
    T Log(T a);

    /// <summary>ln(1 + a).</summary>
    T Log1P(T a);

    /// <summary>The square root.</summary>
    T Sqrt(T a);

    /// <summary>|a|.</summary>
    T Abs(T a);

    /// <summary>The hyperbolic tangent.</summary>
    T Tanh(T a);

    /// <summary>1 / (1 + exp(-a)).</summary>
    T Sigmoid(T a);

    /// <summary>ln(1 + exp(a)), without overflow.</summary>
    T Softplus(T a);

    /// <summary>max(a, 0).</summary>
    T Relu(T a);

    /// <summary>min(max(a, lower), upper). The gradient is 0 outside the bounds.</summary>
    T Clamp(T a, double lower, double upper);

    /// <summary>x · weight + bias.</summary>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="weight">[inputs, outputs].</param>
    /// <param name="bias">[outputs].</param>
    /// <returns>[rows, outputs].</returns>
    T Affine(T x, T weight, T bias);

    /// <summary>The sum of a row's values, times a number.</summary>
    /// <param name="a">[rows, width].</param>
    /// <param name="factor">What the sum is multiplied by.</param>
    /// <returns>[rows, 1].</returns>
    T RowSum(T a, double factor = 1);

    /// <summary>The mean of a row's values.</summary>
    /// <param name="a">[rows, width].</param>
    /// <returns>[rows, 1].</returns>
    T RowMean(T a);

    /// <summary>ln Σ exp(a) over a row's values, without overflow.</summary>
    /// <param name="a">[rows, width].</param>
    /// <returns>[rows, 1].</returns>
    T RowLogSumExp(T a);

    /// <summary>The sums of groups of adjacent columns.</summary>
    /// <param name="a">[rows, groups · width]: the columns of the first group, then those of the second, and so on.</param>
    /// <param name="groups">How many; it divides the number of columns.</param>
    /// <returns>[rows, groups].</returns>
    T GroupSum(T a, int groups);

    /// <summary>ln Σ exp(a) over groups of adjacent columns, without overflow.</summary>
    /// <param name="a">[rows, groups · width], as <see cref="GroupSum"/> takes it.</param>
    /// <param name="groups">How many; it divides the number of columns.</param>
    /// <returns>[rows, groups].</returns>
    T GroupLogSumExp(T a, int groups);

    /// <summary>Each value several times, beside each other.</summary>
    /// <param name="a">[rows, width].</param>
    /// <param name="times">How often, from 1.</param>
    /// <returns>[rows, width · times].</returns>
    T Repeat(T a, int times);

    /// <summary>A row's values several times, one copy after the other.</summary>
    /// <param name="a">[rows, width].</param>
    /// <param name="copies">How many, from 1.</param>
    /// <returns>[rows, copies · width].</returns>
    T Tile(T a, int copies);

    /// <summary>The same values in the same order, in rows of another width.</summary>
    /// <param name="a">[rows, width], or a vector [width].</param>
    /// <param name="width">The new width; it divides rows · width for every number of rows.</param>
    /// <returns>[rows · width of a / width, width].</returns>
    T Reshape(T a, int width);

    /// <summary>Some columns of a value.</summary>
    /// <param name="a">[rows, width].</param>
    /// <param name="start">The first column, from 0.</param>
    /// <param name="count">How many.</param>
    /// <returns>[rows, count].</returns>
    T Columns(T a, int start, int count);

    /// <summary>Some columns of a value, in any order.</summary>
    /// <param name="a">[rows, width], or a vector [width].</param>
    /// <param name="columns">Indices of columns from 0, each at most once; at least one.</param>
    /// <returns>[rows, number of columns].</returns>
    T SelectColumns(T a, params int[] columns);

    /// <summary>The values of each row in another order of their axes.</summary>
    /// <param name="a">[rows, product of the sizes], row-major.</param>
    /// <param name="sizes">The size of each axis of a row.</param>
    /// <param name="order">The axes of the result, each once, from 0.</param>
    /// <returns>[rows, product of the sizes].</returns>
    T Permute(T a, IReadOnlyList<int> sizes, IReadOnlyList<int> order);

    /// <summary>Sums over windows that move over the two last axes of each row, as <see cref="ConvolutionShape"/> says.</summary>
    /// <param name="x">[rows, channels · height · width].</param>
    /// <param name="weight">The kernels, of <see cref="ConvolutionShape.Weight"/>.</param>
    /// <param name="bias">[output channels].</param>
    /// <param name="shape">All sizes.</param>
    /// <returns>[rows, output channels · output height · output width].</returns>
    T Convolve(T x, T weight, T bias, ConvolutionShape shape);

    /// <summary>Values side by side.</summary>
    /// <param name="parts">[rows, width] each; at least one.</param>
    /// <returns>[rows, sum of widths].</returns>
    T Concat(params IReadOnlyList<T> parts);

    /// <summary>Uniform random numbers in [0, 1) for each row, while a network trains.</summary>
    /// <param name="shapedLike">
    /// A value of the shape that is needed, [rows, width]; <see cref="Layer.UniformsPerRow"/> declares the width.
    /// </param>
    /// <param name="uniforms">[rows, width]; undefined when the result is false.</param>
    /// <returns>False outside training: scoring is deterministic.</returns>
    bool TryUniforms(T shapedLike, out T uniforms);
}

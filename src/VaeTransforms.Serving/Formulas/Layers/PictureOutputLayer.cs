namespace VaeTransforms;

/// <summary>
/// The last layer of a decoder of pictures: a convolution that gives s · s values for each place of the picture that comes in,
/// which become squares of a picture s times as large; what is beyond the row's own size is cut off.
/// </summary>
/// <param name="Picture">The shape of a row, [channels, height, width] or [channels, length].</param>
/// <remarks>
/// Shi and others 2016, 'Real-time single image and video super-resolution using an efficient sub-pixel convolutional neural
/// network'.
/// </remarks>
internal sealed record PictureOutputLayer(TensorShape Picture) : Layer
{
    private const int Kernel = 3;

    public override TensorShape Output(TensorShape input) => input.Sizes.Count == Picture.Sizes.Count
        ? Picture
        : throw new ArgumentException($"A row {Picture} is made of a shape with as many axes, not of {input}.");

    public override IEnumerable<WeightShape> Weights(TensorShape input) => ConvolutionLayer.Arrays(Shape(input));

    public override long Multiplications(TensorShape input) => Shape(input).Multiplications;

    public override T Apply<T>(ITensorOps<T> ops, T input, TensorShape shape, IReadOnlyDictionary<string, T> weights)
    {
        int size = Size(shape);
        int channels = Picture.Sizes[0];
        T values = ops.Convolve(input, weights["weight"], weights["bias"], Shape(shape));
        int[] spatial = [.. shape.Sizes.Skip(1)]; // height and width, or the length
        if (size > 1)
        {
            // [channels, s, s, height, width] to [channels, height, s, width, s].
            int axes = spatial.Length;
            values = ops.Permute(
                values,
                [channels, .. spatial.Select(_ => size), .. spatial],
                [0, .. Enumerable.Range(1, axes).SelectMany(axis => new[] { axis + axes, axis })]);
        }

        int[] large = [.. spatial.Select(length => length * size)];
        int[] wanted = [.. Picture.Sizes.Skip(1)];
        return large.SequenceEqual(wanted) ? values : ops.SelectColumns(values, Corner(channels, large, wanted));
    }

    /// <summary>The places of the upper left corner of each channel.</summary>
    private static int[] Corner(int channels, int[] large, int[] wanted)
    {
        IEnumerable<int> places = Enumerable.Range(0, channels);
        for (int axis = 0; axis < large.Length; axis++)
        {
            int length = large[axis];
            int kept = wanted[axis];
            places = places.SelectMany(place => Enumerable.Range(0, kept).Select(i => (place * length) + i));
        }

        return [.. places];
    }

    /// <summary>How many times as large as the picture that comes in the result has to be, rounded up.</summary>
    private int Size(TensorShape input) =>
        input.Sizes.Zip(Picture.Sizes).Skip(1).Max(lengths => (lengths.Second + lengths.First - 1) / lengths.First);

    private ConvolutionShape Shape(TensorShape input)
    {
        int size = Size(input);
        int squares = input.Sizes.Count == 3 ? size * size : size;
        return ConvolutionShape.Of(input, checked(Picture.Sizes[0] * squares), Kernel, stride: 1);
    }
}

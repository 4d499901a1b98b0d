namespace VaeTransforms.Onnx;

/// <summary>
/// How operands of different shapes meet: in stretches, within which each operand either goes along value by value or stays at
/// one value.
/// </summary>
internal sealed class Broadcast
{
    private readonly int[][] _starts;
    private readonly bool[] _moves;

    /// <param name="shapes">Of the operands; sizes of 1 stand for any other, as in NumPy.</param>
    public Broadcast(params int[][] shapes)
    {
        int rank = shapes.Max(shape => shape.Length);
        int[][] aligned = [.. shapes.Select(shape => (int[])[.. Enumerable.Repeat(1, rank - shape.Length), .. shape])];
        Shape = [.. Enumerable.Range(0, rank).Select(axis => aligned.Max(shape => shape[axis]))];

        _moves = new bool[shapes.Length];
        var stays = new bool[shapes.Length];
        int outerAxes = rank;
        while (outerAxes > 0 && Fits(outerAxes - 1))
        {
            outerAxes--;
            Length *= Shape[outerAxes];
        }

        Stretches = Shape[..outerAxes].Aggregate(1, (product, size) => product * size);
        _starts = [.. aligned.Select((shape, operand) => Starts(shape, outerAxes))];

        bool Fits(int axis)
        {
            if (Shape[axis] == 1)
            {
                return true;
            }

            if (Enumerable.Range(0, aligned.Length).Any(i => aligned[i][axis] == 1 ? _moves[i] : stays[i]))
            {
                return false;
            }

            for (int i = 0; i < aligned.Length; i++)
            {
                (aligned[i][axis] == 1 ? stays : _moves)[i] = true;
            }

            return true;
        }
    }

    /// <summary>Of the result.</summary>
    public int[] Shape { get; }

    /// <summary>How many stretches the result has.</summary>
    public int Stretches { get; }

    /// <summary>Values in each stretch.</summary>
    public int Length { get; } = 1;

    /// <summary>Whether an operand goes along value by value.</summary>
    public bool Moves(int operand) => _moves[operand];

    /// <summary>The place of an operand's first value in a stretch.</summary>
    public int Start(int operand, int stretch) => _starts[operand][stretch];

    private int[] Starts(int[] shape, int outerAxes)
    {
        var starts = new int[Stretches];
        for (int stretch = 0; stretch < Stretches; stretch++)
        {
            int rest = stretch;
            int stride = shape[outerAxes..].Aggregate(1, (product, size) => product * size);
            for (int axis = outerAxes - 1; axis >= 0; axis--)
            {
                starts[stretch] += shape[axis] == 1 ? 0 : rest % Shape[axis] * stride;
                rest /= Shape[axis];
                stride *= shape[axis];
            }
        }

        return starts;
    }
}

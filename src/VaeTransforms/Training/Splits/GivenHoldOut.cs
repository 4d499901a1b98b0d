using VaeTransforms.Training;

namespace VaeTransforms;

/// <summary>The rows of validation data, which come after the training rows.</summary>
/// <param name="TrainingRows">How many rows are not among them.</param>
internal sealed record GivenHoldOut(int TrainingRows) : HoldOut
{
    internal override RowSplit Split(long rows, double validationFraction, int seed) =>
        new(Range(0, TrainingRows), Range(TrainingRows, rows)) { IsApart = true };

    private static long[] Range(long from, long to)
    {
        var places = new long[to - from];
        for (long i = 0; i < places.LongLength; i++)
        {
            places[i] = from + i;
        }

        return places;
    }
}

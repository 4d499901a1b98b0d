using VaeTransforms.Training;

namespace VaeTransforms.Reading;

/// <summary>The rows in memory of data that are streamed: which of them are trained on, and which held out.</summary>
/// <param name="AreHeldOut">For each row.</param>
/// <param name="IsApart">As <see cref="RowSplit.IsApart"/>.</param>
internal sealed record StreamedHoldOut(IReadOnlyList<bool> AreHeldOut, bool IsApart) : HoldOut
{
    internal override RowSplit Split(long rows, double validationFraction, int seed) =>
        new(Where(false), Where(true)) { IsApart = IsApart };

    private long[] Where(bool heldOut) =>
        [.. Enumerable.Range(0, AreHeldOut.Count).Where(row => AreHeldOut[row] == heldOut).Select(row => (long)row)];
}

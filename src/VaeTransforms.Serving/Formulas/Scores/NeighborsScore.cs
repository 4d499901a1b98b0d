using VaeTransforms.Formulas;
using VaeTransforms.Model;

namespace VaeTransforms;

public abstract partial record AnomalyScore
{
    /// <summary>
    /// The mean distance to the nearest known rows; a row is not its own neighbor. Known are as many of the rows fitted on as
    /// have 32,768 values together, from 256 to 8,192 rows. So a row costs some 32,768 multiplications, and the model file grows
    /// by 128 kB, or by 256 rows if that is more.
    /// </summary>
    /// <param name="count">How many neighbors, from 1 to 1024. If there are fewer rows, all of them.</param>
    /// <param name="space">Where distances are measured.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    /// <remarks>Angiulli and Pizzuti 2002, 'Fast outlier detection in high dimensional spaces'.</remarks>
    public static AnomalyScore Neighbors(int count = 5, NeighborSpace space = NeighborSpace.Input) =>
        new NeighborsScore(count, space);
}

/// <summary>The mean distance to the nearest references.</summary>
/// <param name="Count">How many neighbors.</param>
/// <param name="Space">Where distances are measured.</param>
internal sealed record NeighborsScore(int Count, NeighborSpace Space) : AnomalyScore
{
    // Distances to this many are computed one by one.
    private const int MaxCount = 1024;

    public int Count { get; } =
        OptionRule.Check(Count, Count is >= 1 and <= MaxCount, "must be from 1 to 1024; 5 is usual.", "count");

    public NeighborSpace Space { get; } =
        OptionRule.Check(Space, Enum.IsDefined(Space), "must be Input or LatentAndResidual.", "space");

    public override string Name => $"{base.Name}({OptionRule.Text(Count)}, {Space})";

    internal override bool HasLeaveOneOut => Space == NeighborSpace.Input;

    private ReferenceRows References => new(Space);

    internal override IEnumerable<ScoreArray> Arrays(VaeArchitecture architecture) => References.Arrays(architecture);

    internal override int MaxWidth(LearnedArrays arrays) => References.MaxWidth(arrays, Count);

    internal override T Value<T>(IScoreOps<T> ops, IScoreInputs<T> row) => References.MeanDistance(ops, row, Count);

    internal override ScoreLearning Learn(IScoreRows rows)
    {
        LearnedArrays arrays = References.Learn(rows);
        return new ScoreLearning(arrays, new AnomalyScoreReport
        {
            Score = this,
            References = arrays[References.Points].Shape[0],
            NearNeighbors = References.Count(arrays, Count),
        });
    }
}

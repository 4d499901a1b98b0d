using VaeTransforms.Formulas;
using VaeTransforms.Model;

namespace VaeTransforms;

public abstract partial record AnomalyScore
{
    /// <summary>
    /// The mean distance to the nearest of at most 2,000 rows fitted on; a row is not its own neighbor. In
    /// <see cref="NeighborSpace.LatentAndResidual"/> only rows trained on are neighbors. Costs 2,000 multiplications for each row
    /// and dimension of the space.
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

using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms;

/// <summary>
/// Watches the scores of rows as they are served, and tests whether the latest ones still look like those of the held-out rows.
/// It needs neither libtorch nor a model, only scores.
/// </summary>
/// <remarks>
/// <para>
/// The test is the rank-sum test of the window against the held-out scores, two-sided, with ties corrected (Mann and
/// Whitney 1947). It does not compare means, because scores have heavy tails, and one row in a thousand would decide; ranks show
/// whether rows in general have moved. It is the same as comparing the mean of the window's conformal p-values with 1/2.
/// </para>
/// <para>
/// A p-value is valid for one test of rows that do not depend on each other. If you test after every row, you will see a low one
/// sooner or later: test once per window, or require a p-value as low as one in a million. Thread-safe.
/// </para>
/// </remarks>
public sealed class ScoreDriftMonitor
{
    /// <summary>
    /// With fewer scores in the window nothing is tested, because the normal approximation of the ranks would not hold.
    /// </summary>
    public const int MinRows = 10;

    private readonly Lock _gate = new();
    private readonly float[] _heldOut;
    private readonly double _heldOutMean;
    private readonly double _heldOutTies;

    private readonly float[] _window;
    private long _added;

    /// <param name="heldOutScores">
    /// Scores of rows that were not trained on, at least <see cref="MinRows"/>; without NaN.
    /// </param>
    /// <param name="window">How many of the latest scores to look at, at least <see cref="MinRows"/>. Default: 200.</param>
    /// <exception cref="ArgumentException">
    /// There are too few held-out scores, or one is NaN, or the window is too short.
    /// </exception>
    public ScoreDriftMonitor(IEnumerable<float> heldOutScores, int window = 200)
    {
        ArgumentNullException.ThrowIfNull(heldOutScores);
        OptionRule.Check(window, window >= MinRows, $"must be at least {MinRows}.", nameof(window));
        _heldOut = [.. heldOutScores];
        if (_heldOut.Length < MinRows || _heldOut.Any(float.IsNaN))
        {
            throw new ArgumentException(
                $"Drift is measured against at least {MinRows} held-out scores, none of them NaN, but there are "
                + $"{_heldOut.Length}, {_heldOut.Count(float.IsNaN)} of them NaN.",
                nameof(heldOutScores));
        }

        Array.Sort(_heldOut);
        _heldOutMean = _heldOut.Average(score => (double)score);
        _heldOutTies = _heldOut.GroupBy(score => score).Sum(ties => Cubed(ties.Count()));
        _window = new float[window];
    }

    /// <summary>Scores added that were NaN: of rows with missing or infinite values. They are not in the window.</summary>
    public long SkippedScores { get; private set; }

    /// <summary>Takes the score of the row that was just served.</summary>
    public void Add(float score)
    {
        lock (_gate)
        {
            if (float.IsNaN(score))
            {
                SkippedScores++;
                return;
            }

            _window[_added++ % _window.Length] = score;
        }
    }

    /// <summary>Tests the latest scores, as many as the window holds.</summary>
    public ScoreDrift Test()
    {
        float[] scores;
        lock (_gate)
        {
            scores = _window[..(int)Math.Min(_added, _window.Length)];
        }

        if (scores.Length == 0)
        {
            return new ScoreDrift(0, double.NaN, _heldOutMean, 0.5, 1);
        }

        double wins = 0;
        double ties = _heldOutTies;
        foreach (IGrouping<float, float> equal in scores.GroupBy(score => score))
        {
            int below = Below(equal.Key, orEqual: false);
            int tied = Below(equal.Key, orEqual: true) - below;
            wins += equal.Count() * (below + (tied / 2.0));
            ties += Cubed(tied + equal.Count()) - Cubed(tied);
        }

        double pairs = (double)_heldOut.Length * scores.Length;
        double all = _heldOut.Length + scores.Length;
        double variance = pairs / 12 * (all + 1 - (ties / (all * (all - 1))));

        // Half a step towards the middle, since wins come in steps; a variance of 0 means that all scores are equal.
        double distance = Math.Max(Math.Abs(wins - (pairs / 2)) - 0.5, 0);
        bool isTested = scores.Length >= MinRows && variance > 0;
        double p = isTested ? StandardNormal.BeyondEitherSide(distance / Math.Sqrt(variance)) : 1;
        return new ScoreDrift(scores.Length, scores.Average(score => (double)score), _heldOutMean, wins / pairs, p);
    }

    private static double Cubed(double count) => (count * count * count) - count;

    /// <summary>How many held-out scores lie below.</summary>
    private int Below(float score, bool orEqual)
    {
        int low = 0;
        int high = _heldOut.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            bool isBelow = orEqual ? _heldOut[middle] <= score : _heldOut[middle] < score;
            (low, high) = isBelow ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}

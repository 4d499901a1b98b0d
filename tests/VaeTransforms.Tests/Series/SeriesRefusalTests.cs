using VaeTransforms.Tests.Contract.Refusals;
using Xunit;

namespace VaeTransforms.Tests.Series;

/// <summary>Series that cannot be learned from are refused before training, with the reason and what to do.</summary>
public sealed class SeriesRefusalTests
{
    private static readonly Mistake[] All = [.. SeriesMistakes.All, .. SeriesPointMistakes.All];

    public static TheoryData<string> Mistakes => [.. All.Select(mistake => mistake.Name)];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Unsuitable_series_options_and_points_are_refused(string name) =>
        All.Single(mistake => mistake.Name == name).AssertRefused();
}

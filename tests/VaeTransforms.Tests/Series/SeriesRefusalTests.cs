using Xunit;

namespace VaeTransforms.Tests.Series;

/// <summary>Series that cannot be learned from are refused before training, with the reason and what to do.</summary>
public sealed class SeriesRefusalTests
{
    public static TheoryData<string> Mistakes => [.. SeriesMistakes.All.Select(mistake => mistake.Name)];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Unsuitable_series_options_and_points_are_refused(string name) =>
        SeriesMistakes.All.Single(mistake => mistake.Name == name).AssertRefused();
}

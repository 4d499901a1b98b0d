using Xunit;

namespace VaeTransforms.Tests.Search;

/// <summary>A search that cannot be made is refused before its first trial, with the reason and what to do.</summary>
public sealed class SearchRefusalTests
{
    public static TheoryData<string> Mistakes => [.. SearchMistakes.All.Select(mistake => mistake.Name)];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Unsuitable_searches_are_refused(string name) =>
        SearchMistakes.All.Single(mistake => mistake.Name == name).AssertRefused();
}

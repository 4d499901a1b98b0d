using VaeTransforms.Model;

namespace VaeTransforms;

public abstract partial record Likelihood
{
    /// <summary>Likelihoods for columns by their names.</summary>
    /// <param name="columns">
    /// Names of columns with the likelihood of each; every other column has the likelihood that <see cref="Automatic"/> chooses.
    /// For a vector column the names are those of its slots, or of <c>VaeOptions.Columns</c>.
    /// </param>
    /// <exception cref="ArgumentException">A name is empty or used twice, or there is none.</exception>
    public static Likelihood Mixed(params (string Column, Likelihood Likelihood)[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return new NamedLikelihoods(columns);
    }
}

/// <summary>Likelihoods for columns by their names.</summary>
internal sealed record NamedLikelihoods : UnresolvedLikelihood
{
    private readonly Dictionary<string, Likelihood> _byName = [];

    public NamedLikelihoods(IReadOnlyCollection<(string Column, Likelihood Likelihood)> columns)
    {
        if (columns.Count == 0)
        {
            throw new ArgumentException(
                "Likelihood.Mixed needs at least one column with its likelihood, but it got none. Use Likelihood.Automatic to "
                    + "choose for every column.");
        }

        foreach ((string column, Likelihood likelihood) in columns)
        {
            ArgumentNullException.ThrowIfNull(likelihood);
            if (string.IsNullOrWhiteSpace(column) || !_byName.TryAdd(column, likelihood))
            {
                throw new ArgumentException(
                    $"Likelihood.Mixed needs the name of a column once, but it got '{column}' "
                        + $"{(string.IsNullOrWhiteSpace(column) ? "as a name" : "twice")}. Name each column once.");
            }
        }
    }

    public override string Name => $"Mixed({NameList.Of(_byName.Select(pair => $"{pair.Key}: {pair.Value}"))})";

    public IReadOnlyDictionary<string, Likelihood> ByName => _byName;

    internal override int UniformsPerSlot => _byName.Values.Min(likelihood => likelihood.UniformsPerSlot);

    public bool Equals(NamedLikelihoods? other) =>
        other is not null && _byName.Count == other._byName.Count
        && _byName.All(pair => other._byName.TryGetValue(pair.Key, out Likelihood? likelihood) && likelihood == pair.Value);

    public override int GetHashCode() =>
        _byName.Keys.Aggregate(0, (hash, key) => hash ^ key.GetHashCode(StringComparison.Ordinal));
}

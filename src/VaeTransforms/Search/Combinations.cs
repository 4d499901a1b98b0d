namespace VaeTransforms.Search;

/// <summary>
/// Random combinations of varied options, none twice. An option keeps its base value with probability 1/2, so that some
/// combinations differ from the base options in few of them, which shows what an option does.
/// </summary>
/// <param name="vary">The options.</param>
/// <param name="seed">The same seed gives the same combinations.</param>
/// <remarks>Random search: Bergstra and Bengio 2012, 'Random search for hyper-parameter optimization'.</remarks>
internal sealed class Combinations(IReadOnlyList<VariedOption> vary, int seed)
{
    private readonly Random _random = new(seed);

    // The first is that of the base options.
    private readonly HashSet<string> _drawn = [Key([])];

    // A double, because the number may be large; infinite if an option has a range.
    private readonly double _count =
        vary.Aggregate(1.0, (count, option) => count * (option.Count is { } values ? values + 1 : double.PositiveInfinity));

    /// <summary>The values that differ from the base options, by the name of the option; null when all were drawn.</summary>
    public IReadOnlyDictionary<string, OptionValue>? Next()
    {
        while (_drawn.Count < _count)
        {
            var values = new Dictionary<string, OptionValue>();
            foreach (VariedOption option in vary)
            {
                // Drawn even if it is not used, so that a combination does not depend on what the others have.
                OptionValue value = option.Draw(_random);
                if (_random.Next(2) == 1)
                {
                    values.Add(option.Name, value);
                }
            }

            if (_drawn.Add(Key(values)))
            {
                return values;
            }
        }

        return null;
    }

    private static string Key(Dictionary<string, OptionValue> values) =>
        string.Join('\n', values.Select(value => $"{value.Key}={value.Value.Text}"));
}

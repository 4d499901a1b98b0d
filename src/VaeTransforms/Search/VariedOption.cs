using System.Globalization;
using VaeTransforms.Model;
using VaeTransforms.Search;

namespace VaeTransforms;

/// <summary>An option that a search varies, and the values that it tries besides the one of the base options.</summary>
public sealed class VariedOption
{
    private const int MaxTextLength = 24;

    private readonly Func<Random, OptionValue> _draw;

    private VariedOption(string name, IReadOnlyList<OptionValue> samples, int? count, Func<Random, OptionValue> draw)
    {
        Name = name;
        Samples = samples;
        Count = count;
        _draw = draw;
    }

    /// <summary>The name of the option, which heads a column in the table of trials.</summary>
    public string Name { get; }

    /// <summary>Values to check before the first trial: all of them, or both ends.</summary>
    internal IReadOnlyList<OptionValue> Samples { get; }

    /// <summary>The number of values; null for a range.</summary>
    internal int? Count { get; }

    /// <summary>An option with some values, each as likely as any other.</summary>
    /// <typeparam name="T">The type of the option.</typeparam>
    /// <param name="name">The name of the option, such as <c>nameof(VaeOptions.LatentDimension)</c>.</param>
    /// <param name="values">
    /// At least one. A value whose text is long or not unique, such as a network, appears in the table by its number, from #1.
    /// </param>
    /// <param name="set">Sets the option: <c>(options, value) => options with { LatentDimension = value }</c>.</param>
    /// <exception cref="ArgumentException">The name is empty, or there is no value.</exception>
    public static VariedOption Among<T>(string name, IReadOnlyList<T> values, Func<VaeOptions, T, VaeOptions> set)
    {
        CheckName(name);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(set);
        string[] texts = [.. values.Select(OptionRule.Text)];
        OptionRule.Check(texts, texts.Length > 0, "must have at least one value.", nameof(values));
        bool showsTexts = texts.Distinct().Count() == texts.Length && texts.All(text => text.Length <= MaxTextLength);
        OptionValue[] all =
        [
            .. values.Select((value, i) => new OptionValue(
                showsTexts ? texts[i] : string.Create(CultureInfo.InvariantCulture, $"#{i + 1}"),
                options => set(options, value))),
        ];
        return new VariedOption(name, all, all.Length, random => all[random.Next(all.Length)]);
    }

    /// <summary>An option with a range of numbers. Their logarithms are uniform, as suits a step size.</summary>
    /// <param name="name">The name of the option, such as <c>nameof(VaeOptions.LearningRate)</c>.</param>
    /// <param name="min">The least number, above 0.</param>
    /// <param name="max">The greatest number, above <paramref name="min"/>. Numbers are rounded to three digits.</param>
    /// <param name="set">Sets the option: <c>(options, value) => options with { LearningRate = value }</c>.</param>
    /// <exception cref="ArgumentException">The name is empty, or the range is.</exception>
    public static VariedOption LogUniform(string name, double min, double max, Func<VaeOptions, double, VaeOptions> set)
    {
        CheckName(name);
        ArgumentNullException.ThrowIfNull(set);
        OptionRule.Check(min, min is > 0 and < double.PositiveInfinity, "must be a finite number above 0.", nameof(min));
        OptionRule.Check(
            max,
            max > min && double.IsFinite(max),
            $"must be a finite number above min, which is {OptionRule.Text(min)}.",
            nameof(max));
        return new VariedOption(name, [At(0), At(1)], count: null, random => At(random.NextDouble()));

        OptionValue At(double share)
        {
            double exact = min * Math.Pow(max / min, share);
            double value = double.Parse(exact.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            return new OptionValue(OptionRule.Text(value), options => set(options, value));
        }
    }

    /// <summary>A value of the option.</summary>
    internal OptionValue Draw(Random random) => _draw(random);

    private static void CheckName(string name) =>
        OptionRule.Check(name, !string.IsNullOrWhiteSpace(name), "must not be empty.", nameof(name));
}

using System.Globalization;
using System.Runtime.CompilerServices;

namespace VaeTransforms.Model;

/// <summary>How an option refuses a bad value: the name, the rule and what was given, in one message.</summary>
internal static class OptionRule
{
    /// <summary>Returns the value if it keeps the rule.</summary>
    /// <param name="value">What was given.</param>
    /// <param name="keepsTheRule">Written positively by the caller, so that NaN fails.</param>
    /// <param name="rule">The rest of the sentence that the option's name begins.</param>
    /// <param name="option">The option's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value does not keep the rule.</exception>
    public static T Check<T>(T value, bool keepsTheRule, string rule, [CallerMemberName] string option = "") =>
        keepsTheRule
            ? value
            : throw new ArgumentOutOfRangeException(
                option, string.Create(CultureInfo.InvariantCulture, $"{option} {rule} It was {Text(value)}."));

    /// <summary>A value as a message shows it, whatever the culture.</summary>
    public static string Text<T>(T value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        IEnumerable<int> numbers => $"[{NameList.Of(numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)))}]",
        IEnumerable<string> names => $"[{NameList.Quoted(names)}]",
        IEnumerable<VaeColumn> columns =>
            $"[{NameList.Of(columns.Select(one => $"'{one.Name}' in slots {Text(one.Start)} to {Text(one.End - 1)}"))}]",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}

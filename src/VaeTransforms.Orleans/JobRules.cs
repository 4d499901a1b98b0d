using System.Runtime.CompilerServices;
using VaeTransforms.Model;

namespace VaeTransforms.Orleans;

/// <summary>The rules of options that fits and scoring have in common.</summary>
internal static class JobRules
{
    /// <summary>How long no silo may answer, unless the options say otherwise.</summary>
    public static readonly TimeSpan MaxSilence = TimeSpan.FromMinutes(5);

    /// <exception cref="ArgumentOutOfRangeException">The name is blank.</exception>
    public static string? Job(string? value, [CallerMemberName] string option = "") => OptionRule.Check(
        value, value is null || !string.IsNullOrWhiteSpace(value), "must be a name, or null for a new one.", option);

    /// <exception cref="ArgumentOutOfRangeException">The time is not above 0.</exception>
    public static TimeSpan Time(TimeSpan value, [CallerMemberName] string option = "") =>
        OptionRule.Check(value, value > TimeSpan.Zero, "must be above 0.", option);

    /// <exception cref="ArgumentOutOfRangeException">There is no name, or one is blank.</exception>
    public static IReadOnlyList<string>? Columns(IReadOnlyList<string>? value, [CallerMemberName] string option = "") =>
        OptionRule.Check<IReadOnlyList<string>?>(
            value is null ? null : [.. value],
            value is null || (value.Count > 0 && !value.Any(string.IsNullOrWhiteSpace)),
            "must be names of columns, or null for all.",
            option);
}

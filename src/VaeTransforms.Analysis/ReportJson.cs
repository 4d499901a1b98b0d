using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaeTransforms.Analysis;

/// <summary>How every report becomes JSON: indented, with the names that it has in C#.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,

        // What is infinite or not a number stands in a report for a reason, and JSON has no number for it.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Of<T>(T report) => JsonSerializer.Serialize(report, Options);
}

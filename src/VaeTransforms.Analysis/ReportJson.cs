using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaeTransforms.Analysis;

/// <summary>Writes reports as JSON: indented, with the property names of C#.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,

        // Reports can contain infinity and NaN, for which JSON has no numbers.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Of<T>(T report) => JsonSerializer.Serialize(report, Options);
}

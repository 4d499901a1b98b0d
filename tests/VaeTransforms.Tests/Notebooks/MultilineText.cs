using System.Text.Json.Nodes;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>The form of text in notebook files: a list of lines, each with its line break.</summary>
internal static class MultilineText
{
    public static string Read(JsonNode lines) =>
        lines is JsonArray array ? string.Concat(array.Select(line => line!.GetValue<string>())) : lines.GetValue<string>();

    public static JsonArray ToJson(string text)
    {
        string[] lines = text.Split('\n');
        return new JsonArray([.. lines
            .Select((line, i) => i < lines.Length - 1 ? line + "\n" : line)
            .Where(line => line.Length > 0)
            .Select(line => JsonValue.Create(line))]);
    }
}

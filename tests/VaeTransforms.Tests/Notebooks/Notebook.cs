using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>A notebook file: Markdown cells, and C# cells with their outputs.</summary>
/// <remarks>nbformat 4.5, for the C# kernel of Polyglot Notebooks.</remarks>
internal sealed record Notebook(IReadOnlyList<NotebookCell> Cells)
{
    // A diff shows only lines that were changed: no unnecessary escapes, and base64 on one line.
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
    };

    public static Notebook Read(string path)
    {
        JsonNode file = JsonNode.Parse(File.ReadAllBytes(path))!;
        return new Notebook([.. file["cells"]!.AsArray().Select(cell => NotebookCell.Read(cell!))]);
    }

    public void Write(string path) =>
        File.WriteAllText(path, ToJson().ToJsonString(Readable) + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    private JsonObject ToJson()
    {
        int executed = 0;
        return new JsonObject
        {
            ["cells"] = new JsonArray(
                [.. Cells.Select((cell, i) => cell.ToJson($"cell-{i + 1}", cell.IsCode ? ++executed : null))]),
            ["metadata"] = new JsonObject
            {
                ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" },
                ["language_info"] = new JsonObject
                {
                    ["file_extension"] = ".cs",
                    ["mimetype"] = "text/x-csharp",
                    ["name"] = "C#",
                    ["pygments_lexer"] = "csharp",
                    ["version"] = "12.0",
                },
                ["polyglot_notebook"] = new JsonObject
                {
                    ["kernelInfo"] = new JsonObject
                    {
                        ["defaultKernelName"] = "csharp",
                        ["items"] = new JsonArray(new JsonObject { ["aliases"] = new JsonArray(), ["name"] = "csharp" }),
                    },
                },
            },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };
    }
}

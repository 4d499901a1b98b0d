using System.Text.Json.Nodes;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>A cell of a notebook.</summary>
/// <param name="IsCode">C#; otherwise Markdown.</param>
/// <param name="Text">The lines, without a line break at the end.</param>
internal sealed record NotebookCell(bool IsCode, string Text)
{
    /// <summary>The outputs in the order shown; empty for Markdown and for a cell that has not run.</summary>
    public IReadOnlyList<NotebookOutput> Outputs { get; init; } = [];

    /// <summary>Whether the cell's code shows a picture.</summary>
    public bool ShowsPicture => IsCode && Text.Contains($"{nameof(NotebookDisplay.display)}(", StringComparison.Ordinal);

    /// <summary>Whether the cell's code writes text.</summary>
    public bool ShowsText => IsCode && Text.Contains("Console.Write", StringComparison.Ordinal);

    public static NotebookCell Read(JsonNode cell) =>
        new(cell["cell_type"]!.GetValue<string>() == "code", MultilineText.Read(cell["source"]!))
        {
            Outputs = [.. (cell["outputs"]?.AsArray() ?? []).Select(output => NotebookOutput.Read(output!))],
        };

    /// <param name="id">An identifier that is unique in the notebook.</param>
    /// <param name="executed">The number of code cells up to this one; null for Markdown.</param>
    public JsonObject ToJson(string id, int? executed)
    {
        var cell = new JsonObject { ["cell_type"] = IsCode ? "code" : "markdown" };
        if (IsCode)
        {
            cell["execution_count"] = executed;
        }

        cell["id"] = id;
        cell["metadata"] = new JsonObject();
        if (IsCode)
        {
            cell["outputs"] = new JsonArray([.. Outputs.Select(output => output.ToJson())]);
        }

        cell["source"] = MultilineText.ToJson(Text);
        return cell;
    }
}

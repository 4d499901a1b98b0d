using System.Text.Json.Nodes;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>Something that a cell showed.</summary>
internal abstract record NotebookOutput
{
    public static NotebookOutput Read(JsonNode output) => output["output_type"]!.GetValue<string>() switch
    {
        "stream" => new TextOutput(MultilineText.Read(output["text"]!)),
        "display_data" => PictureOutput.ReadPicture(output),
        string type => throw new InvalidDataException($"No cell of these notebooks shows a '{type}'."),
    };

    public abstract JsonObject ToJson();
}

/// <summary>What a cell wrote to the console.</summary>
internal sealed record TextOutput(string Text) : NotebookOutput
{
    public override JsonObject ToJson() => new()
    {
        ["name"] = "stdout",
        ["output_type"] = "stream",
        ["text"] = MultilineText.ToJson(Text),
    };
}

/// <summary>A picture that a cell displayed.</summary>
/// <remarks>PNG alone: pages of repositories show it, and leave out pictures inside of HTML.</remarks>
/// <param name="Png">The file's bytes.</param>
/// <param name="Title">Its text for readers who do not see it.</param>
/// <param name="Width">To be shown at, which may be less than it has pixels.</param>
/// <param name="Height">Likewise.</param>
internal sealed record PictureOutput(byte[] Png, string Title, int Width, int Height) : NotebookOutput
{
    private const string Type = "image/png";

    public static PictureOutput ReadPicture(JsonNode output)
    {
        JsonNode size = output["metadata"]![Type]!;
        return new PictureOutput(
            Convert.FromBase64String(output["data"]![Type]!.GetValue<string>()),
            MultilineText.Read(output["data"]!["text/plain"]!),
            size["width"]!.GetValue<int>(),
            size["height"]!.GetValue<int>());
    }

    public override JsonObject ToJson() => new()
    {
        ["data"] = new JsonObject { [Type] = Convert.ToBase64String(Png), ["text/plain"] = MultilineText.ToJson(Title) },
        ["metadata"] = new JsonObject { [Type] = new JsonObject { ["height"] = Height, ["width"] = Width } },
        ["output_type"] = "display_data",
    };
}

using System.Text.Json.Nodes;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>An output of a cell.</summary>
internal abstract record NotebookOutput
{
    public static NotebookOutput Read(JsonNode output) => output["output_type"]!.GetValue<string>() switch
    {
        "stream" => new TextOutput(MultilineText.Read(output["text"]!)),
        "display_data" => PictureOutput.ReadPicture(output),
        string type => throw new InvalidDataException($"Outputs must be stream or display_data, but one is '{type}'."),
    };

    public abstract JsonObject ToJson();
}

/// <summary>Text that a cell wrote to the console.</summary>
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
/// <remarks>PNG, because repository pages show it but do not show pictures inside HTML.</remarks>
/// <param name="Png">The bytes of the file.</param>
/// <param name="Title">The alternative text.</param>
/// <param name="Width">The width on the page, which can be smaller than that of the file.</param>
/// <param name="Height">The height on the page.</param>
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

using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;

namespace VaeTransforms.Pipeline;

/// <summary>
/// The ONNX model inside a stock OnnxTransformer. The transformer keeps it to itself but writes it out when it is saved,
/// so it is saved into memory and read from there.
/// </summary>
internal static class OnnxTransformerContent
{
    private const string EntryName = "OnnxModel";

    /// <summary>The bytes of the ONNX model.</summary>
    /// <exception cref="VaeModelFormatException">ML.NET saved the transformer in a form that is not known here.</exception>
    public static byte[] Read(OnnxTransformer transformer)
    {
        using var saved = new MemoryStream();
        new MLContext().Model.Save(transformer, inputSchema: null, saved);
        saved.Position = 0;

        using var archive = new ZipArchive(saved);
        ZipArchiveEntry entry = archive.Entries.SingleOrDefault(e => e.Name == EntryName)
            ?? throw new VaeModelFormatException($"The saved OnnxTransformer has no entry '{EntryName}'. Use the version of Microsoft.ML.OnnxTransformer that this package was built with.");

        using var reader = new BinaryReader(entry.Open());
        int length = reader.ReadInt32();
        return reader.ReadBytes(length);
    }
}

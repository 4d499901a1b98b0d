using System.IO.Compression;
using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;

namespace VaeTransforms.Pipeline;

/// <summary>
/// Reads the ONNX model of ML.NET's OnnxTransformer. The transformer has no public property for it, but writes it when it is
/// saved. So it is saved to memory and read from there.
/// </summary>
internal static class OnnxTransformerContent
{
    private const string EntryName = "OnnxModel";

    /// <summary>The names of the tensors that become columns.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Outputs")]
    public static extern string[] Outputs(OnnxTransformer transformer);

    /// <summary>The bytes of the ONNX model.</summary>
    /// <exception cref="VaeModelFormatException">This version of ML.NET saves the transformer in another format.</exception>
    public static byte[] Read(OnnxTransformer transformer)
    {
        using var saved = new MemoryStream();
        new MLContext().Model.Save(transformer, inputSchema: null, saved);
        saved.Position = 0;

        using var archive = new ZipArchive(saved);
        ZipArchiveEntry entry = archive.Entries.SingleOrDefault(e => e.Name == EntryName)
            ?? throw new VaeModelFormatException(
                $"The saved OnnxTransformer has no entry '{EntryName}'. Use the version of Microsoft.ML.OnnxTransformer that "
                + "VaeTransforms references.");

        using var reader = new BinaryReader(entry.Open());
        int length = reader.ReadInt32();
        return reader.ReadBytes(length);
    }
}

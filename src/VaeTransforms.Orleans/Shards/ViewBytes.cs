using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Orleans;

/// <summary>A data view as bytes in ML.NET's binary format, to send it from one machine to another.</summary>
internal sealed class ViewBytes(byte[] bytes) : IMultiStreamSource
{
    public int Count => 1;

    public static byte[] Write(MLContext mlContext, IDataView view)
    {
        using var stream = new MemoryStream();
        mlContext.Data.SaveAsBinary(view, stream, keepHidden: false);
        return stream.ToArray();
    }

    public static IDataView Read(MLContext mlContext, byte[] bytes) => mlContext.Data.LoadFromBinary(new ViewBytes(bytes));

    public string? GetPathOrNull(int index) => null;

    public Stream Open(int index) => new MemoryStream(bytes, writable: false);

    public TextReader OpenTextReader(int index) => new StreamReader(Open(index));
}

using Microsoft.ML;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>Files that cannot be loaded as a model.</summary>
internal static class FileMistakes
{
    private const string TakeAgain = "Take the file from its source again";

    private static readonly Lazy<VaeTransformer> Fitted = new(() =>
    {
        var ml = new MLContext(1);
        return (VaeTransformer)Subject.VaeEncode.Create(ml).Fit(View(ml, Rows(60)));
    });

    /// <summary>The bad files, by the names of the mistakes.</summary>
    public static IReadOnlyDictionary<string, Func<byte[]>> Files { get; } = new Dictionary<string, Func<byte[]>>
    {
        ["A truncated file"] = () => Saved()[..(Saved().Length * 2 / 3)],
        ["An empty file"] = () => [],
        ["A text file"] = () => "Dear reader, this is a letter."u8.ToArray(),
        ["A file that was changed"] = () => Replace(Saved(), "\"beta\":1"u8, "\"beta\":2"u8),
        ["A file of a newer format"] = () => Replace(Saved(), "format_version\u0012\u00011"u8, "format_version\u0012\u00012"u8),
        ["The file of a pipeline"] = () => Zip(Fitted.Value),
        ["An exported graph"] = () => Export(Fitted.Value.Model),
    };

    public static IReadOnlyList<Mistake> All { get; } =
    [
        Load("A truncated file", "truncated", TakeAgain),
        Load("An empty file", "empty", TakeAgain),
        Load("A text file", "ONNX", TakeAgain),
        Load("A file that was changed", "SHA-256", TakeAgain),
        Load("A file of a newer format", "version 2", "version 1", "Use a newer version of VaeTransforms"),
        Load("The file of a pipeline", "mlContext.Model.Load", "VaeModel.FromTransformer"),
        Load("An exported graph", "export", "Load the file that the model was saved to"),
    ];

    public static byte[] Zip(ITransformer transformer)
    {
        using var file = new MemoryStream();
        new MLContext().Model.Save(transformer, null, file);
        return file.ToArray();
    }

    public static byte[] Export(VaeModel model)
    {
        using var file = new MemoryStream();
        model.SaveOnnx(file, OnnxGraph.Encoder);
        return file.ToArray();
    }

    /// <summary>The bytes with the first occurrence of some bytes replaced by others of the same length.</summary>
    public static byte[] Replace(byte[] bytes, ReadOnlySpan<byte> what, ReadOnlySpan<byte> by)
    {
        int place = bytes.AsSpan().IndexOf(what);
        if (place < 0)
        {
            throw new InvalidOperationException("The bytes to replace were not found.");
        }

        byte[] changed = [.. bytes];
        by.CopyTo(changed.AsSpan(place));
        return changed;
    }

    private static byte[] Saved() => SavingTests.Bytes(Fitted.Value.Model);

    private static Mistake Load(string name, params string[] facts) => new(
        name, typeof(VaeModelFormatException), _ => VaeModel.Load(new MemoryStream(Files[name]())).Dispose(), facts);
}

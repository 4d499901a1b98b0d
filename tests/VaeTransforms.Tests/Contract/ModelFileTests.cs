using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

/// <summary>Files that are not what they should be, as a user meets them.</summary>
public sealed class ModelFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_saved_model_comes_back_the_same_and_saves_the_same_bytes(Subject subject)
    {
        (_, VaeModel model) = Fitted(subject);
        string path = Path.Combine(_folder, "model.onnx");
        model.Save(path);

        using VaeModel loaded = VaeModel.Load(path);

        Assert.Equal(File.ReadAllBytes(path), SavingTests.Bytes(loaded));
        Assert.Equal(model.Architecture, loaded.Architecture);
        Assert.Equal(model.Threshold, loaded.Threshold);
        Assert.Equal(model.Score(Rows(1)[0].Features), loaded.Score(Rows(1)[0].Features));
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("empty")]
    [InlineData("text")]
    [InlineData("tampered")]
    [InlineData("newer")]
    [InlineData("a pipeline's zip")]
    [InlineData("an export")]
    public void A_file_that_is_no_whole_model_is_refused_with_what_to_do(string kind)
    {
        (ITransformer transformer, VaeModel model) = Fitted(Subject.VaeEncode);
        byte[] bytes = SavingTests.Bytes(model);
        byte[] bad = kind switch
        {
            "truncated" => bytes[..(bytes.Length * 2 / 3)],
            "empty" => [],
            "text" => "Dear reader, this is a letter."u8.ToArray(),
            "tampered" => Replace(bytes, "\"beta\":1"u8, "\"beta\":2"u8),
            "newer" => Replace(bytes, "format_version\u0012\u00011"u8, "format_version\u0012\u00012"u8),
            "a pipeline's zip" => Zip(transformer),
            _ => Export(model),
        };
        string path = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(path, bad);

        string message = Assert.Throws<VaeModelFormatException>(() => VaeModel.Load(path)).Message;

        Assert.Matches("(Take the file from its source again|Use a newer version of VaeTransforms|Load the file that the model was saved to|VaeModel.FromTransformer)", message);
        Assert.Equal(bad, File.ReadAllBytes(path));
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_model_that_was_changed_inside_a_pipelines_file_is_not_given_back(Subject subject)
    {
        (ITransformer fitted, _) = Fitted(subject);
        string path = Path.Combine(_folder, "model.zip");
        File.WriteAllBytes(path, Zip(fitted));
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            ZipArchiveEntry entry = archive.Entries.Single(e => e.Name == "OnnxModel");
            using Stream stream = entry.Open();
            using var content = new MemoryStream();
            stream.CopyTo(content);
            byte[] changed = Replace(content.ToArray(), "\"beta\":1"u8, "\"beta\":2"u8);
            stream.Position = 0;
            stream.Write(changed);
        }

        ITransformer loaded = new MLContext().Model.Load(path, out _);

        Assert.Contains(
            "SHA-256 digest does not match",
            Assert.Throws<VaeModelFormatException>(() => VaeModel.FromTransformer(loaded)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Another_ONNX_model_in_the_pipeline_is_not_taken_for_one_of_ours()
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(60));
        (ITransformer fitted, _) = Fitted(Subject.VaeEncode);
        string path = Path.Combine(_folder, "foreign.onnx");
        File.WriteAllBytes(path, Replace(Export(Subjects.ModelOf(fitted)), "vaetransforms.format_version"u8, "somebodyelses"u8));
        ITransformer other = ml.Transforms.ApplyOnnxModel(["Mean"], ["Features"], path).Fit(data);

        using VaeModel model = VaeModel.FromTransformer(new TransformerChain<ITransformer>(fitted, other));

        Assert.Equal(Width, model.Architecture.InputSize);
        Assert.StartsWith(
            "The transformer holds no VAE.",
            Assert.Throws<ArgumentException>(() => VaeModel.FromTransformer(other)).Message,
            StringComparison.Ordinal);
    }

    private static (ITransformer Transformer, VaeModel Model) Fitted(Subject subject)
    {
        var ml = new MLContext(1);
        ITransformer fitted = subject.Create(ml).Fit(View(ml, Rows(60)));
        return (fitted, Subjects.ModelOf(fitted));
    }

    private static byte[] Zip(ITransformer transformer)
    {
        using var file = new MemoryStream();
        new MLContext().Model.Save(transformer, null, file);
        return file.ToArray();
    }

    private static byte[] Export(VaeModel model)
    {
        using var file = new MemoryStream();
        model.SaveOnnx(file, OnnxGraph.Encoder);
        return file.ToArray();
    }

    private static byte[] Replace(byte[] bytes, ReadOnlySpan<byte> what, ReadOnlySpan<byte> by)
    {
        int place = bytes.AsSpan().IndexOf(what);
        Assert.True(place >= 0);
        byte[] changed = [.. bytes];
        by.CopyTo(changed.AsSpan(place));
        return changed;
    }
}

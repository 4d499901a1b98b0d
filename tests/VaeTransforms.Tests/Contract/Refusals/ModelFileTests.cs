using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>Model files that are intact, damaged, or not from VaeTransforms.</summary>
public sealed class ModelFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;

    public static TheoryData<string> BadFiles => [.. FileMistakes.All.Select(mistake => mistake.Name)];

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
    [MemberData(nameof(BadFiles))]
    public void A_file_that_is_not_a_whole_model_is_refused_and_stays_as_it_is(string name)
    {
        FileMistakes.All.Single(mistake => mistake.Name == name).AssertRefused();

        byte[] bad = FileMistakes.Files[name]();
        string path = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(path, bad);
        Assert.Throws<VaeModelFormatException>(() => VaeModel.Load(path));
        Assert.Equal(bad, File.ReadAllBytes(path));
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_model_that_was_changed_in_the_file_of_a_pipeline_is_refused(Subject subject)
    {
        (ITransformer fitted, _) = Fitted(subject);
        string path = Path.Combine(_folder, "model.zip");
        File.WriteAllBytes(path, FileMistakes.Zip(fitted));
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            ZipArchiveEntry entry = archive.Entries.Single(e => e.Name == "OnnxModel");
            using Stream stream = entry.Open();
            using var content = new MemoryStream();
            stream.CopyTo(content);
            byte[] changed = FileMistakes.Replace(content.ToArray(), "\"beta\":1"u8, "\"beta\":2"u8);
            stream.Position = 0;
            stream.Write(changed);
        }

        ITransformer loaded = new MLContext().Model.Load(path, out _);

        Assert.Contains(
            "SHA-256",
            Assert.Throws<VaeModelFormatException>(() => VaeModel.FromTransformer(loaded)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Another_ONNX_model_in_the_pipeline_is_not_a_VAE()
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(60));
        (ITransformer fitted, _) = Fitted(Subject.VaeEncode);
        string path = Path.Combine(_folder, "foreign.onnx");
        byte[] export = FileMistakes.Export(Subjects.ModelOf(fitted));
        File.WriteAllBytes(path, FileMistakes.Replace(export, "vaetransforms.format_version"u8, "somebodyelses"u8));
        ITransformer other = ml.Transforms.ApplyOnnxModel(["Mean"], ["Features"], path).Fit(data);

        using VaeModel model = VaeModel.FromTransformer(new TransformerChain<ITransformer>(fitted, other));

        Assert.Equal(Width, model.Architecture.InputSize);
        Assert.Throws<ArgumentException>("transformer", () => VaeModel.FromTransformer(other));
    }

    private static (ITransformer Transformer, VaeModel Model) Fitted(Subject subject)
    {
        var ml = new MLContext(1);
        ITransformer fitted = subject.Create(ml).Fit(View(ml, Rows(60)));
        return (fitted, Subjects.ModelOf(fitted));
    }
}

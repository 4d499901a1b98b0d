using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

public sealed class SavingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void No_temporary_file_is_left_behind(Subject subject)
    {
        var ml = new MLContext(1) { TempFilePath = _folder };
        IDataView data = View(ml, Rows(60));
        ITransformer fitted = subject.Create(ml).Fit(data);
        Assert.Empty(Directory.GetFiles(_folder));

        using var file = new MemoryStream();
        ml.Model.Save(fitted, data.Schema, file);
        Assert.Empty(Directory.GetFiles(_folder));

        file.Position = 0;
        ITransformer loaded = ml.Model.Load(file, out _);
        Table.Read(loaded.Transform(data));
        VaeModel.FromTransformer(loaded).Dispose();
        ((IDisposable)loaded).Dispose();
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void The_temporary_file_of_a_save_is_in_the_folder_of_the_context_and_only_its_owner_can_read_it(Subject subject)
    {
        var ml = new MLContext(1) { TempFilePath = _folder };
        IDataView data = View(ml, Rows(60));
        ITransformer fitted = subject.Create(ml).Fit(data);
        var modes = new List<UnixFileMode>();

        using var file = new WatchedStream(() => modes.AddRange(Directory.GetFiles(_folder).Select(Mode)));
        ml.Model.Save(fitted, data.Schema, file);

        Assert.NotEmpty(modes);
        Assert.All(modes, mode => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode));

        // On Windows, the folder has the access rights.
        static UnixFileMode Mode(string path) =>
            OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(path);
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_failed_save_leaves_no_temporary_file_and_can_be_repeated(Subject subject)
    {
        var ml = new MLContext(1) { TempFilePath = _folder };
        IDataView data = View(ml, Rows(60));
        ITransformer fitted = subject.Create(ml).Fit(data);

        using var full = new WatchedStream(() => throw new IOException("No space left on device."));
        Assert.Throws<IOException>(() => ml.Model.Save(fitted, data.Schema, full));

        Assert.Empty(Directory.GetFiles(_folder));
        using var file = new MemoryStream();
        ml.Model.Save(fitted, data.Schema, file);
        Assert.NotEqual(0, file.Length);
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void The_file_has_the_same_model_with_a_schema_a_loader_or_neither(Subject subject)
    {
        var ml = new MLContext(1);
        string rows = Path.Combine(_folder, "rows.tsv");
        using (FileStream text = File.Create(rows))
        {
            ml.Data.SaveAsText(ml.Data.LoadFromEnumerable(Rows(60)), text, schema: false);
        }

        TextLoader loader = ml.Data.CreateTextLoader(
            [new TextLoader.Column("Id", DataKind.String, 0), new TextLoader.Column("Features", DataKind.Single, 1, Width)],
            hasHeader: true);
        IDataView data = loader.Load(rows);
        ITransformer fitted = subject.Create(ml).Fit(data);
        Dictionary<string, float[][]> expected = Table.Read(fitted.Transform(data));
        string path = Path.Combine(_folder, "model.zip");

        ml.Model.Save(fitted, inputSchema: null, path);
        Table.AssertNear(expected, Table.Read(new MLContext().Model.Load(path, out _).Transform(data)));

        ml.Model.Save(fitted, loader, path);
        ITransformer loaded = new MLContext().Model.LoadWithDataLoader(path, out IDataLoader<IMultiStreamSource> loadedLoader);
        Table.AssertNear(expected, Table.Read(loaded.Transform(loadedLoader.Load(new MultiFileSource(rows)))));

    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void The_file_of_a_pipeline_contains_the_whole_model(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(60));
        ITransformer fitted = subject.Create(ml).Fit(data);
        ITransformer chain = ml.Transforms.CopyColumns("Copy", "Id").Fit(data).Append(fitted);
        ITransformer loaded = Subjects.SaveAndLoad(chain, data.Schema, out _);

        using VaeModel model = VaeModel.FromTransformer(loaded);
        VaeModel original = Subjects.ModelOf(fitted);

        Assert.Equal(Bytes(original), Bytes(model));
        Assert.Equal(SlotNames, model.SlotNames);
        Assert.Equal("Features", model.InputColumnName);
        Assert.Equal(original.Threshold, model.Threshold);
        Assert.Equal(subject == Subject.AnomalyTrainer, model.Threshold is not null);
        Assert.Equal(original.Decode([0.5f, -1, 2]), model.Decode([0.5f, -1, 2]));
    }

    [Fact]
    public void One_of_several_models_is_found_by_its_input_column()
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(60));
        VaeOptions ofLatent = new()
        {
            LatentDimension = 3,
            HiddenLayers = [16],
            Epochs = 5,
            BatchSize = 32,
            KlDivergenceColumnName = "Kl2",
        };
        ITransformer fitted = ml.Transforms.VaeEncode("Latent", "Features", Quick)
            .Append(ml.AnomalyDetection.Trainers.Vae("Latent", new VaeAnomalyOptions { Vae = ofLatent }))
            .Fit(data);
        ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out _);

        foreach (ITransformer chain in new[] { fitted, loaded })
        {
            using VaeModel first = VaeModel.FromTransformer(chain, "Features");
            using VaeModel second = VaeModel.FromTransformer(chain, "Latent");
            Assert.Equal((Width, 3), (first.Architecture.InputSize, second.Architecture.InputSize));
            string message = Assert.Throws<ArgumentException>(() => VaeModel.FromTransformer(chain)).Message;
            Assert.Contains("'Features', 'Latent'", message, StringComparison.Ordinal);
        }
    }

    internal static byte[] Bytes(VaeModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    /// <summary>Calls back at each write.</summary>
    private sealed class WatchedStream(Action onWrite) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            onWrite();
            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            onWrite();
            base.Write(buffer);
        }
    }
}

using System.Globalization;
using System.IO.Compression;
using VaeTransforms.Benchmarks.Anomaly;
using Xunit;

namespace VaeTransforms.Tests.Benchmarks;

public sealed class AnomalyCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_folder_of_sets_gives_tables_with_peers_and_a_failing_set_does_not_affect_others()
    {
        string sets = Folder("sets");
        string output = Path.Combine(_folder.FullName, "out");
        WriteSet(
            Path.Combine(sets, "curve.csv.gz"),
            i => i % 12 == 0 ? [9, -9] : [MathF.Sin(i), MathF.Sin(i) + (0.1f * MathF.Cos(7 * i))]);
        WriteSet(Path.Combine(sets, "equal.csv"), _ => [1, 1]);
        string peers = Folder("peers");
        File.WriteAllLines(Path.Combine(peers, "measured.csv"), [Measurement.Header, "curve,semi,0,Best, of all,1.5,1,0.5,0.25"]);
        File.WriteAllLines(Path.Combine(peers, "published-auc-semi.csv"), ["Dataset,KNN", "curve,12.5"]);

        string[] options = ["--peers", peers, "--seeds", "1", "--protocols", "semi", "--out", output];
        Assert.Equal((0, ""), Run([sets, .. options]).Errors);

        string report = File.ReadAllText(Path.Combine(output, "anomaly.md"));
        Assert.Contains("1 set, 1 seed", report, StringComparison.Ordinal);
        Assert.Contains("| Best, of all | 150.0 | 100.0 | 1.0 | 0 | 1 | 0.50 | 0.250 |", report, StringComparison.Ordinal);
        Assert.Contains("| KNN | 12.5 | 2.0 |", report, StringComparison.Ordinal);
        Assert.Contains(
            "| curve | 100.0 | 100.0–100.0 | 100.0 | Best, of all | 150.0 | -50.0 | KNN | 12.5 |",
            report,
            StringComparison.Ordinal);
        Assert.Equal(3, File.ReadAllLines(Path.Combine(output, "anomaly.csv")).Length);
    }

    [Fact]
    public void A_set_with_its_own_split_keeps_it_and_is_compared_with_peers_on_that_split()
    {
        string sets = Folder("tables");
        File.WriteAllLines(Path.Combine(sets, "own.csv"), [
            "f0,f1,split,label",
            .. Enumerable.Range(0, 200).Select(i => string.Create(
                CultureInfo.InvariantCulture,
                $"{Math.Sin(i)},{Math.Sin(i) + (0.1 * Math.Cos(7 * i))},{(i < 150 ? "train" : "test")},0")),
            "9,-9,test,1",
        ]);
        string peers = Folder("peers");
        File.WriteAllLines(Path.Combine(peers, "own.csv"), ["dataset,method,auc,ap", "own,kNN(k=5),0.25,0.5"]);

        (string text, _) = Run(sets, "--peers", peers, "--seeds", "1", "--without-pca", "--out", Folder("out"));

        Assert.Contains("## tables: semi", text, StringComparison.Ordinal);
        Assert.DoesNotContain("unsup", text, StringComparison.Ordinal);
        Assert.Contains("| **VaeTransforms** | 100.0 | 100.0 | 1.0 |", text, StringComparison.Ordinal);
        Assert.Contains("| kNN(k=5) | 25.0 | 50.0 | 2.0 | 1 | 1 |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_of_the_caller_end_with_one_message()
    {
        string sets = Folder("sets");
        File.WriteAllLines(Path.Combine(sets, "bad.csv"), ["f0,label", "x,0"]);

        Assert.Equal(
            (2, $"Line 2 of '{Path.Combine(sets, "bad.csv")}' contains 'x', which is not a number.\n"),
            Run(sets, "--out", Folder("out")).Errors);
        Assert.Equal(
            (2, "'nowhere' is not a protocol. The protocols are semi and unsup.\n"),
            Run(sets, "--protocols", "nowhere").Errors);
        Assert.StartsWith("There is no set 'missing'", Run(sets, "--sets", "missing").Errors.Text, StringComparison.Ordinal);
        Assert.StartsWith("'--fast' is not an option.", Run(sets, "--fast").Errors.Text, StringComparison.Ordinal);
        Assert.StartsWith("anomaly DIR", Run().Errors.Text, StringComparison.Ordinal);
    }

    private static (string Output, (int Code, string Text) Errors) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter { NewLine = "\n" };
        int code = AnomalyCommand.Run(args, output, error);
        return (output.ToString(), (code, error.ToString()));
    }

    private static void WriteSet(string path, Func<int, float[]> row)
    {
        using Stream file = File.Create(path);
        using Stream content = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionMode.Compress)
            : file;
        using var writer = new StreamWriter(content);
        writer.WriteLine("f0,f1,label");
        for (int i = 0; i < 120; i++)
        {
            IEnumerable<float> values = row(i).Append(i % 12 == 0 ? 1 : 0);
            writer.WriteLine(string.Join(',', values.Select(value => value.ToString(CultureInfo.InvariantCulture))));
        }
    }

    private string Folder(string name) => _folder.CreateSubdirectory(name).FullName;
}

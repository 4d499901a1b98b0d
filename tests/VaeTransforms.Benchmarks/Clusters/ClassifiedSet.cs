using System.Globalization;
using VaeTransforms.Benchmarks.Anomaly;
using VaeTransforms.Benchmarks.Tables;
using VaeTransforms.Datasets;

namespace VaeTransforms.Benchmarks.Clusters;

/// <summary>Rows of known classes, which only the evaluation uses.</summary>
/// <param name="Name">How the table names it.</param>
/// <param name="Rows">[n], each [D].</param>
/// <param name="Classes">[n], from 0.</param>
internal sealed record ClassifiedSet(string Name, float[][] Rows, int[] Classes)
{
    // So that a set takes minutes and not hours; drawn at random, because some files are sorted by class.
    private const int MaxRows = 2000;

    // Two clusters cannot be expected to be 3 anomalies and the other 97 rows.
    private const double MinShare = 0.2;

    private const string Images = "t10k-images-idx3-ubyte.gz";

    /// <summary>How many classes, and so clusters, there are.</summary>
    public int Count => Classes.Distinct().Count();

    /// <summary>The sets of this repository, and those of folders.</summary>
    /// <param name="folders">
    /// Folders of one of three kinds: files of MNIST's names; a table <c>data.csv.gz</c> with <c>data_types.csv</c>, one column
    /// of which is a category, the class; or files NAME.csv.gz with the header <c>f0,…,fN,label</c>, of which those count where
    /// the rarer label has at least a fifth of the rows.
    /// </param>
    public static IEnumerable<ClassifiedSet> All(IEnumerable<string> folders)
    {
        (float[][] digits, int[] kinds) = Digits.Read();
        (float[][] masses, bool[] malignant) = BreastCancer.Read();
        return [
            new ClassifiedSet("digits", digits, kinds),
            new ClassifiedSet("breast cancer", masses, Array.ConvertAll(malignant, label => label ? 1 : 0)),
            .. folders.SelectMany(Read),
        ];
    }

    private static IEnumerable<ClassifiedSet> Read(string folder)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        if (File.Exists(Path.Combine(folder, Images)))
        {
            byte[][] pixels = IdxFile.ReadImages(Path.Combine(folder, Images)).Pixels;
            byte[] labels = IdxFile.ReadLabels(Path.Combine(folder, Images.Replace("images-idx3", "labels-idx1")));
            return [Some(name, Array.ConvertAll(pixels, row => Array.ConvertAll(row, pixel => (float)pixel)), labels)];
        }

        return File.Exists(Path.Combine(folder, "data_types.csv"))
            ? [Table(name, folder)]
            : LabeledSet.Find(folder).Select(file => LabeledSet.Read(file.Key, file.Value))
                .Where(set => Math.Min(Share(set.Labels, true), Share(set.Labels, false)) >= MinShare)
                .Select(set => Some(set.Name, set.Rows, set.Labels));
    }

    private static ClassifiedSet Table(string name, string folder)
    {
        string[] types = [.. File.ReadLines(Path.Combine(folder, "data_types.csv")).Skip(1).Where(line => line.Length > 0)];
        int[] categories =
        [
            .. Enumerable.Range(0, types.Length).Where(column => types[column].StartsWith("cat,", StringComparison.Ordinal)),
        ];
        if (categories is not [int label])
        {
            throw new BenchmarkInputException(
                $"The table in '{folder}' must have one column of type cat, the class, but it has {categories.Length}.");
        }

        float[][] cells = [.. CompressedLines.Read(Path.Combine(folder, "data.csv.gz")).Select(line =>
            Array.ConvertAll(line.Split(','), cell => float.Parse(cell, CultureInfo.InvariantCulture)))];
        return Some(name, Array.ConvertAll(cells, row => (float[])[.. row[..label], .. row[(label + 1)..]]), [
            .. cells.Select(row => row[label])]);
    }

    private static double Share(bool[] labels, bool label) => (double)labels.Count(other => other == label) / labels.Length;

    private static ClassifiedSet Some<TLabel>(string name, float[][] rows, TLabel[] labels)
    {
        int[] order = [.. Enumerable.Range(0, rows.Length)];
        new Random(1).Shuffle(order);
        order = order[..Math.Min(order.Length, MaxRows)];
        List<TLabel> kinds = [.. labels.Distinct()];
        return new ClassifiedSet(
            name, Array.ConvertAll(order, row => rows[row]), Array.ConvertAll(order, row => kinds.IndexOf(labels[row])));
    }
}

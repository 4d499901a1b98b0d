using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Benchmarks.Serving;

/// <summary>
/// Model files with damage: bits flipped, ends cut off, ranges overwritten, repeated or removed; of a ZIP archive both the
/// archive and, with right checksums, what is in it. Each is loaded and scores rows in a child process.
/// </summary>
internal static class Mutations
{
    /// <summary>The command of a child process, which tries some of the damaged files.</summary>
    public const string Child = "serving-mutation";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly string[] Ways = ["VaeModel.Load", "Model.LoadVae", "Model.Load"];

    public static void Print(int count, TextWriter output)
    {
        string folder = Directory.CreateTempSubdirectory("VaeTransforms-mutations-").FullName;
        try
        {
            Write(folder);
            output.WriteLine(
                "| loaded by | files | refused | by VaeModelFormatException | same scores | other scores | crashed | hung |");
            output.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
            foreach (string way in Ways)
            {
                Dictionary<string, int> found = Try(folder, way, count);
                int Count(string outcome) => found.GetValueOrDefault(outcome);
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| `{way}` | {count:N0} | {Count("format") + Count("refused"):N0} | {Count("format"):N0} "
                    + $"| {Count("same"):N0} | {Count("other"):N0} | {Count("crashed"):N0} | {Count("hung"):N0} |"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Tries files from a number on, and prints the outcome of each, until all are done or the process dies.</summary>
    public static void Run(IReadOnlyList<string> arguments)
    {
        (string folder, string way) = (arguments[0], arguments[1]);
        int from = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        int to = int.Parse(arguments[3], CultureInfo.InvariantCulture);
        byte[] file = File.ReadAllBytes(Path.Combine(folder, way == Ways[0] ? "model.onnx" : "model.zip"));
        float[] expected = Scores(way, file);
        for (int i = from; i < to; i++)
        {
            string outcome;
            try
            {
                float[] scores = Scores(way, Damage.Of(file, seed: i));
                outcome = scores.SequenceEqual(expected) ? "same" : "other";
            }
            catch (VaeModelFormatException)
            {
                outcome = "format";
            }
            catch (Exception)
            {
                // Whatever ML.NET or ONNX Runtime throws: the caller gets an exception, and the process lives.
                outcome = "refused";
            }

            Console.WriteLine(outcome);
        }
    }

    private static void Write(string folder)
    {
        var mlContext = new MLContext(1);
        IDataView data = mlContext.Data.LoadFromEnumerable(Sensors.Rows(300));
        using VaeAnomalyTransformer detector = mlContext.AnomalyDetection.Trainers
            .Vae("Features", new VaeAnomalyOptions { Vae = Sensors.Network with { Epochs = 2 } })
            .Fit(data);
        detector.Model.Save(Path.Combine(folder, "model.onnx"));
        mlContext.Model.Save(detector, data.Schema, Path.Combine(folder, "model.zip"));
    }

    private static float[] Scores(string way, byte[] file)
    {
        Sensors.Row[] rows = Sensors.Rows(5);
        if (way == Ways[0])
        {
            using VaeModel model = VaeModel.Load(new MemoryStream(file));
            return model.Score([.. rows.Select(row => row.Features)]);
        }

        var mlContext = new MLContext(1);
        ITransformer loaded = way == Ways[1]
            ? mlContext.Model.LoadVae(new MemoryStream(file), out _)
            : mlContext.Model.Load(new MemoryStream(file), out _);
        using var owner = loaded as IDisposable;
        return [.. loaded.Transform(mlContext.Data.LoadFromEnumerable(rows)).GetColumn<float>("Score")];
    }

    private static Dictionary<string, int> Try(string folder, string way, int count)
    {
        var outcomes = new Dictionary<string, int>();
        int done = 0;
        while (done < count)
        {
            string[] arguments = [Assembly.GetExecutingAssembly().Location, Child, folder, way, $"{done}", $"{count}"];
            var command = new ProcessStartInfo("dotnet", arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process child = Process.Start(command)!;
            child.ErrorDataReceived += (_, _) => { };
            child.BeginErrorReadLine();
            bool hung = false;
            while (done < count)
            {
                Task<string?> line = child.StandardOutput.ReadLineAsync();
                if (!line.Wait(Patience))
                {
                    hung = true;
                    child.Kill();
                    break;
                }

                if (line.Result is not { } outcome)
                {
                    break;
                }

                Add(outcome);
            }

            child.WaitForExit();
            if (done < count)
            {
                Add(hung ? "hung" : "crashed");
            }
        }

        return outcomes;

        void Add(string outcome)
        {
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            done++;
        }
    }

    /// <summary>One damage to a file, chosen by a seed.</summary>
    private static class Damage
    {
        public static byte[] Of(byte[] file, int seed)
        {
            var random = new Random(seed);
            bool isArchive = file.AsSpan().StartsWith("PK"u8);
            return isArchive && random.Next(2) == 0 ? Inside(file, random) : Bytes(file, random);
        }

        private static byte[] Inside(byte[] archive, Random random)
        {
            using var copy = new MemoryStream();
            copy.Write(archive);
            using (var zip = new ZipArchive(copy, ZipArchiveMode.Update, leaveOpen: true))
            {
                ZipArchiveEntry[] entries = [.. zip.Entries.Where(entry => entry.Length > 0)];
                ZipArchiveEntry entry = entries[random.Next(entries.Length)];
                using Stream content = entry.Open();
                using var all = new MemoryStream();
                content.CopyTo(all);
                byte[] damaged = Bytes(all.ToArray(), random);
                content.SetLength(0);
                content.Write(damaged);
            }

            return copy.ToArray();
        }

        private static byte[] Bytes(byte[] bytes, Random random)
        {
            byte[] copy = [.. bytes];
            int place = random.Next(copy.Length);
            int length = Math.Min(copy.Length - place, 1 + random.Next(64));
            switch (random.Next(5))
            {
                case 0:
                    copy[place] ^= (byte)(1 << random.Next(8));
                    return copy;
                case 1:
                    return copy[..place];
                case 2:
                    random.NextBytes(copy.AsSpan(place, length));
                    return copy;
                case 3:
                    return [.. copy[..place], .. copy[place..(place + length)], .. copy[place..]];
                default:
                    return [.. copy[..place], .. copy[(place + length)..]];
            }
        }
    }
}

using Microsoft.ML;
using VaeTransforms;

// Trains on the rows of a CSV file, and saves the detector as model.zip: dotnet run [FILE]
string file = args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "readings.csv");

var mlContext = new MLContext(seed: 1);
IDataView readings = mlContext.Data.LoadFromTextFile<Reading>(file, separatorChar: ',', hasHeader: true);

VaeAnomalyTransformer detector = mlContext.AnomalyDetection.Trainers
    .Vae(Reading.Columns, new VaeAnomalyOptions { Contamination = 0.01 })
    .Fit(readings);
Console.WriteLine(detector.Report);
Console.WriteLine($"Threshold: {detector.Threshold}");
mlContext.Model.Save(detector, readings.Schema, "model.zip");
Console.WriteLine($"Saved {Path.GetFullPath("model.zip")}");

// The five rows that are oddest, and why.
IDataView scored = detector.Transform(readings);
int[] oddest =
[
    .. mlContext.Data.CreateEnumerable<Verdict>(scored, reuseRowObject: false).Select((verdict, row) => (verdict.Score, row))
        .OrderByDescending(pair => pair.Score).Take(5).Select(pair => pair.row),
];
Reading[] rows = [.. mlContext.Data.CreateEnumerable<Reading>(readings, reuseRowObject: false)];
IDataView odd = mlContext.Data.LoadFromEnumerable(oddest.Select(row => rows[row]));
foreach ((int place, AnomalyExplanation explanation) in detector.Explain(odd).Index())
{
    Console.WriteLine($"Row {oddest[place]}: {explanation}");
}

internal sealed class Verdict
{
    public float Score { get; set; }
}

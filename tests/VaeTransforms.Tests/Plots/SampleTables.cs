namespace VaeTransforms.Tests.Plots;

/// <summary>A report on synthetic rows with made-up figures.</summary>
internal static class SampleTables
{
    /// <summary>Column i has the error i / 100 and 2 + i % 4 bins, and the pair (i, j) has the error (i + j) / 100.</summary>
    public static TableQualityReport Report(int columns) => new()
    {
        RealRows = 100,
        SyntheticRows = 50,
        HoldoutRows = 0,
        Unpaired = [],
        Shapes = [.. Enumerable.Range(0, columns).Select(i => new ColumnShape
        {
            Name = $"column {i}",
            Kind = TableColumnKind.Category,
            Score = 1 - (i / 100.0),
            RealMissing = 0,
            SyntheticMissing = 0,
            Bins = [.. Enumerable.Range(0, 2 + (i % 4))
                .Select(bin => new ColumnBin($"category {bin}", 0.1 * bin, 0.4 / (1 + bin)))],
        })],
        PairTrends = [.. from i in Enumerable.Range(0, columns)
                         from j in Enumerable.Range(i + 1, columns - i - 1)
                         select new PairTrend($"column {i}", $"column {j}", 1 - ((i + j) / 100.0), null, null)],
        Copies = new CopiedRows
        {
            NearerToTraining = null,
            NearerToTrainingInterval = null,
            ExactCopies = 0,
            ExactCopiesOfHoldout = null,
            MedianDistanceToTraining = null,
            MedianDistanceToHoldout = null,
            SearchedRows = 0,
            ReferenceRows = 0,
        },
        Classifier = new ClassifierTwoSampleTest(0.5, 150),
        Usefulness = null,
    };
}

using System.Globalization;
using System.Text;
using VaeTransforms.Tests.Contract.Conditions;
using VaeTransforms.Tests.Contract.Labels;
using VaeTransforms.Tests.Contract.Refusals;
using VaeTransforms.Tests.Native;
using VaeTransforms.Tests.Orleans;
using VaeTransforms.Tests.Search;
using VaeTransforms.Tests.Series;
using VaeTransforms.Tests.Training;
using Xunit;

namespace VaeTransforms.Tests.Golden;

/// <summary>
/// All messages that a user can get for a mistake or about a fit, in one file. Read it aloud after a change: would an engineer
/// say it to a colleague?
/// </summary>
public sealed class MessagesTests
{
    private const string Name = "messages.txt";

    private static readonly (string Title, IReadOnlyList<Mistake> Mistakes)[] Sections =
    [
        ("Options out of range", OptionMistakes.OutOfRange),
        ("Options that contradict each other", OptionMistakes.Contradictions),
        ("Columns", InputMistakes.Columns),
        ("Rows", InputMistakes.Rows),
        ("Held-out rows", HoldOutMistakes.All),
        ("Priors", PriorMistakes.OfRows),
        ("Weights of rows", WeightMistakes.All),
        ("Rows beyond the memory budget", StreamingMistakes.All),
        ("Labels", LabelMistakes.All),
        ("Conditions", ConditionMistakes.All),
        ("Checkpoints", CheckpointMistakes.All),
        ("Models to start from", WarmStartMistakes.All),
        ("Detectors", DetectorMistakes.All),
        ("Training", TrainingMistakes.All),
        ("Views for a fitted transformer", InputMistakes.Trained),
        ("Model files", FileMistakes.All),
        ("Calls", UsageMistakes.All),
        ("Columns of a table", TableInputMistakes.Fitted),
        ("Rows of a table", [.. TableRowMistakes.All, TableRowMistakes.WithCondition]),
        ("Views for a transformer of a table", TableInputMistakes.Transformed),
        ("Tables", TableMistakes.All),
        ("Series", [.. SeriesMistakes.All, .. SeriesPointMistakes.All]),
        ("Pipelines to convert", ConversionMistakes.All),
        ("Searches", SearchMistakes.All),
        ("Clusters", ClusterMistakes.All),
        ("Loading libtorch", LoadMistakes.All),
    ];

    [Fact]
    public void The_messages_are_those_on_record_in_every_culture()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Some messages contain names of Linux libraries.");
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            string current =
                string.Join('\n', [.. Sections.Select(section => Text(section.Title, section.Mistakes)), Findings()]);
            string record = Encoding.UTF8.GetString(GoldenFile.Read(Name, Encoding.UTF8.GetBytes(current)));

            Assert.True(
                record == current,
                $"""
                The messages are not those in {GoldenFile.PathOf(Name)}.
                Gone: {Lines(record, current)}
                New: {Lines(current, record)}
                If that is meant, set {GoldenFile.Accept}=1, run the tests again, and commit the file with the change.
                """);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string Text(string title, IReadOnlyList<Mistake> mistakes)
    {
        Assert.Distinct(mistakes.Select(mistake => mistake.Name));
        return $"# {title}\n" + string.Concat(mistakes.Select(mistake =>
        {
            Exception thrown = mistake.Provoke();
            return $"\n{mistake.Name}\n    {thrown.GetType().Name}\n    {thrown.Message.ReplaceLineEndings("\n    ")}\n";
        }));
    }

    private static string Findings() => "# Findings about a fit\n" + string.Concat(FindingExamples.All.Select(finding =>
        $"\n{finding.Kind}\n    {finding.Summary}\n    {finding.Evidence}\n    {finding.Advice}\n"));

    private static string Lines(string text, string other) =>
        string.Concat(text.Split('\n').Except(other.Split('\n')).Select(line => "\n    " + line.Trim()));
}

using System.Text.RegularExpressions;
using Xunit;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>
/// What holds for every notebook. With VAETRANSFORMS_ACCEPT=1 the notebook file is first generated anew from the app beside
/// it, with the outputs of a run at the full setting, which takes minutes.
/// </summary>
/// <param name="name">Of the app and the notebook, without extension.</param>
public abstract partial class NotebookTests(string name)
{
    private const long LargestFile = 1_500_000;

    internal string Name { get; } = name;

    private string AppPath => Path.Combine(Repository.Root.FullName, "notebooks", Name + ".cs");

    private string NotebookPath => Path.ChangeExtension(AppPath, ".ipynb");

    [Fact]
    public void App_and_notebook_hold_the_same_cells()
    {
        Notebook stored = Stored();
        Assert.Equal(
            NotebookSource.Read(AppPath).ToNotebook().Cells.Select(cell => (cell.IsCode, cell.Text)),
            stored.Cells.Select(cell => (cell.IsCode, cell.Text)));
    }

    [Fact]
    public void Every_cell_runs_and_shows_what_it_is_there_to_show() => AssertShown(NotebookProcess.Run(Stored(), Name, quick: true));

    [Fact]
    public void Outputs_are_stored() => AssertShown(Stored());

    [Fact]
    public void Figures_in_the_text_stand_in_the_stored_outputs()
    {
        Notebook stored = Stored();
        string outputs = string.Concat(stored.Cells.SelectMany(cell => cell.Outputs).OfType<TextOutput>().Select(output => output.Text));
        HashSet<string> measured = [.. Figure().Matches(outputs).Select(figure => figure.Value)];
        string[] unheard = [.. stored.Cells.Where(cell => !cell.IsCode)
            .SelectMany(cell => Figure().Matches(Quoted().Replace(cell.Text, "")))
            .Select(figure => figure.Value)
            .Where(figure => !measured.Contains(figure))];
        Assert.True(unheard.Length == 0, $"{Name} speaks of {string.Join(", ", unheard)}, which none of its cells has written.");
    }

    [Fact]
    public void Outputs_name_no_place_on_the_machine()
    {
        string[] places = [Path.GetTempPath(), Repository.Root.FullName, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + "/", "/tmp", "/home", "\\Users"];
        Assert.All(Stored().Cells.SelectMany(cell => cell.Outputs).OfType<TextOutput>(), output =>
            Assert.All(places, place => Assert.DoesNotContain(place, output.Text, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void The_file_is_small_enough_to_show_on_a_page()
    {
        _ = Stored();
        Assert.InRange(new FileInfo(NotebookPath).Length, 1, LargestFile);
    }

    private static void AssertShown(Notebook notebook) => Assert.All(notebook.Cells, cell =>
    {
        Assert.Equal(cell.ShowsPicture, cell.Outputs.OfType<PictureOutput>().Any());
        Assert.True(!cell.ShowsText || cell.Outputs.OfType<TextOutput>().Any(), $"This cell has written nothing:\n{cell.Text}");
        Assert.All(cell.Outputs.OfType<PictureOutput>(), NotBlank.Assert);
    });

    private Notebook Stored() => AcceptedNotebooks.Read(Name, AppPath, NotebookPath);

    // What a person reads as a measurement; a number after another digit's point or a letter is part of a name or a version.
    [GeneratedRegex(@"(?<![\w.])\d+\.\d+(?![\w]|\.\d)")]
    private static partial Regex Figure();

    // Code, such as the value of an option.
    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Quoted();
}

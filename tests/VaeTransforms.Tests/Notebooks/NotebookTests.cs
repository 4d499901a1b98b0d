using System.Text.RegularExpressions;
using Xunit;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>
/// Tests of every notebook. With VAETRANSFORMS_ACCEPT=1 the notebook file is first generated from the app beside it, with the
/// outputs of a full run, which takes minutes. With VAETRANSFORMS_ACCEPT=text the stored outputs are kept.
/// </summary>
/// <param name="name">The file name of the app and the notebook, without extension.</param>
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
    public void Every_cell_runs_and_shows_its_outputs() => AssertShown(NotebookProcess.Run(Stored(), Name, quick: true));

    [Fact]
    public void Outputs_are_stored() => AssertShown(Stored());

    [Fact]
    public void Figures_in_the_text_are_in_the_stored_outputs()
    {
        Notebook stored = Stored();
        string outputs = string.Concat(
            stored.Cells.SelectMany(cell => cell.Outputs).OfType<TextOutput>().Select(output => output.Text));
        HashSet<string> measured = [.. Figure().Matches(outputs).Select(figure => figure.Value)];
        string[] unknown = [.. stored.Cells.Where(cell => !cell.IsCode)
            .SelectMany(cell => Figure().Matches(Quoted().Replace(cell.Text, "")))
            .Select(figure => figure.Value)
            .Where(figure => !measured.Contains(figure))];
        Assert.True(unknown.Length == 0, $"The text of {Name} has {string.Join(", ", unknown)}, but no output has.");
    }

    [Fact]
    public void Outputs_contain_no_paths_of_the_machine()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + "/";
        string[] places = [Path.GetTempPath(), Repository.Root.FullName, home, "/tmp", "/home", "\\Users"];
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
        Assert.True(!cell.ShowsText || cell.Outputs.OfType<TextOutput>().Any(), $"This cell wrote nothing:\n{cell.Text}");
        Assert.All(cell.Outputs.OfType<PictureOutput>(), NotBlank.Assert);
    });

    private Notebook Stored() => AcceptedNotebooks.Read(Name, AppPath, NotebookPath);

    // A decimal number. One next to a letter or another point is part of a name or a version.
    [GeneratedRegex(@"(?<![\w.])\d+\.\d+(?![\w]|\.\d)")]
    private static partial Regex Figure();

    // Code, such as the value of an option, is not a measurement.
    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Quoted();
}

using Xunit;

namespace VaeTransforms.Tests.Notebooks;

public sealed class NotebookSourceTests
{
    private const string App =
        """
        #:project ../src/VaeTransforms
        #:package Sample
        // Run it.

        // %% [markdown]
        // # Heading
        //
        // - text

        // %%
        using System.IO;

        int x = 1;

        // %% [markdown]
        // More.

        // %%
        Console.WriteLine(x); // %% is not a marker here

        // %% [types]
        class Row;
        """;

    private readonly Notebook _notebook = NotebookSource.Parse(App, version: _ => "1.2.3").ToNotebook();

    [Fact]
    public void Comments_become_markdown() => Assert.Equal(
        [(0, "# Heading\n\n- text"), (4, "More.")],
        _notebook.Cells.Index().Where(cell => !cell.Item.IsCode).Select(cell => (cell.Index, cell.Item.Text)));

    [Fact]
    public void Projects_and_packages_become_references_before_all_code() =>
        Assert.Equal("#r \"nuget: VaeTransforms\"\n#r \"nuget: Sample, 1.2.3\"", _notebook.Cells[1].Text);

    [Fact]
    public void Types_follow_the_using_directives() => Assert.Equal(
        ["using System.IO;\n\nint x = 1;", "class Row;", "Console.WriteLine(x); // %% is not a marker here"],
        _notebook.Cells.Where(cell => cell.IsCode).Skip(1).Select(cell => cell.Text));

    [Theory]
    [InlineData("// %% [markdown]\ncode();", "does not start with '// '")]
    [InlineData("// %% [raw]\n// text", "'// %% [raw]' does not start a cell")]
    public void Invalid_cells_are_refused(string app, string because) => Assert.Contains(
        because,
        Assert.Throws<InvalidDataException>(() => NotebookSource.Parse(app, version: _ => "")).Message,
        StringComparison.Ordinal);
}

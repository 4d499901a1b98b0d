using SkiaSharp;
using Xunit;

namespace VaeTransforms.Tests.Notebooks;

[Collection(typeof(Alone))]
public sealed class NotebookKernelTests
{
    [Fact]
    public void A_cell_uses_the_variables_of_earlier_cells()
    {
        Notebook notebook = Run("int rows = 3;", "static int Twice(int x) => 2 * x;", "Console.WriteLine(Twice(rows));");

        Assert.Equal([new TextOutput("6\n")], notebook.Cells[2].Outputs);
        Assert.Empty(notebook.Cells[0].Outputs);
    }

    [Fact]
    public void Pictures_and_text_keep_their_order()
    {
        Notebook notebook = Run(
            """
            #r "nuget: VaeTransforms.Plots"
            using VaeTransforms.Plots;
            """,
            """
            Console.Write("before");
            display(VaeTransforms.Tests.Notebooks.SamplePicture.Square);
            Console.Write("after");
            """);

        Assert.Collection(
            notebook.Cells[1].Outputs,
            output => Assert.Equal(new TextOutput("before"), output),
            output => NotBlank.Assert(Assert.IsType<PictureOutput>(output)),
            output => Assert.Equal(new TextOutput("after"), output));
    }

    [Fact]
    public void An_exception_names_the_notebook_and_the_cell()
    {
        TextWriter console = Console.Out;

        var error = Assert.Throws<NotebookException>(
            () => Run("int one = 1;", "throw new InvalidOperationException(\"no rows\");"));

        Assert.StartsWith("sample, cell [2]: no rows", error.Message, StringComparison.Ordinal);
        Assert.Same(console, Console.Out);
    }

    [Fact]
    public void A_compiler_error_names_the_notebook_and_the_cell() => Assert.StartsWith(
        "sample, cell [1]: (1,9): error CS0029",
        Assert.Throws<NotebookException>(() => Run("int x = \"a\";")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_notebook_can_use_only_the_packages_it_references() => Assert.Contains(
        "'ML' does not exist",
        Assert.Throws<NotebookException>(() => Run("using Microsoft.ML;")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("nuget: Nowhere", "not built with the package Nowhere")]
    [InlineData("nuget: TorchSharp-cpu, 0.1.0", "the notebook references 0.1.0")]
    [InlineData("somewhere/VaeTransforms.dll", "CS0006")]
    public void A_reference_to_a_package_that_the_tests_lack_is_refused(string reference, string because) => Assert.Contains(
        because, Assert.Throws<NotebookException>(() => Run($"#r \"{reference}\"")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_blank_picture_is_detected()
    {
        PictureOutput drawn = SamplePicture.Output(SKColors.Black);
        NotBlank.Assert(drawn);
        Assert.ThrowsAny<Exception>(() => NotBlank.Assert(SamplePicture.Output(SKColors.White)));
        Assert.ThrowsAny<Exception>(() => NotBlank.Assert(drawn with { Png = drawn.Png[..(drawn.Png.Length / 2)] }));
    }

    [Fact]
    public void A_notebook_file_is_read_as_it_was_written()
    {
        var notebook = new Notebook(
        [
            new NotebookCell(IsCode: false, "# Heading\n\nText with \"quotes\" and Σ."),
            new NotebookCell(IsCode: true, "Console.Write(1);")
            {
                Outputs = [new TextOutput("1\n\n2"), SamplePicture.Output(SKColors.Black)],
            },
        ]);
        string path = Path.GetTempFileName();
        try
        {
            notebook.Write(path);
            Notebook read = Notebook.Read(path);

            Assert.Equal(notebook.Cells[0].Text, read.Cells[0].Text);
            Assert.Equal(notebook.Cells[1].Text, read.Cells[1].Text);
            Assert.Equal(notebook.Cells[1].Outputs[0], read.Cells[1].Outputs[0]);
            Assert.Equal(((PictureOutput)notebook.Cells[1].Outputs[1]).Png, ((PictureOutput)read.Cells[1].Outputs[1]).Png);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Notebook Run(params string[] cells) =>
        NotebookKernel.Run(new Notebook([.. cells.Select(cell => new NotebookCell(IsCode: true, cell))]), "sample");
}

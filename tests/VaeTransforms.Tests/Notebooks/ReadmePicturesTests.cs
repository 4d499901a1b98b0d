using VaeTransforms.Tests.Docs;
using VaeTransforms.Tests.Golden;
using Xunit;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>
/// The pictures of README and docs/ are files, so that every viewer shows them. They are copies of pictures in notebooks, and
/// they are written again when notebooks are accepted.
/// </summary>
public sealed class ReadmePicturesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root.FullName, "notebooks");

    [Theory]
    [InlineData("shapes.png", "01-latent-space", 2)]
    [InlineData("digits.png", "02-clustering", 3)]
    public void A_picture_of_a_page_is_a_picture_of_a_notebook(string file, string notebook, int number)
    {
        string source = Path.Combine(Folder, notebook);
        byte[] shown = AcceptedNotebooks.Read(notebook, source + ".cs", source + ".ipynb")
            .Cells.SelectMany(cell => cell.Outputs).OfType<PictureOutput>().ElementAt(number - 1).Png;
        string path = Path.Combine(Folder, "pictures", file);
        if (Environment.GetEnvironmentVariable(GoldenFile.Accept) is not null)
        {
            File.WriteAllBytes(path, shown);
        }

        Assert.Equal(shown, File.ReadAllBytes(path));
        DocPage page = Assert.Single(
            DocPage.Names.Select(DocPage.Read),
            page => page.Links.Any(link => link.EndsWith($"notebooks/pictures/{file}", StringComparison.Ordinal)));
        Assert.Contains($"artifacts/notebooks/{notebook}/{number}.png", page.Text, StringComparison.Ordinal);
    }
}

using VaeTransforms.Tests.Golden;
using Xunit;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>
/// The README's pictures are files, so that every page that shows the README shows them. They are copies of what notebooks show, made
/// anew whenever those are accepted.
/// </summary>
public sealed class ReadmePicturesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root.FullName, "notebooks");

    [Theory]
    [InlineData("shapes.png", "01-latent-space", 2)]
    [InlineData("digits.png", "02-clustering", 3)]
    public void A_picture_of_the_README_is_one_that_a_notebook_shows(string file, string notebook, int number)
    {
        byte[] shown = AcceptedNotebooks.Read(notebook, Path.Combine(Folder, notebook + ".cs"), Path.Combine(Folder, notebook + ".ipynb"))
            .Cells.SelectMany(cell => cell.Outputs).OfType<PictureOutput>().ElementAt(number - 1).Png;
        string path = Path.Combine(Folder, "pictures", file);
        if (Environment.GetEnvironmentVariable(GoldenFile.Accept) is not null)
        {
            File.WriteAllBytes(path, shown);
        }

        Assert.Equal(shown, File.ReadAllBytes(path));
        string readme = File.ReadAllText(Path.Combine(Repository.Root.FullName, "README.md"));
        Assert.Contains($"notebooks/pictures/{file}", readme, StringComparison.Ordinal);
        Assert.Contains($"artifacts/notebooks/{notebook}/{number}.png", readme, StringComparison.Ordinal);
    }
}

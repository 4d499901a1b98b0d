using Xunit;

namespace VaeTransforms.Tests.Notebooks;

public sealed class LatentSpaceNotebookTests() : NotebookTests("01-latent-space");

public sealed class ClusteringNotebookTests() : NotebookTests("02-clustering");

public sealed class AnomalyDetectionNotebookTests() : NotebookTests("03-anomaly-detection");

public sealed class ImagesNotebookTests() : NotebookTests("04-images");

public sealed class ServingNotebookTests() : NotebookTests("05-serving");

public sealed class TablesNotebookTests() : NotebookTests("06-tables");

public sealed class NotebookFolderTests
{
    [Fact]
    public void Every_notebook_in_the_folder_is_tested()
    {
        string[] tested = [.. typeof(NotebookTests).Assembly.GetTypes()
            .Where(type => type.BaseType == typeof(NotebookTests))
            .Select(type => ((NotebookTests)Activator.CreateInstance(type)!).Name)];
        IEnumerable<string> present = Directory.EnumerateFiles(Path.Combine(Repository.Root.FullName, "notebooks"))
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => char.IsAsciiDigit(name[0]))
            .Distinct();
        Assert.Equal(tested.Order(), present.Order());
    }
}

using Xunit;

namespace VaeTransforms.Tests;

/// <summary>Where the sources are, seen from the test that runs.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution; the test is skipped where it runs without its sources.</summary>
    public static DirectoryInfo Root
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "VaeTransforms.sln")))
            {
                folder = folder.Parent;
            }

            Assert.SkipWhen(folder is null, $"No folder above {AppContext.BaseDirectory} holds VaeTransforms.sln.");
            return folder;
        }
    }
}

namespace VaeTransforms.Tests.Golden;

/// <summary>
/// A file on record, which changes only by decision: set VAETRANSFORMS_ACCEPT=1, run the tests, commit the file.
/// </summary>
internal static class GoldenFile
{
    public const string Accept = "VAETRANSFORMS_ACCEPT";

    public static string PathOf(string name) => Path.Combine(Repository.Root.FullName, "tests/VaeTransforms.Tests/Golden", name);

    /// <summary>What is on record, after the current bytes were put there if the environment says so.</summary>
    public static byte[] Read(string name, byte[] current)
    {
        string path = PathOf(name);
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllBytes(path, current);
        }

        return File.Exists(path) ? File.ReadAllBytes(path) : [];
    }
}

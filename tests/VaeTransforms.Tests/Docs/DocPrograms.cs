using System.Globalization;

namespace VaeTransforms.Tests.Docs;

/// <summary>Compiles and runs the C# of all pages, each in an empty current folder.</summary>
/// <remarks>One process runs all pages, since it loads the compiler and libtorch once.</remarks>
internal static class DocPrograms
{
    private const string Folder = "VAETRANSFORMS_TESTS_FOLDER";

    private static readonly Lazy<Dictionary<string, string>> AllFailures = new(Run);

    /// <summary>What went wrong in each page; empty text for nothing.</summary>
    public static IReadOnlyDictionary<string, string> Failures => AllFailures.Value;

    private static Dictionary<string, string> Run()
    {
        string folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;
        try
        {
            FreshProcess.AssertPasses(FreshProcess.Start(Execute, AppContext.BaseDirectory, (Folder, folder)));
            return DocPage.Names.ToDictionary(name => name, name => File.ReadAllText(ResultOf(folder, name)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Execute()
    {
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        string folder = Environment.GetEnvironmentVariable(Folder)!;
        foreach (string name in DocPage.Names)
        {
            Environment.CurrentDirectory = Directory.CreateDirectory(Path.Combine(folder, name + ".files")).FullName;
            File.WriteAllText(ResultOf(folder, name), FailureOf(DocPage.Read(name)));
        }

        Environment.CurrentDirectory = folder;
    }

    private static string FailureOf(DocPage page)
    {
        try
        {
            foreach (DocSnippet app in page.Snippets.Where(snippet => snippet.IsFileBasedApp))
            {
                DocProgram.Compile(page.Name, [app]);
            }

            DocProgram.Run(page.Name, [.. page.Snippets.Where(snippet => !snippet.IsFileBasedApp)]);
            return "";
        }
        catch (Exception e)
        {
            return e.ToString();
        }
    }

    private static string ResultOf(string folder, string page) => Path.Combine(folder, page.Replace('/', '-') + ".result");
}

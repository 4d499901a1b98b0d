using System.Globalization;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>Runs a notebook in its own process, because cells can change the console, the folder and the culture.</summary>
internal static class NotebookProcess
{
    /// <summary>Makes notebooks run in seconds: short training, few rows, few seeds, and meaningless figures.</summary>
    private const string Quick = "VAETRANSFORMS_QUICK";
    private const string Folder = "VAETRANSFORMS_TESTS_FOLDER";
    private const string Name = "VAETRANSFORMS_TESTS_NOTEBOOK";
    private const string Input = "input.ipynb";
    private const string Output = "output.ipynb";

    /// <returns>The notebook with the outputs of this run.</returns>
    public static Notebook Run(Notebook notebook, string name, bool quick)
    {
        string folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;
        try
        {
            notebook.Write(Path.Combine(folder, Input));
            FreshProcess.AssertPasses(FreshProcess.Start(
                Execute, AppContext.BaseDirectory, (Folder, folder), (Name, name), (Quick, quick ? "1" : "0")));
            return Notebook.Read(Path.Combine(folder, Output));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Execute()
    {
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        Environment.CurrentDirectory = Environment.GetEnvironmentVariable(Folder)!;
        NotebookKernel.Run(Notebook.Read(Input), Environment.GetEnvironmentVariable(Name)!).Write(Output);
    }
}

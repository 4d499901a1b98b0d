using System.Collections.Concurrent;
using VaeTransforms.Tests.Golden;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>Notebook files on record, which are generated anew, once in a process, where the environment says so.</summary>
internal static class AcceptedNotebooks
{
    private static readonly ConcurrentDictionary<string, Lazy<Notebook>> Notebooks = [];

    public static Notebook Read(string name, string appPath, string notebookPath) => Notebooks.GetOrAdd(name, _ => new Lazy<Notebook>(() =>
    {
        if (Environment.GetEnvironmentVariable(GoldenFile.Accept) == "1")
        {
            NotebookProcess.Run(NotebookSource.Read(appPath).ToNotebook(), name, quick: false).Write(notebookPath);
        }

        return Notebook.Read(notebookPath);
    })).Value;
}

using System.Collections.Concurrent;
using VaeTransforms.Tests.Golden;
using Xunit;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>
/// Stored notebook files. VAETRANSFORMS_ACCEPT=1 generates them again, once per process, with the outputs of a full run.
/// VAETRANSFORMS_ACCEPT=text keeps the stored outputs, for changes of Markdown only.
/// </summary>
internal static class AcceptedNotebooks
{
    private static readonly ConcurrentDictionary<string, Lazy<Notebook>> Notebooks = [];

    public static Notebook Read(string name, string appPath, string notebookPath) =>
        Notebooks.GetOrAdd(name, _ => new Lazy<Notebook>(() => ReadOrAccept(name, appPath, notebookPath))).Value;

    private static Notebook ReadOrAccept(string name, string appPath, string notebookPath)
    {
        switch (Environment.GetEnvironmentVariable(GoldenFile.Accept))
        {
            case "1":
                NotebookProcess.Run(NotebookSource.Read(appPath).ToNotebook(), name, quick: false).Write(notebookPath);
                break;
            case "text":
                WithOutputsOf(Notebook.Read(notebookPath), NotebookSource.Read(appPath).ToNotebook()).Write(notebookPath);
                break;
        }

        return Notebook.Read(notebookPath);
    }

    private static Notebook WithOutputsOf(Notebook stored, Notebook source)
    {
        NotebookCell[] ran = [.. stored.Cells.Where(cell => cell.IsCode)];
        Assert.True(
            ran.Select(cell => cell.Text).SequenceEqual(source.Cells.Where(cell => cell.IsCode).Select(cell => cell.Text)),
            $"The code has changed, so the stored outputs are out of date. Set {GoldenFile.Accept}=1 to run the cells.");
        int next = 0;
        return new Notebook([.. source.Cells.Select(cell => cell.IsCode ? ran[next++] : cell)]);
    }
}

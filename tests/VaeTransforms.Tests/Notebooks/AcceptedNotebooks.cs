using System.Collections.Concurrent;
using VaeTransforms.Tests.Golden;
using Xunit;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>
/// Notebook files on record, which are generated anew, once in a process, where the environment says so: with
/// VAETRANSFORMS_ACCEPT=1 with the outputs of a run at the full setting, with VAETRANSFORMS_ACCEPT=text with the outputs
/// that are stored, for changes of Markdown alone.
/// </summary>
internal static class AcceptedNotebooks
{
    private static readonly ConcurrentDictionary<string, Lazy<Notebook>> Notebooks = [];

    public static Notebook Read(string name, string appPath, string notebookPath) => Notebooks.GetOrAdd(name, _ => new Lazy<Notebook>(() =>
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
    })).Value;

    private static Notebook WithOutputsOf(Notebook stored, Notebook source)
    {
        NotebookCell[] ran = [.. stored.Cells.Where(cell => cell.IsCode)];
        Assert.True(
            ran.Select(cell => cell.Text).SequenceEqual(source.Cells.Where(cell => cell.IsCode).Select(cell => cell.Text)),
            $"The code has changed, so its outputs are no longer what it shows. Set {GoldenFile.Accept}=1 to run it.");
        int next = 0;
        return new Notebook([.. source.Cells.Select(cell => cell.IsCode ? ran[next++] : cell)]);
    }
}

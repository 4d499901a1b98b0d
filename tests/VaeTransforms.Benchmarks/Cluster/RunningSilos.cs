using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using VaeTransforms.Orleans;

namespace VaeTransforms.Benchmarks.Cluster;

/// <summary>Silos in child processes, a folder for their state, and the cluster that they are.</summary>
internal sealed class RunningSilos : IAsyncDisposable
{
    private readonly IHost _table;
    private readonly Process[] _processes;

    private RunningSilos(IHost table, Process[] processes, string folder) =>
        (_table, _processes, Folder) = (table, processes, folder);

    public VaeCluster Cluster => LocalSilos.ClusterOf(_table);

    /// <summary>For the state of the silos, and for files of the run; it is deleted at the end.</summary>
    public string Folder { get; }

    /// <summary>What the processors have spent on all silos; other work on the machine does not count.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            Array.ForEach(_processes, process => process.Refresh());
            return TimeSpan.FromTicks(_processes.Sum(process => process.TotalProcessorTime.Ticks));
        }
    }

    /// <param name="silos">How many.</param>
    /// <param name="workers">Threads of each.</param>
    public static async Task<RunningSilos> StartAsync(int silos, int workers)
    {
        string folder = Directory.CreateTempSubdirectory("VaeTransforms-cluster-").FullName;
        IHost table = await LocalSilos.StartTableAsync();
        Process[] processes = [.. Enumerable.Range(1, silos).Select(number => LocalSilos.Start(number, folder, workers))];
        var running = new RunningSilos(table, processes, folder);
        await LocalSilos.WaitAsync(table, silos);
        return running;
    }

    /// <summary>Kills a silo after a while; ends when it is dead.</summary>
    /// <param name="silo">From 0.</param>
    /// <param name="after">The time from now.</param>
    public async Task KillAsync(int silo, TimeSpan after)
    {
        await Task.Delay(after);
        _processes[silo].Kill();
        await _processes[silo].WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Process process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        await _table.StopAsync();
        _table.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}

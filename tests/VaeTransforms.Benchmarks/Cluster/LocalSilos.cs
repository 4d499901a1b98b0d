using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using VaeTransforms.Orleans;

namespace VaeTransforms.Benchmarks.Cluster;

/// <summary>
/// Silos on this machine. The list of them is in a silo of this process that does no work: any of the others may be killed.
/// </summary>
internal static class LocalSilos
{
    /// <summary>The command of a child process.</summary>
    public const string Child = "cluster-silo";

    private const int Port = 11511;
    private const int Gateway = 30511;

    /// <summary>The silo that keeps the list.</summary>
    public static async Task<IHost> StartTableAsync()
    {
        IHost host = Build(0, silo => silo.Services.PostConfigure<GrainTypeOptions>(
            types => types.Classes.RemoveWhere(type => type.Assembly == typeof(VaeCluster).Assembly)));
        await host.StartAsync();
        return host;
    }

    public static VaeCluster ClusterOf(IHost table) => new(table.Services.GetRequiredService<IGrainFactory>());

    /// <summary>Starts a child process.</summary>
    /// <param name="number">From 1.</param>
    /// <param name="folder">For the state of fits.</param>
    /// <param name="workers">Threads.</param>
    public static Process Start(int number, string folder, int workers) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [Assembly.GetExecutingAssembly().Location, Child, $"{number}", folder, $"{workers}"]))!;

    /// <summary>Waits until all child processes are silos, and until the table knows what they can compute.</summary>
    public static async Task WaitAsync(IHost table, int silos)
    {
        IGrainFactory grains = table.Services.GetRequiredService<IGrainFactory>();
        IManagementGrain management = grains.GetGrain<IManagementGrain>(0);
        while ((await management.GetHosts(onlyActive: true)).Count < silos + 1 || !IsKnown())
        {
            await Task.Delay(100);
        }

        bool IsKnown()
        {
            try
            {
                _ = grains.GetGrain<ISiloGrain>("wait");
                return true;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }

    /// <summary>Runs as a child process.</summary>
    public static Task RunAsync(IReadOnlyList<string> arguments)
    {
        int workers = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        IHost host = Build(
            int.Parse(arguments[0], CultureInfo.InvariantCulture),
            silo => silo.AddVaeTransforms(new VaeSiloOptions { Folder = arguments[1], Workers = workers }));
        return host.RunAsync();
    }

    private static IHost Build(int number, Action<ISiloBuilder> configure)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(Port + number, Gateway + number, new IPEndPoint(IPAddress.Loopback, Port));
            silo.Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = TimeSpan.FromSeconds(1);
                membership.NumMissedProbesLimit = 3;
                membership.NumVotesForDeathDeclaration = 1;
            });
            configure(silo);
        });
        return builder.Build();
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;
using VaeTransforms.Orleans;

namespace Orleans.Hosting;

/// <summary>Adds fits and scoring to silos and clients of Microsoft Orleans.</summary>
public static class VaeClusterHosting
{
    /// <summary>The name of the grain storage that keeps the state of fits.</summary>
    public const string StorageName = "VaeTransforms";

    // The weights of a network are one message.
    private const int MaxMessageBytes = int.MaxValue;

    /// <summary>Lets a silo compute parts of fits, and score.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="options">Where state is kept, and how much is computed at once. Default: null, all defaults.</param>
    public static ISiloBuilder AddVaeTransforms(this ISiloBuilder silo, VaeSiloOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(silo);
        VaeSiloOptions chosen = options ?? new VaeSiloOptions();
        silo.Services.TryAddSingleton(SiloFacts.Here);
        silo.Services.AddSingleton(services =>
            new SiloWorkplace(services.GetRequiredService<SiloFacts>(), chosen.Workers));
        if (chosen.Folder is { } folder)
        {
            silo.Services.AddKeyedSingleton<IGrainStorage>(StorageName, (_, _) => new FolderStorage(folder));
        }

        silo.Services.Configure<SiloMessagingOptions>(messaging => messaging.MaxMessageBodySize = MaxMessageBytes);
        silo.Services.AddSerializer(serializer => serializer.AddAssembly(typeof(VaeCluster).Assembly));
        return silo;
    }

    /// <summary>Lets a client start fits and scoring.</summary>
    /// <param name="client">The client.</param>
    public static IClientBuilder AddVaeTransforms(this IClientBuilder client)
    {
        ArgumentNullException.ThrowIfNull(client);
        client.Services.Configure<ClientMessagingOptions>(messaging => messaging.MaxMessageBodySize = MaxMessageBytes);
        client.Services.AddSerializer(serializer => serializer.AddAssembly(typeof(VaeCluster).Assembly));
        return client;
    }
}

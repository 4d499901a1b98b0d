using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace VaeTransforms.Native;

/// <summary>Makes sure that TorchSharp can be used, or says why it cannot.</summary>
internal static class TorchRuntime
{
    /// <summary>The AppContext switch that keeps this library from mending TorchSharp's native one; true turns it off.</summary>
    internal const string DisableSwitch = "VaeTransforms.DisableTorchCompatibility";

    private static readonly Lock Gate = new();
    private static TorchLibraryResolver? _resolver;
    private static bool _loaded;
    private static bool _told;

    /// <summary>Loads libtorch. To be called before the first use of TorchSharp; cheap from the second call on.</summary>
    /// <param name="log">Told, once in a process, that a mended copy is in use.</param>
    /// <exception cref="TorchRuntimeException">
    /// The native libraries are missing, or do not fit the machine. The next call tries again.
    /// </exception>
    /// <remarks>
    /// TorchSharp loads its libraries in the initialiser of <see cref="torch"/>, and .NET never runs an initialiser again
    /// that has failed. So everything is tried here first, and a process that was short of a package or a system library
    /// can go on once it is there: a notebook after the cell that adds it.
    /// </remarks>
    internal static void EnsureLoaded(Action<string>? log)
    {
        if (Volatile.Read(ref _loaded))
        {
            return;
        }

        string? news;
        lock (Gate)
        {
            Probe();
            news = _told ? null : News();
            _told |= news is not null;
        }

        // Outside the lock: another thread's initialiser may be waiting for the resolver, and that for this lock.
        StartTorchSharp();
        if (news is not null)
        {
            log?.Invoke(news);
        }

        Volatile.Write(ref _loaded, true);
    }

    private static bool IsOff() => AppContext.TryGetSwitch(DisableSwitch, out bool off) && off;

    private static string? News() =>
        OperatingSystem.IsLinux() && _resolver?.MendedFrom is { } place
            ? "TorchSharp's native library is built for a newer libstdc++ than this machine's; "
                + $"a mended copy is used, from {place}."
            : null;

    private static void Probe()
    {
        TorchMachine machine = TorchMachine.Current();
        TorchPackages packages = TorchPackages.OfThisProcess(machine.Rid);
        Assembly torchSharp = typeof(torch).Assembly;
        if (OperatingSystem.IsLinux() && machine.IsSupported && _resolver is null && !IsOff())
        {
            _resolver = new TorchLibraryResolver(torchSharp, packages, LibraryCache.OfThisUser(), IsOff);
            _resolver.Register();
        }

        // Elsewhere TorchSharp has an order of its own for what lies above torch_cpu, so only that is tried.
        string[] libraries = OperatingSystem.IsLinux() ? [TorchPackages.TorchSharpLibrary] : ["torch_cpu"];
        if (libraries.All(library => NativeLibrary.TryLoad(library, torchSharp, searchPath: null, out _)))
        {
            return;
        }

        // In a notebook TorchSharp can gather the packages itself. It gets no second try, so it is only left to it where
        // the machine is new enough and nothing else has failed.
        bool refused = OperatingSystem.IsLinux() && _resolver?.Refusal is not null;
        if (machine.HasNewLibstdcxx && packages.HasCachedLibTorch && !refused)
        {
            return;
        }

        throw Diagnose(torchSharp, packages, machine);
    }

    /// <summary>Loads what lies below first: the first library that fails is the one to name.</summary>
    private static TorchRuntimeException Diagnose(Assembly torchSharp, TorchPackages packages, TorchMachine machine)
    {
        string[] libraries = ["torch_cpu", "torch", TorchPackages.TorchSharpLibrary];
        foreach (string library in libraries)
        {
            try
            {
                // By path the loader answers for one file only, not for every place that it looked in.
                _ = packages.Find(library) is { } path
                    ? NativeLibrary.Load(path)
                    : NativeLibrary.Load(library, torchSharp, searchPath: null);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                return new TorchLoadFailure
                {
                    Library = library,
                    LoaderMessage = e.Message,
                    Refusal = OperatingSystem.IsLinux() ? _resolver?.Refusal : null,
                    CompatibilityIsOff = IsOff(),
                    Packages = packages,
                    Machine = machine,
                }.ToException(e);
            }
        }

        // Each loads by itself now: someone has put the missing one there in the meantime.
        return new TorchRuntimeException(
            "libtorch could not be loaded a moment ago, and now it can.\n"
                + "Its libraries were being written while they were loaded.\n"
                + "Train again.");
    }

    private static void StartTorchSharp()
    {
        try
        {
            RuntimeHelpers.RunClassConstructor(typeof(torch).TypeHandle);
        }
        catch (TypeInitializationException e)
        {
            throw new TorchRuntimeException(
                $"TorchSharp failed to start: {(e.InnerException ?? e).Message.Trim().Split('\n')[0]}\n"
                    + "Its initialiser runs once in a process; it failed, perhaps before VaeTransforms could prepare for it.\n"
                    + "Start the process again, and train with VaeTransforms before using TorchSharp directly.",
                e);
        }
    }
}

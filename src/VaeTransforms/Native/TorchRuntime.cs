using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace VaeTransforms.Native;

/// <summary>Loads libtorch, or explains why it cannot be loaded.</summary>
internal static class TorchRuntime
{
    /// <summary>The AppContext switch that turns off the patching of TorchSharp's native library if it is true.</summary>
    internal const string DisableSwitch = "VaeTransforms.DisableTorchCompatibility";

    private static readonly Lock Gate = new();
    private static TorchLibraryResolver? _resolver;
    private static bool _loaded;
    private static bool _logged;

    /// <summary>Loads libtorch. Call it before the first use of TorchSharp. Later calls return immediately.</summary>
    /// <param name="log">Receives a message, once in a process, if a patched copy is used.</param>
    /// <exception cref="TorchRuntimeException">
    /// The native libraries are missing, or do not run on this machine. The next call tries again.
    /// </exception>
    /// <remarks>
    /// TorchSharp loads its libraries in the type initializer of <see cref="torch"/>. .NET never runs a type initializer again
    /// after it failed. So this method loads everything before TorchSharp does. If a package or a system library is missing,
    /// the process can add it and call again, as a notebook does in a later cell.
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
            news = _logged ? null : News();
            _logged |= news is not null;
        }

        // Not under the lock: the initializer on another thread may wait for the resolver, and the resolver for this lock.
        StartTorchSharp();
        if (news is not null)
        {
            log?.Invoke(news);
        }

        Volatile.Write(ref _loaded, true);
    }

    private static bool IsOff() => AppContext.TryGetSwitch(DisableSwitch, out bool off) && off;

    private static string? News() =>
        OperatingSystem.IsLinux() && _resolver?.PatchedFrom is { } place
            ? "TorchSharp's native library needs a newer libstdc++ than this machine has. "
                + $"A patched copy is used instead, loaded from {place}."
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

        // On other systems TorchSharp itself decides the order of the libraries that depend on torch_cpu.
        string[] libraries = OperatingSystem.IsLinux() ? [TorchPackages.TorchSharpLibrary] : ["torch_cpu"];
        var probe = new TorchProbe(torchSharp);
        if (libraries.All(probe.TryLoad))
        {
            return;
        }

        // TorchSharp asks the same load context, so it would fail too.
        if (probe.ToException() is { } refused)
        {
            throw refused;
        }

        // In a notebook, TorchSharp can find the packages itself. It has only one try, so it gets it only if the machine is
        // new enough and nothing else has failed.
        bool failed = OperatingSystem.IsLinux() && _resolver?.Failure is not null;
        if (machine.HasNewLibstdcxx && packages.HasCachedLibTorch && !failed)
        {
            return;
        }

        throw Diagnose(torchSharp, packages, machine);
    }

    /// <summary>Loads the libraries in the order of their dependencies. The first one that fails is the cause.</summary>
    private static TorchRuntimeException Diagnose(Assembly torchSharp, TorchPackages packages, TorchMachine machine)
    {
        string[] libraries = ["torch_cpu", "torch", TorchPackages.TorchSharpLibrary];
        foreach (string library in libraries)
        {
            try
            {
                // With a path, the message of the loader is about one file, and not about every place that it tried.
                _ = packages.Find(library) is { } path
                    ? NativeLibrary.Load(path)
                    : NativeLibrary.Load(library, torchSharp, searchPath: null);
            }
            catch (Exception e)
            {
                return new TorchLoadFailure
                {
                    Library = library,
                    LoaderMessage = e.Message,
                    PatchFailure = OperatingSystem.IsLinux() ? _resolver?.Failure : null,
                    CompatibilityIsOff = IsOff(),
                    Packages = packages,
                    Machine = machine,
                }.ToException(e);
            }
        }

        // Each library loads now, so a missing one was added in the meantime.
        return new TorchRuntimeException(
            "libtorch could not be loaded a moment ago, but it can be loaded now.\n"
                + "Its files were probably being copied at the time.\n"
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
                    + "TorchSharp starts only once in a process, and that start failed, perhaps before VaeTransforms was used.\n"
                    + "Restart the process, and train with VaeTransforms before you use TorchSharp directly.",
                e);
        }
    }
}

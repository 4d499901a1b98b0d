using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Runtime.Versioning;

namespace VaeTransforms.Native;

/// <summary>Finds TorchSharp's native library if .NET does not find it, and patches it on an old machine.</summary>
/// <param name="torchSharp">TorchSharp's assembly.</param>
/// <param name="packages">The folders that may contain the libraries.</param>
/// <param name="cache">Stores the patched copy.</param>
/// <param name="isOff">Whether the user turned this off.</param>
[SupportedOSPlatform("linux")]
internal sealed class TorchLibraryResolver(Assembly torchSharp, TorchPackages packages, LibraryCache cache, Func<bool> isOff)
{
    // TorchSharp's library needs these. A patched copy in another folder cannot find them, but the loader uses libraries that are
    // already loaded. libtorch_cuda is only in the CUDA packages, and must be loaded before libtorch, which needs it.
    private static readonly string[] Foundations = ["c10", "torch_cpu", "torch_cuda", "torch"];

    private readonly Lock _gate = new();
    private nint _handle;

    /// <summary>The place that a patched copy was loaded from; null if none was needed.</summary>
    internal string? PatchedFrom { get; private set; }

    /// <summary>The reason why the last attempt failed; null if it did not fail or there was none.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>Starts resolving the library whenever the search of the runtime fails.</summary>
    internal void Register()
    {
        // This is not always the default context: a plug-in or a notebook may load TorchSharp into its own.
        AssemblyLoadContext context = AssemblyLoadContext.GetLoadContext(torchSharp) ?? AssemblyLoadContext.Default;
        context.ResolvingUnmanagedDll += (assembly, name) =>
            name == TorchPackages.TorchSharpLibrary && assembly == torchSharp && !isOff() ? Resolve() : 0;
    }

    private nint Resolve()
    {
        lock (_gate)
        {
            if (_handle == 0)
            {
                Failure = null;
                try
                {
                    _handle = Load();
                }
                catch (Exception e)
                {
                    // Whatever it is: if it were thrown here, the user would see a failed import without the reason.
                    Failure = e;
                }
            }

            return _handle;
        }
    }

    private nint Load()
    {
        if (packages.Find(TorchPackages.TorchSharpLibrary) is not { } stock)
        {
            return 0;
        }

        bool isNew = TorchMachine.Current().HasNewLibstdcxx;
        if (isNew && packages.HasCachedCuda)
        {
            // TorchSharp combines the parts of the CUDA package itself. The CPU's libtorch must not be loaded before.
            return 0;
        }

        foreach (string library in Foundations)
        {
            LoadFoundation(library);
        }

        if (NativeLibrary.TryLoad(stock, out nint loaded))
        {
            return loaded;
        }

        byte[] patched = TorchSharpImage.ForOlderLibstdcxx(File.ReadAllBytes(stock));
        (loaded, PatchedFrom) = cache.Load(Path.GetFileName(stock), patched);
        return loaded;
    }

    /// <summary>Loads it by name, as TorchSharp does, or by path. A failure shows when TorchSharp's library is loaded.</summary>
    private void LoadFoundation(string library)
    {
        if (!new TorchProbe(torchSharp).TryLoad(library) && packages.Find(library) is { } path)
        {
            NativeLibrary.TryLoad(path, out _);
        }
    }
}

using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Runtime.Versioning;

namespace VaeTransforms.Native;

/// <summary>Finds TorchSharp's native library where .NET's own search failed, and mends it for an old machine.</summary>
/// <param name="torchSharp">TorchSharp's assembly.</param>
/// <param name="packages">Where the libraries may lie.</param>
/// <param name="cache">Where a mended copy is kept.</param>
/// <param name="isOff">Whether the user wants none of this.</param>
[SupportedOSPlatform("linux")]
internal sealed class TorchLibraryResolver(Assembly torchSharp, TorchPackages packages, LibraryCache cache, Func<bool> isOff)
{
    // TorchSharp's library needs these. A copy in another folder cannot find them by itself, but the loader takes what
    // is loaded already. libtorch_cuda is only in the CUDA packages, and has to come before libtorch, which asks for it.
    private static readonly string[] Foundations = ["c10", "torch_cpu", "torch_cuda", "torch"];

    private readonly Lock _gate = new();
    private nint _handle;

    /// <summary>Where a mended copy was loaded from; null while none was needed.</summary>
    internal string? MendedFrom { get; private set; }

    /// <summary>Why the last attempt came to nothing; null when there was none, or nothing to attempt.</summary>
    internal Exception? Refusal { get; private set; }

    /// <summary>Answers from now on where the runtime's own search for the library fails.</summary>
    internal void Register()
    {
        // Not necessarily the default context: a plug-in or a notebook may have TorchSharp in one of its own.
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
                Refusal = null;
                try
                {
                    _handle = Load();
                }
                catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException
                    or DllNotFoundException)
                {
                    // Thrown from here it would reach the user as a failed import, without the reason.
                    Refusal = e;
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
            // TorchSharp puts the parts together itself; the processor's libtorch, loaded first, would be in its way.
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

        byte[] mended = TorchSharpImage.ForOlderLibstdcxx(File.ReadAllBytes(stock));
        (loaded, MendedFrom) = cache.Load(Path.GetFileName(stock), mended);
        return loaded;
    }

    /// <summary>By name as TorchSharp does it, or else by path; what is missing shows when TorchSharp's is loaded.</summary>
    private void LoadFoundation(string library)
    {
        if (!NativeLibrary.TryLoad(library, torchSharp, searchPath: null, out _) && packages.Find(library) is { } path)
        {
            NativeLibrary.TryLoad(path, out _);
        }
    }
}

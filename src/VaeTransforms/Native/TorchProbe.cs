using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace VaeTransforms.Native;

/// <summary>Looks for a native library as TorchSharp does: by name, through the load context of TorchSharp's assembly.</summary>
/// <param name="torchSharp">TorchSharp's assembly.</param>
internal sealed class TorchProbe(Assembly torchSharp)
{
    /// <summary>What the load context threw; null if it threw nothing.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Loads the library if it is found. It never throws.</summary>
    public bool TryLoad(string library)
    {
        try
        {
            return NativeLibrary.TryLoad(library, torchSharp, searchPath: null, out _);
        }
        catch (Exception e)
        {
            // TryLoad itself throws nothing, but a load context is anybody's code.
            Failure ??= e;
            return false;
        }
    }

    /// <summary>The exception for a load context that throws; null if it threw nothing.</summary>
    public TorchRuntimeException? ToException() => Failure is not { } failure ? null : new TorchRuntimeException(
        $"libtorch cannot be loaded: the load context {Describe()} threw {failure.GetType().Name}: "
            + $"{failure.Message.Split('\n')[0].Trim()}\n"
            + "A load context must return 0 from LoadUnmanagedDll for a library that it does not have: then others are asked.\n"
            + "Correct LoadUnmanagedDll of that context, for example with AssemblyDependencyResolver, or load VaeTransforms and "
            + "TorchSharp in the default context.",
        failure);

    private string Describe() => AssemblyLoadContext.GetLoadContext(torchSharp) is { } context
        ? $"{(context.Name is { } name ? $"'{name}'" : context.GetType().Name)} of TorchSharp"
        : "of TorchSharp";
}

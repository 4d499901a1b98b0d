using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>Functions that libtorch compiled, kept for the life of the process.</summary>
/// <remarks>
/// Compiling takes time that only the first fit should pay, and libtorch does not release all of a function's memory. There are
/// few functions: a source depends on the kinds of layers and likelihood, hardly on sizes, and not on numbers.
/// </remarks>
internal static class CompiledFunctions
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, jit.CompilationUnit> Functions = [];

    /// <summary>The function with a source; compiled at the first call.</summary>
    public static jit.CompilationUnit Of(string source)
    {
        lock (Gate)
        {
            if (!Functions.TryGetValue(source, out jit.CompilationUnit? function))
            {
                function = jit.compile(source);
                Functions.Add(source, function);
            }

            return function;
        }
    }
}

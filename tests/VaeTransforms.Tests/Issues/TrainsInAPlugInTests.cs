using System.Reflection;
using System.Runtime.Loader;
using TorchSharp;
using VaeTransforms.Native;
using Xunit;

namespace VaeTransforms.Tests.Issues;

/// <summary>Loads the library and TorchSharp in the load context of a plug-in, which throws for native libraries.</summary>
public sealed class TrainsInAPlugInTests
{
    [Theory]
    [InlineData(typeof(DllNotFoundException))]
    [InlineData(typeof(KeyNotFoundException))]
    public void A_load_context_that_throws_ends_in_a_TorchRuntimeException_that_names_it(Type thrown)
    {
        var context = new PlugIn(thrown);
        Type runtime = context.LoadFromAssemblyPath(typeof(TorchRuntime).Assembly.Location)
            .GetType(typeof(TorchRuntime).FullName!, throwOnError: true)!;
        MethodInfo load = runtime.GetMethod(nameof(TorchRuntime.EnsureLoaded), BindingFlags.NonPublic | BindingFlags.Static)!;

        Exception error = Assert.Throws<TargetInvocationException>(() => load.Invoke(null, [null])).InnerException!;

        // The plug-in has an exception type of its own.
        Assert.Equal(typeof(TorchRuntimeException).FullName, error.GetType().FullName);
        Assert.Contains("'my plug-in'", error.Message, StringComparison.Ordinal);
        Assert.Contains("LoadUnmanagedDll", error.Message, StringComparison.Ordinal);
        Assert.IsType(thrown, error.InnerException);
    }

    private sealed class PlugIn(Type thrown) : AssemblyLoadContext("my plug-in")
    {
        protected override Assembly? Load(AssemblyName name)
        {
            string? own = new[] { typeof(TorchRuntime).Assembly, typeof(torch).Assembly }
                .FirstOrDefault(assembly => assembly.GetName().Name == name.Name)?.Location;
            return own is null ? null : LoadFromAssemblyPath(own);
        }

        protected override nint LoadUnmanagedDll(string name) =>
            throw (Exception)Activator.CreateInstance(thrown, $"No {name}.")!;
    }
}

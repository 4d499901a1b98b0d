using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Xunit;

namespace VaeTransforms.Tests.Interop;

/// <summary>Runs one method of this assembly in a process of its own.</summary>
/// <remarks>A native library stays loaded, so how it is found can be tried once in a process only.</remarks>
internal static class FreshProcess
{
    /// <summary>What <see cref="Program"/> is started with, before the method's type and name.</summary>
    internal const string Argument = "--in-this-process";

    internal static Process Start(Action method, string folder, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(folder, "VaeTransforms.Tests.dll"), Argument, method.Method.DeclaringType!.FullName!, method.Method.Name,
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    internal static void AssertPasses(Process process)
    {
        using (process)
        {
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, output + errors.Result);
        }
    }

    /// <summary>The other end: runs the static method and gives the exit code.</summary>
    internal static int Run(string type, string method)
    {
        try
        {
            const BindingFlags Any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
            Type.GetType(type, throwOnError: true)!.GetMethod(method, Any)!.CreateDelegate<Action>()();
            return 0;
        }
        catch (Exception e)
        {
            Console.WriteLine(e);
            return 1;
        }
    }

    /// <summary>This assembly and what it references, without any native library.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="without">Assemblies to leave out.</param>
    internal static void CopyManagedPartTo(string folder, params string[] without)
    {
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory)
            .Where(file => !without.Contains(Path.GetFileNameWithoutExtension(file)))
            .Where(file => file.EndsWith(".dll", StringComparison.Ordinal)
                || file.EndsWith(".runtimeconfig.json", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    /// <summary>The native libraries of ONNX Runtime: all that serving needs.</summary>
    internal static void CopyOnnxRuntimeTo(string folder)
    {
        string natives = Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        foreach (string file in Directory.EnumerateFiles(natives, "*onnxruntime*"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }
}

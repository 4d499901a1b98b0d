using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Xunit;

namespace VaeTransforms.Tests;

/// <summary>Runs one method of this assembly in a new process.</summary>
/// <remarks>A native library stays loaded, so a process can test only once how it is found.</remarks>
internal static class FreshProcess
{
    /// <summary>The first argument of <see cref="Program"/>. The type and the name of the method follow.</summary>
    internal const string Argument = "--in-this-process";

    internal static Process Start(Action method, string folder, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(folder, "VaeTransforms.Tests.dll"),
                Argument,
                method.Method.DeclaringType!.FullName!,
                method.Method.Name,
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

    /// <summary>Runs the static method in the new process, and returns the exit code.</summary>
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

    /// <summary>Copies this assembly and the assemblies that it references, without native libraries.</summary>
    /// <param name="folder">The target folder.</param>
    /// <param name="without">Assemblies that are not copied.</param>
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

    /// <summary>Copies the native libraries of ONNX Runtime, the only ones that serving needs.</summary>
    internal static void CopyOnnxRuntimeTo(string folder)
    {
        string natives = Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        foreach (string file in Directory.EnumerateFiles(natives, "*onnxruntime*"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }
}

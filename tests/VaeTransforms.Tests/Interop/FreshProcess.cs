using System.Diagnostics;
using Xunit;

namespace VaeTransforms.Tests.Interop;

/// <summary>Runs one explicit test of this assembly in a process of its own.</summary>
/// <remarks>A native library stays loaded, so how it is found can be tried once in a process only.</remarks>
internal static class FreshProcess
{
    internal static Process Start(string test, string folder, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new("dotnet")
        {
            ArgumentList = { Path.Combine(folder, "VaeTransforms.Tests.dll"), "--filter-method", test, "--explicit", "only" },
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
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, output);
        }
    }

    /// <summary>This assembly and what it references, without any native library.</summary>
    internal static void CopyManagedPartTo(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory)
            .Where(file => file.EndsWith(".dll", StringComparison.Ordinal)
                || file.EndsWith(".runtimeconfig.json", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }
}

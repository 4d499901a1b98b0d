using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace VaeTransforms.Tests.Packages;

/// <summary>Runs the dotnet command, or a program that needs its runtime, as a user does in a shell.</summary>
internal static class DotnetCommand
{
    /// <summary>Runs it to its end. The test fails, with everything that was printed, if the exit code is not 0.</summary>
    public static void Run(string folder, params string[] arguments) => RunAsync(folder, arguments).GetAwaiter().GetResult();

    /// <inheritdoc cref="Run"/>
    public static Task RunAsync(string folder, params string[] arguments) => RunAsync(folder, [], arguments);

    /// <inheritdoc cref="Run"/>
    /// <param name="folder">The folder to run it in.</param>
    /// <param name="variables">Variables of its environment.</param>
    /// <param name="arguments">What follows dotnet.</param>
    public static Task RunAsync(string folder, Dictionary<string, string> variables, params string[] arguments) =>
        RunAsync("dotnet", folder, variables, arguments);

    /// <summary>Runs a program of this machine's runtime, as <see cref="Run"/> runs the command.</summary>
    /// <param name="program">Its file.</param>
    /// <param name="arguments">What follows it.</param>
    public static Task RunProgramAsync(string program, params string[] arguments)
    {
        var runtime = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory());
        var variables = new Dictionary<string, string> { ["DOTNET_ROOT"] = runtime.Parent!.Parent!.Parent!.FullName };
        return RunAsync(program, Path.GetDirectoryName(program)!, variables, arguments);
    }

    private static async Task RunAsync(
        string program, string folder, Dictionary<string, string> variables, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // 'dotnet test' sets variables for its own MSBuild, which a user's shell does not have.
        bool IsMSBuild(string name) => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase);
        foreach (string name in start.Environment.Keys.Where(IsMSBuild).ToArray())
        {
            start.Environment.Remove(name);
        }

        // A build server would outlive the command and keep its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";

        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{output}{await errors}");
    }
}

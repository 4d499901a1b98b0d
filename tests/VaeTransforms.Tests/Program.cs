using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace VaeTransforms.Tests;

/// <summary>Runs the tests, or the one method that a test wants to have run in a process of its own.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        [FreshProcess.Argument, string type, string method] => Task.FromResult(FreshProcess.Run(type, method)),
        _ when args.Any(arg => arg is "-automated" or "@@") => ConsoleRunner.Run(args),
        _ => TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    };
}

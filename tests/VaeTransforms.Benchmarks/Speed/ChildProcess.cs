using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace VaeTransforms.Benchmarks.Speed;

/// <summary>This program again, in a process of its own: for what only a fresh one shows, such as a start or a peak of memory.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a command and waits for it.</summary>
    /// <param name="arguments">The command's name and what follows it.</param>
    /// <returns>The numbers on its last line, and the seconds from its start until that line came.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static (double[] Numbers, double Seconds) Run(params string[] arguments)
    {
        string program = Assembly.GetExecutingAssembly().Location;
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true })!;
        string last = "";
        double seconds = 0;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            last = line;
            seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        process.WaitForExit();
        return process.ExitCode == 0
            ? ([.. last.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))], seconds)
            : throw new InvalidOperationException($"'{string.Join(' ', arguments)}' ended with {process.ExitCode}.");
    }

    /// <summary>What a child says at its end.</summary>
    public static void Answer(params double[] numbers) =>
        Console.WriteLine(string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture))));
}

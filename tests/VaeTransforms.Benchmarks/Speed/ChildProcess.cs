using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace VaeTransforms.Benchmarks.Speed;

/// <summary>Runs this program in a new process, for figures such as start-up time and peak memory.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a command and waits for it.</summary>
    /// <param name="arguments">The name of the command and its arguments.</param>
    /// <returns>The numbers on its last line, and the seconds from the start of the process to that line.</returns>
    /// <exception cref="InvalidOperationException">The process failed.</exception>
    public static (double[] Numbers, double Seconds) Run(params string[] arguments)
    {
        string program = Assembly.GetExecutingAssembly().Location;
        long start = Stopwatch.GetTimestamp();
        var command = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true };
        using Process process = Process.Start(command)!;
        string last = "";
        double seconds = 0;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            last = line;
            seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{string.Join(' ', arguments)}' exited with code {process.ExitCode}.");
        }

        string[] numbers = last.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (Array.ConvertAll(numbers, number => double.Parse(number, CultureInfo.InvariantCulture)), seconds);
    }

    /// <summary>Writes the last line of a child process.</summary>
    public static void Answer(params double[] numbers) =>
        Console.WriteLine(string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture))));
}

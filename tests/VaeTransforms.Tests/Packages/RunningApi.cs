using System.Diagnostics;
using System.Text;

namespace VaeTransforms.Tests.Packages;

/// <summary>A web application in its own process, on a free port of this machine.</summary>
internal sealed class RunningApi : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;

    private RunningApi(Process process, string address)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = new Uri(address) };
    }

    public HttpClient Client { get; }

    /// <summary>Starts it, and waits until it listens.</summary>
    /// <param name="assembly">The published application.</param>
    /// <param name="arguments">Its configuration.</param>
    /// <exception cref="InvalidOperationException">It ended before it listened; the message is what it wrote.</exception>
    public static async Task<RunningApi> StartAsync(string assembly, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [assembly, "--urls=http://127.0.0.1:0", .. arguments])
        {
            WorkingDirectory = Path.GetDirectoryName(assembly),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var written = new StringBuilder();
        var address = new TaskCompletionSource<string>();
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _ = process.WaitForExitAsync().ContinueWith(
            _ => address.TrySetException(new InvalidOperationException(Written())), TaskScheduler.Default);
        return new RunningApi(process, await address.Task.WaitAsync(TimeSpan.FromMinutes(1)));

        void Read(string? line)
        {
            lock (written)
            {
                written.AppendLine(line);
            }

            if (line?.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var place)
            {
                address.TrySetResult(line[(place + Listening.Length)..]);
            }
        }

        string Written()
        {
            lock (written)
            {
                return written.ToString();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

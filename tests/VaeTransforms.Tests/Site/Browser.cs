using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Xunit;

namespace VaeTransforms.Tests.Site;

/// <summary>Chromium without a window, driven by its DevTools protocol.</summary>
/// <remarks>https://chromedevtools.github.io/devtools-protocol</remarks>
internal sealed class Browser : IAsyncDisposable
{
    private const string Listening = "DevTools listening on ";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly List<string> _errors = [];
    private int _commands;

    private Browser(Process process, string profile) => (_process, _profile) = (process, profile);

    /// <summary>What went wrong on the pages so far: scripts that threw, errors on the console, requests that failed.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Starts it on an empty page; the test is skipped where Chromium is not installed.</summary>
    public static async Task<Browser> StartAsync()
    {
        string? program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "chromium"))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "Chromium (Debian: chromium) is not installed.");

        // Without its sandbox, which a container and the root user cannot have, and without any other machine to reach.
        string profile = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;
        string[] arguments =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", $"--user-data-dir={profile}", "about:blank",
        ];
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        var browser = new Browser(Process.Start(start)!, profile);
        try
        {
            await browser.ConnectAsync();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a page and waits until it is loaded.</summary>
    public async Task OpenAsync(Uri page)
    {
        await SendAsync("Page.navigate", new JsonObject { ["url"] = page.ToString() });
        while ((await ReceiveAsync())["method"]?.GetValue<string>() != "Page.loadEventFired")
        {
        }
    }

    /// <summary>The value of a JavaScript expression on the page, as text; a promise is awaited.</summary>
    public async Task<string> EvaluateAsync(string expression)
    {
        JsonNode answer = await SendAsync(
            "Runtime.evaluate",
            new JsonObject { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true });
        return answer["exceptionDetails"] is { } error
            ? throw new InvalidOperationException(error.ToJsonString())
            : Convert.ToString(answer["result"]!["value"], CultureInfo.InvariantCulture)!;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    private async Task ConnectAsync()
    {
        string? line;
        while ((line = await _process.StandardError.ReadLineAsync().WaitAsync(Patience))
            ?.StartsWith(Listening, StringComparison.Ordinal) == false)
        {
        }

        Assert.True(line is not null, "Chromium ended before it listened.");
        _ = _process.StandardError.ReadToEndAsync();
        using var client = new HttpClient();
        string targets = await client.GetStringAsync(
            new Uri($"http://{new Uri(line[Listening.Length..]).Authority}/json/list"));
        JsonNode page = JsonNode.Parse(targets)!.AsArray().First(target => target!["type"]!.GetValue<string>() == "page")!;
        await _socket.ConnectAsync(new Uri(page["webSocketDebuggerUrl"]!.GetValue<string>()), CancellationToken.None);
        await SendAsync("Page.enable", []);
        await SendAsync("Runtime.enable", []);
        await SendAsync("Log.enable", []);
    }

    private async Task<JsonNode> SendAsync(string method, JsonObject parameters)
    {
        int id = ++_commands;
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _socket.SendAsync(
            System.Text.Encoding.UTF8.GetBytes(command.ToJsonString()),
            WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        JsonNode answer;
        do
        {
            answer = await ReceiveAsync();
        }
        while (answer["id"]?.GetValue<int>() != id);
        return answer["result"] ?? throw new InvalidOperationException($"{method}: {answer.ToJsonString()}");
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        using var text = new MemoryStream();
        using var patience = new CancellationTokenSource(Patience);
        byte[] buffer = new byte[16384];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, patience.Token);
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        JsonNode message = JsonNode.Parse(text.ToArray())!;
        if (IsError(message))
        {
            _errors.Add(message["params"]!.ToJsonString());
        }

        return message;
    }

    private static bool IsError(JsonNode message) => message["method"]?.GetValue<string>() switch
    {
        "Runtime.exceptionThrown" => true,
        "Runtime.consoleAPICalled" => message["params"]!["type"]!.GetValue<string>() is "error" or "assert",
        "Log.entryAdded" => message["params"]!["entry"]!["level"]!.GetValue<string>() == "error",
        _ => false,
    };
}

using System.Net;
using System.Net.Sockets;

namespace VaeTransforms.Tests.Site;

/// <summary>Serves the files of a folder to this machine, since a browser runs no module and no worker from a file.</summary>
internal sealed class SiteServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _folder;

    public SiteServer(string folder)
    {
        _folder = folder;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/");
        }

        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    public void Dispose() => ((IDisposable)_listener).Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                await AnswerAsync(context);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException && !_listener.IsListening)
        {
            // The listener was disposed.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using HttpListenerResponse response = context.Response;
        string path = Uri.UnescapeDataString(context.Request.Url!.AbsolutePath).TrimStart('/');
        string file = Path.Combine(_folder, path.Length == 0 || path.EndsWith('/') ? $"{path}index.html" : path);
        if (!File.Exists(file))
        {
            response.StatusCode = (int)HttpStatusCode.NotFound;
            return;
        }

        response.ContentType = Path.GetExtension(file) switch
        {
            ".html" => "text/html",
            ".js" => "text/javascript",
            ".css" => "text/css",
            ".json" => "application/json",
            ".svg" => "image/svg+xml",
            ".png" => "image/png",
            ".woff2" => "font/woff2",
            _ => "application/octet-stream",
        };
        try
        {
            await response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(file));
        }
        catch (HttpListenerException)
        {
            // The browser went to another page meanwhile.
        }
    }
}

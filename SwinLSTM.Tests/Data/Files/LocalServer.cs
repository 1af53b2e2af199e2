using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SwinLSTM.Tests;

/// <summary>A web server on this machine that answers as a test wants, broken off or wrong where it must be.</summary>
internal sealed class LocalServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<Request, Answer> answer;
    private readonly CancellationTokenSource closing = new();
    private readonly List<Request> requests = [];

    public LocalServer(Func<Request, Answer> answer)
    {
        this.answer = answer;
        listener.Start();
        _ = Serve();
    }

    public sealed record Request(string Path, IReadOnlyDictionary<string, string> Headers)
    {
        /// <summary>Where the asked range begins.</summary>
        public int? From => Headers.TryGetValue("Range", out var range) ? int.Parse(range["bytes=".Length..^1]) : null;
    }

    /// <param name="Status">Such as <c>200 OK</c>.</param>
    /// <param name="Headers">Lines without their end.</param>
    /// <param name="Body">What is sent.</param>
    /// <param name="CutAfter">The connection is broken after so many bytes of the body.</param>
    /// <param name="Pause">Between one byte and the next.</param>
    public sealed record Answer(string Status, string[] Headers, byte[] Body, int? CutAfter = null, TimeSpan? Pause = null);

    public IReadOnlyList<Request> Requests
    {
        get
        {
            lock (requests) return [.. requests];
        }
    }

    public Uri At(string path) => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/{path}");

    /// <summary>A file as a good server gives it: whole, or from where it is asked for if the version is still the same.</summary>
    public static Answer File(Request request, byte[] content, string? version = "\"v1\"", bool ranges = true, int? cutAfter = null)
    {
        string[] tag = version is null ? [] : [$"ETag: {version}"];
        var isSame = !request.Headers.TryGetValue("If-Range", out var wanted) || wanted == version;
        if (!ranges || request.From is not { } from || !isSame)
            return new("200 OK", [$"Content-Length: {content.Length}", .. tag], content, cutAfter);
        return from >= content.Length
            ? new("416 Range Not Satisfiable", [$"Content-Range: bytes */{content.Length}", "Content-Length: 0"], [])
            : new("206 Partial Content", [$"Content-Range: bytes {from}-{content.Length - 1}/{content.Length}",
                $"Content-Length: {content.Length - from}", .. tag], content[from..], cutAfter);
    }

    public void Dispose()
    {
        closing.Cancel();
        listener.Stop();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(closing.Token);
                _ = Task.Run(() => Converse(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // closed
        }
    }

    private async Task Converse(TcpClient client)
    {
        using var _ = client;
        try
        {
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII);
            var line = await reader.ReadLineAsync(closing.Token);
            if (line is null) return;
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (await reader.ReadLineAsync(closing.Token) is { Length: > 0 } header)
                headers[header.Split(": ", 2)[0]] = header.Split(": ", 2)[1];
            var request = new Request(line.Split(' ')[1].TrimStart('/'), headers);
            lock (requests) requests.Add(request);
            var reply = answer(request);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {reply.Status}\r\nConnection: " +
                $"close\r\n{string.Concat(reply.Headers.Select(h => $"{h}\r\n"))}\r\n"), closing.Token);
            var body = reply.Body.AsMemory(0, Math.Min(reply.CutAfter ?? int.MaxValue, reply.Body.Length));
            if (reply.Pause is not { } pause)
                await stream.WriteAsync(body, closing.Token);
            else
                for (var i = 0; i < body.Length; i++)
                {
                    await stream.WriteAsync(body.Slice(i, 1), closing.Token);
                    await Task.Delay(pause, closing.Token);
                }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // the other side has gone
        }
    }
}

using System.Net;
using System.Net.Http.Headers;

namespace SwinLSTM.Data;

/// <summary>
/// One file from one address into a part-file: with pauses and new tries where the connection breaks, from where it broke. Beside the part lies what
/// the server called that version of the file (its ETag, or its date), so that a new version is not put behind an old one.
/// </summary>
internal sealed class Transfer(DatasetFile file, Uri address, string part, DownloadOptions options, HttpClient client, TimeProvider time) : IDisposable
{
    private const int SlowBytes = 16 << 10, GoodBytes = 1 << 20;
    private static readonly TimeSpan longestPause = TimeSpan.FromMinutes(1);

    private FileStream? stream;
    private bool joined, diskFailed;

    /// <summary>What the server calls the version that a part is of.</summary>
    private static string VersionOf(string part) => part + ".version";

    public static void Forget(string part) => File.Delete(VersionOf(part));

    /// <returns>Whether it came in several pieces: then they may be of several versions.</returns>
    /// <exception cref="HttpRequestException">The address does not give the file.</exception>
    /// <exception cref="InvalidDataException">What it gives has another length.</exception>
    public async Task<bool> Run(IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        stream = new FileStream(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16);
        if (stream.Length > (file.Bytes ?? options.MaximumBytes))
            stream.SetLength(0);
        for (var (failures, pause) = (0, options.FirstPause); ;)
        {
            var before = stream.Length;
            Exception failure;
            try
            {
                if (await Once(progress, cancellation).ConfigureAwait(false))
                {
                    stream.Flush(flushToDisk: true);
                    Dispose();
                    return joined;
                }
                failure = new HttpRequestException($"The connection ended after {stream.Length} of {file.Bytes} bytes.");
            }
            catch (Exception e) when (IsPassing(e, cancellation))
            {
                failure = e;
            }

            stream.Flush();
            failures = stream.Length - before >= GoodBytes ? 1 : failures + 1;
            pause = failures == 1 ? options.FirstPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, longestPause.Ticks));
            if (failures >= options.Attempts)
                throw new HttpRequestException($"{address} broke off {failures} times in a row, the last time with: {Words(failure)} Try again later.", failure);
            await Task.Delay(pause, time, cancellation).ConfigureAwait(false);
        }
    }

    public void Dispose() => stream?.Dispose();

    /// <returns>Whether the file is complete; false if the connection ended before.</returns>
    private async Task<bool> Once(IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        using var stall = new CancellationTokenSource(options.Stall, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellation);
        using var response = await Ask(either.Token).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            // All of it is here, or what is here is of no use.
            if (stream!.Length > 0 && response.Content.Headers.ContentRange?.Length == stream.Length)
                return joined = true;
            Restart();
            throw new IOException("The server had no such part; what had arrived was thrown away.");
        }
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"{address} answered {(int)response.StatusCode} {response.ReasonPhrase}. {Advice(response.StatusCode)}", null, response.StatusCode);

        var range = response.Content.Headers.ContentRange;
        if (response.StatusCode == HttpStatusCode.PartialContent && (range?.From != stream!.Length || (file.Bytes is { } known && range.Length is { } other && other != known)))
        {
            Restart();
            throw new IOException("The server sent another part than was asked for; what had arrived was thrown away.");
        }
        var isRest = response.StatusCode == HttpStatusCode.PartialContent;
        var total = (isRest ? stream!.Length : 0) + response.Content.Headers.ContentLength;
        if (total is not null && total != (file.Bytes ?? total))
            throw new InvalidDataException($"{address} offers {total} bytes, but {file.Name} has {file.Bytes}.");
        joined = isRest;
        if (!isRest)
            Restart();
        Remember(response);
        await Copy(response, total ?? file.Bytes, progress, stall, either.Token).ConfigureAwait(false);
        return stream!.Length == (total ?? file.Bytes ?? stream.Length);
    }

    private async Task Copy(HttpResponseMessage response, long? total, IProgress<DownloadProgress>? progress, CancellationTokenSource stall, CancellationToken cancellation)
    {
        var most = file.Bytes ?? options.MaximumBytes;
        if (total > most)
            throw new InvalidDataException($"{address} offers {total} bytes; at most {most} are taken. Give its length (Bytes), or raise MaximumBytes.");
        await using var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var buffer = new byte[1 << 16];
        var sinceMark = 0;
        stream!.Position = stream.Length;
        while (true)
        {
            progress?.Report(new(stream.Position, total));
            var got = await body.ReadAsync(buffer, cancellation).ConfigureAwait(false);
            if (got == 0)
                break;
            if (stream.Position + got > most)
            {
                Restart();
                throw new InvalidDataException($"{address} sends more than the {most} bytes that are expected.");
            }
            // What has arrived is kept even if the caller has just had enough.
            diskFailed = true;
            await stream.WriteAsync(buffer.AsMemory(0, got), CancellationToken.None).ConfigureAwait(false);
            diskFailed = false;
            if ((sinceMark += got) >= SlowBytes)
            {
                stall.CancelAfter(options.Stall);
                sinceMark = 0;
            }
        }
    }

    private async Task<HttpResponseMessage> Ask(CancellationToken cancellation)
    {
        var at = address;
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, at);
            request.Headers.UserAgent.Add(new("SwinLSTM.Data", null));
            Resume(request);
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
                return response;
            response.Dispose();
            if (redirects >= options.Redirects)
                throw new HttpRequestException($"{address} was sent on {redirects + 1} times, at last to {location}. Look at it with a browser.", null, HttpStatusCode.LoopDetected);
            at = new(at, location);
            if (!Downloads.IsAllowed(at, options))
                throw new HttpRequestException($"{address} was sent on to {at}, which is neither https nor this machine's. Give an https address, or allow plain http (AllowHttp).", null, HttpStatusCode.LoopDetected);
        }
    }

    private void Resume(HttpRequestMessage request)
    {
        if (stream!.Length == 0)
            return;
        var version = File.Exists(VersionOf(part)) ? File.ReadAllText(VersionOf(part)) : "";
        if (EntityTagHeaderValue.TryParse(version, out var tag))
            request.Headers.IfRange = new(tag);
        else if (DateTimeOffset.TryParse(version, out var date))
            request.Headers.IfRange = new(date);
        else if (file.Sha256 is null)
        {
            // Nothing would tell whether two halves belong together.
            Restart();
            return;
        }
        request.Headers.Range = new(stream.Length, null);
    }

    private void Remember(HttpResponseMessage response)
    {
        // A weak tag does not promise the same bytes.
        var version = response.Headers.ETag is { IsWeak: false } tag ? tag.ToString() : response.Content.Headers.LastModified?.ToString("R");
        if (version is null)
            Forget(part);
        else
            File.WriteAllText(VersionOf(part), version);
    }

    private void Restart() => stream!.SetLength(0);

    /// <summary>Whether it may go better next time.</summary>
    private bool IsPassing(Exception e, CancellationToken cancellation) => !diskFailed && e switch
    {
        OperationCanceledException => !cancellation.IsCancellationRequested,
        HttpRequestException { StatusCode: { } status } => (int)status is 408 or 425 or 429 or (>= 500 and not 501 and not 505 and not (int)HttpStatusCode.LoopDetected),
        HttpRequestException => true,
        IOException => true,
        _ => false,
    };

    private string Words(Exception e) => e is OperationCanceledException ? $"less than {SlowBytes >> 10} KiB came in {options.Stall.TotalSeconds} seconds." : e.Message;

    private static string Advice(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound or HttpStatusCode.Gone => "The file has moved: give its new address.",
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "The file is not for everyone: fetch it with a browser.",
        _ => "Try again later, or give another address.",
    };
}

using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace SwinLSTM.Data;

/// <summary>Fetches published files. A file arrives beside its place, as <c>NAME.part</c>; a cut connection or an interrupted call goes on
/// from what is there, where the server says, by its tag or date, that it still has the same version. It is moved to its place only when
/// its length and SHA-256 are right.</summary>
public sealed class Downloads : IDisposable
{
    // An address is given up after so many tries that each brought less than GoodBytes; a server that sends less than SlowBytes within a
    // minute counts as gone.
    private const int Attempts = 6, SlowBytes = 16 << 10, GoodBytes = 1 << 20, MostRedirects = 8;
    private readonly DownloadOptions options;
    private readonly HttpClient client;
    private readonly TimeProvider time;
    private readonly TimeSpan stall;

    /// <summary>Gets ready to fetch; nothing is sent yet.</summary>
    /// <param name="options">How; the defaults if left out.</param>
    /// <exception cref="ArgumentException">Options that break a rule.</exception>
    public Downloads(DownloadOptions? options = null)
        : this(options, TimeProvider.System, TimeSpan.FromMinutes(1))
    {
    }

    internal Downloads(DownloadOptions? options, TimeProvider time, TimeSpan stall)
    {
        (this.options, this.time, this.stall) = (options ??= new(), time, stall);
        if (options.MaximumBytes < 1)
            throw new ArgumentException($"MaximumBytes is {options.MaximumBytes}; at least one is needed.", nameof(options));
        // Redirects are followed here, where each address is looked at; time is measured by what arrives.
        client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(new("SwinLSTM.Data", null));
    }

    /// <summary>Fetches a file, unless it is there already.</summary>
    /// <param name="file">Which.</param>
    /// <param name="folder">Where to; made if it is not there.</param>
    /// <param name="progress">Is told as bytes arrive.</param>
    /// <param name="cancellation">Ends it early; what has arrived stays, to go on from.</param>
    /// <exception cref="ArgumentException">The description of the file breaks a rule, or an address is neither https nor this
    /// machine's.</exception>
    /// <exception cref="InvalidOperationException">No SHA-256 of the file is published, and none was given.</exception>
    /// <exception cref="InvalidDataException">What a server sent, or what is there already, is another file.</exception>
    /// <exception cref="IOException">No address gave the file, or it cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public async Task<DownloadedFile> DownloadAsync(DatasetFile file, string folder, IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(folder);
        file.Check();
        if (file.Sha256 is null && !options.AcceptUnchecked)
            throw new InvalidOperationException($"No SHA-256 of {file.Name} is published, so nothing tells whether the right file " +
                "arrives. Give the one that you know (Sha256; --sha256), or take it as it comes (AcceptUnchecked; --unchecked) and note " +
                $"the one that is reported. Its page: {file.HomePage?.ToString() ?? "unknown"}");
        if (file.Addresses.FirstOrDefault(at => !IsAllowed(at)) is { } open)
            throw new ArgumentException($"{open} is neither https nor this machine's. Use an https address, or allow plain http " +
                "(AllowHttp).", nameof(file));

        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, file.FileName);
        if (File.Exists(path))
        {
            var (there, wrong) = await Look(file, path, cancellation).ConfigureAwait(false);
            return wrong is null ? there with { Fetched = false } : throw new InvalidDataException($"{path} is there already, but is " +
                $"another file: {wrong} Move it away or delete it, and fetch again.");
        }

        List<Exception> failures = [];
        foreach (var address in file.Addresses)
            try
            {
                return await Fetch(file, address, path, told => progress?.Report(told), cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is InvalidDataException or HttpRequestException)
            {
                failures.Add(e);
            }
        var message = $"{file.FileName} could not be fetched. {string.Join(' ', failures.Select(failure => failure.Message))}";
        throw failures.Any(failure => failure is InvalidDataException) ? new InvalidDataException(message)
            : new IOException($"{message} What has arrived is kept; the same call goes on from it.");
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => client.Dispose();

    /// <summary>What a file is, and in which way it is not the right one.</summary>
    private static async Task<(DownloadedFile Is, string? Wrong)> Look(DatasetFile file, string path, CancellationToken cancellation)
    {
        await using var stream = new FileStream(path,
            new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 1 << 16 });
        var (bytes, hash) = (stream.Length, await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false));
        var sha256 = Convert.ToHexStringLower(hash);
        var right = (file.Bytes ?? bytes) == bytes && (file.Sha256 ?? sha256).Equals(sha256, StringComparison.OrdinalIgnoreCase);
        return (new(path, bytes, sha256, Fetched: true), right ? null : $"it has {bytes} bytes and the SHA-256 {sha256}; expected were " +
            $"{(file.Bytes is { } length ? $"{length} bytes and " : "")}the SHA-256 {file.Sha256?.ToLowerInvariant() ?? "(unknown)"}.");
    }

    private async Task<DownloadedFile> Fetch(DatasetFile file, Uri address, string path, Action<DownloadProgress> report,
        CancellationToken cancellation)
    {
        var (part, version) = (path + ".part", path + ".part.version");
        await Arrive(file, address, part, version, report, cancellation).ConfigureAwait(false);
        var (arrived, wrong) = await Look(file, part, cancellation).ConfigureAwait(false);
        File.Delete(version);
        File.Move(part, wrong is null ? path : path + ".wrong", overwrite: wrong is not null);
        return wrong is null ? arrived with { Path = path } : throw new InvalidDataException($"{address} gave another file than " +
            $"{file.Name}: {wrong} What came is kept as {path}.wrong; if it is right, give its SHA-256.");
    }

    /// <summary>Brings all bytes of a file, with pauses and new tries where the connection breaks, each from where it broke.</summary>
    private async Task Arrive(DatasetFile file, Uri address, string part, string version, Action<DownloadProgress> report,
        CancellationToken cancellation)
    {
        await using var stream = new FileStream(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16);
        if (stream.Length > (file.Bytes ?? options.MaximumBytes))
            stream.SetLength(0);
        for (var failures = 0; ;)
        {
            var (before, failure) = (stream.Length, (Exception?)null);
            try
            {
                if (await Try(file, address, stream, version, report, cancellation).ConfigureAwait(false))
                {
                    stream.Flush(flushToDisk: true);
                    return;
                }
            }
            catch (Exception e) when (IsPassing(e, cancellation))
            {
                failure = e;
            }
            failures = stream.Length - before >= GoodBytes ? 1 : failures + 1;
            var words = failure switch
            {
                null => $"The connection ended after {stream.Length} of {file.Bytes?.ToString() ?? "more"} bytes.",
                OperationCanceledException => $"less than {SlowBytes >> 10} KiB came in {stall.TotalSeconds} seconds.",
                _ => failure.Message,
            };
            if (failures >= Attempts)
                throw new HttpRequestException($"{address} broke off {failures} times in a row, the last time with: {words} Try again " +
                    "later.", failure);
            await Task.Delay(TimeSpan.FromSeconds(1 << (failures - 1)), time, cancellation).ConfigureAwait(false);
        }
    }

    /// <returns>Whether all of it is here; false where the connection ended before the file did.</returns>
    private async Task<bool> Try(DatasetFile file, Uri address, FileStream stream, string version, Action<DownloadProgress> report,
        CancellationToken cancellation)
    {
        using var silent = new CancellationTokenSource(stall, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silent.Token, cancellation);
        var known = File.Exists(version) ? File.ReadAllText(version) : "";
        var same = EntityTagHeaderValue.TryParse(known, out var tag) ? new RangeConditionHeaderValue(tag)
            : DateTimeOffset.TryParse(known, out var date) ? new(date) : null;
        if (same is null)
            stream.SetLength(0); // nothing would tell whether two halves belong together

        using var response = await Ask(address, stream.Length, same, either.Token).ConfigureAwait(false);
        var range = response.Content.Headers.ContentRange;
        var (isRest, isPast) = (response.StatusCode == HttpStatusCode.PartialContent,
            response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable);
        if (isPast && stream.Length > 0 && range?.Length == stream.Length)
            return true; // all of it is here
        if (isPast || (isRest && (range?.From != stream.Length || (range.Length is { } whole && whole != (file.Bytes ?? whole)))))
        {
            stream.SetLength(0);
            throw new HttpRequestException("The server sent another part than was asked for; what had arrived was thrown away.");
        }
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"{address} answered {(int)response.StatusCode} {response.ReasonPhrase}. {Advice()}", null,
                response.StatusCode);

        if (!isRest)
            stream.SetLength(0);
        var total = stream.Length + response.Content.Headers.ContentLength ?? file.Bytes;
        if (file.Bytes is { } right && total != right)
            throw new InvalidDataException($"{address} offers {total} bytes, but {file.Name} has {right}.");
        if (file.Bytes is null && total > options.MaximumBytes)
            throw new InvalidDataException($"{address} offers {total} bytes; at most {options.MaximumBytes} are taken. Give its length " +
                "(Bytes), or raise MaximumBytes.");
        // A weak tag does not promise the same bytes.
        File.WriteAllText(version, response.Headers.ETag is { IsWeak: false } mark ? mark.ToString()
            : response.Content.Headers.LastModified?.ToString("R") ?? "");

        await using var body = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
        var (buffer, sinceMark, most) = (new byte[1 << 16], 0, file.Bytes ?? options.MaximumBytes);
        stream.Position = stream.Length;
        for (int got; ; sinceMark += got)
        {
            report(new(stream.Position, total));
            if (sinceMark >= SlowBytes)
            {
                silent.CancelAfter(stall);
                sinceMark = 0;
            }
            if ((got = await body.ReadAsync(buffer, either.Token).ConfigureAwait(false)) == 0)
                return stream.Length == (total ?? stream.Length);
            if (stream.Position + got > most)
            {
                stream.SetLength(0);
                throw new InvalidDataException($"{address} sends more than the {most} bytes that are expected.");
            }
            stream.Write(buffer, 0, got);
            stream.Flush(); // what has arrived is kept, and counted
        }

        string Advice() => (int)response.StatusCode switch
        {
            404 or 410 => "The file has moved: give its new address.",
            401 or 403 => "The file is not for everyone: fetch it with a browser.",
            < 400 => "It is sent on too often: look at it with a browser.",
            _ => "Try again later, or give another address.",
        };
    }

    private async Task<HttpResponseMessage> Ask(Uri address, long from, RangeConditionHeaderValue? same, CancellationToken cancellation)
    {
        var at = address;
        for (var left = MostRedirects; ; left--)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, at);
            if (from > 0)
                (request.Headers.Range, request.Headers.IfRange) = (new(from, null), same);
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            if (left == 0 || (int)response.StatusCode is not (301 or 302 or 303 or 307 or 308)
                || response.Headers.Location is not { } location)
                return response;
            response.Dispose();
            if (!IsAllowed(at = new(at, location)))
                throw new HttpRequestException($"{address} was sent on to {at}, which is neither https nor this machine's. Give an https " +
                    "address, or allow plain http (AllowHttp).", null, HttpStatusCode.LoopDetected);
        }
    }

    private bool IsAllowed(Uri address) => address.Scheme == Uri.UriSchemeHttps
        || (address.Scheme == Uri.UriSchemeHttp && (address.IsLoopback || options.AllowHttp));

    /// <summary>Whether it may go better next time.</summary>
    private static bool IsPassing(Exception e, CancellationToken cancellation) => e switch
    {
        OperationCanceledException => !cancellation.IsCancellationRequested,
        HttpRequestException { StatusCode: { } status } =>
            (int)status is 408 or 425 or 429 or (>= 500 and not (501 or 505 or (int)HttpStatusCode.LoopDetected)),
        _ => e is HttpRequestException or IOException,
    };
}

/// <summary>How files are fetched.</summary>
/// <param name="AllowHttp">Whether addresses of other machines may be plain http. Default false: https, or this machine.</param>
/// <param name="MaximumBytes">The most bytes that are taken of a file whose length is not known. Default 16 GiB.</param>
/// <param name="AcceptUnchecked">Whether a file without a published SHA-256 is taken as it comes. Default false: it is refused, and asks
/// for one.</param>
public sealed record DownloadOptions(bool AllowHttp = false, long MaximumBytes = 16L << 30, bool AcceptUnchecked = false);

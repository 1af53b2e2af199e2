using System.Net;
using System.Security.Cryptography;

namespace SwinLSTM.Data;

/// <summary>
/// Fetches published files. A file arrives beside its place, as <c>NAME.part</c>; a cut connection or an interrupted call goes on from what is there. It is
/// moved to its place only when its length and SHA-256 are right.
/// </summary>
public sealed class Downloads : IDisposable
{
    private readonly DownloadOptions options;
    private readonly HttpClient client;
    private readonly bool ownsClient;
    private readonly TimeProvider time;

    /// <summary>Gets ready to fetch; nothing is sent yet.</summary>
    /// <param name="options">How; the defaults if left out.</param>
    /// <param name="client">Sends the requests, and stays the caller's; one of its own if left out. It should not follow redirects by itself.</param>
    /// <param name="time">Measures pauses and stalls; the system's clock if left out.</param>
    /// <exception cref="ArgumentException">Options that break a rule.</exception>
    public Downloads(DownloadOptions? options = null, HttpClient? client = null, TimeProvider? time = null)
    {
        (this.options = options ?? new()).Check();
        ownsClient = client is null;
        // Redirects are followed here, where each address is looked at; time is measured by what arrives.
        this.client = client ?? new(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None }) { Timeout = Timeout.InfiniteTimeSpan };
        this.time = time ?? TimeProvider.System;
    }

    /// <summary>Fetches a file, unless it is there already.</summary>
    /// <param name="file">Which.</param>
    /// <param name="folder">Where to; made if it is not there.</param>
    /// <param name="progress">Is told as bytes arrive.</param>
    /// <param name="cancellation">Ends it early; what has arrived stays, to go on from.</param>
    /// <returns>Where it is.</returns>
    /// <exception cref="ArgumentException">The description of the file breaks a rule, or an address is neither https nor this machine's.</exception>
    /// <exception cref="InvalidOperationException">No SHA-256 of the file is published, and none was given.</exception>
    /// <exception cref="InvalidDataException">What a server sent, or what is there already, is another file.</exception>
    /// <exception cref="IOException">No address gave the file, or it cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public async Task<DownloadedFile> DownloadAsync(DatasetFile file, string folder, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(folder);
        file.Check();
        if (file.Sha256 is null && !options.AcceptUnchecked)
            throw new InvalidOperationException($"No SHA-256 of {file.Name} is published, so nothing tells whether the right file arrives. Give the one that you know (Sha256; --sha256), or take it " +
                $"as it comes (AcceptUnchecked; --unchecked) and note the one that is reported. Its page: {file.HomePage?.ToString() ?? "unknown"}");
        if (file.Addresses.FirstOrDefault(address => !IsAllowed(address, options)) is { } open)
            throw new ArgumentException($"{open} is neither https nor this machine's. Use an https address, or allow plain http (AllowHttp).", nameof(file));

        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, file.FileName);
        if (File.Exists(path))
            return await Present(file, path, cancellation).ConfigureAwait(false);

        List<string> failures = [];
        var wrong = false;
        foreach (var address in file.Addresses)
        {
            try
            {
                return await Fetch(file, address, path, progress, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is InvalidDataException or HttpRequestException)
            {
                failures.Add(e.Message);
                wrong |= e is InvalidDataException;
            }
        }

        var message = $"{file.FileName} could not be fetched. {string.Join(' ', failures)}";
        throw wrong ? new InvalidDataException(message) : new IOException($"{message} What has arrived is kept; the same call goes on from it.");
    }

    /// <summary>Closes the connections that are its own.</summary>
    public void Dispose()
    {
        if (ownsClient)
            client.Dispose();
    }

    internal static bool IsAllowed(Uri address, DownloadOptions options) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && (address.IsLoopback || options.AllowHttp));

    private static async Task<DownloadedFile> Present(DatasetFile file, string path, CancellationToken cancellation)
    {
        var (bytes, sha256) = (new FileInfo(path).Length, await Sha256(path, cancellation).ConfigureAwait(false));
        return IsRight(file, bytes, sha256)
            ? new(path, bytes, sha256, Fetched: false)
            : throw new InvalidDataException($"{path} is there already, but is another file: {Compare(file, bytes, sha256)} Move it away or delete it, and fetch again.");
    }

    private async Task<DownloadedFile> Fetch(DatasetFile file, Uri address, string path, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var part = path + ".part";
        for (var fresh = false; ; fresh = true)
        {
            using var transfer = new Transfer(file, address, part, options, client, time);
            var joined = await transfer.Run(progress, cancellation).ConfigureAwait(false);
            var (bytes, sha256) = (new FileInfo(part).Length, await Sha256(part, cancellation).ConfigureAwait(false));
            if (IsRight(file, bytes, sha256))
            {
                transfer.Dispose();
                File.Move(part, path);
                Transfer.Forget(part);
                return new(path, bytes, sha256, Fetched: true);
            }

            Transfer.Forget(part);
            if (joined && !fresh)
            {
                // The beginning may be of another file than the end: once more from the start.
                File.Delete(part);
                continue;
            }
            File.Move(part, path + ".wrong", overwrite: true);
            throw new InvalidDataException($"{address} gave another file than {file.Name}: {Compare(file, bytes, sha256)} What came is kept as {path}.wrong; if it is right, give its SHA-256.");
        }
    }

    private static bool IsRight(DatasetFile file, long bytes, string sha256) =>
        (file.Bytes is null || file.Bytes == bytes) && (file.Sha256 is null || file.Sha256.Equals(sha256, StringComparison.OrdinalIgnoreCase));

    private static string Compare(DatasetFile file, long bytes, string sha256) =>
        $"it has {bytes} bytes and the SHA-256 {sha256}, where {(file.Bytes is { } length ? $"{length} bytes and " : "")}the SHA-256 {file.Sha256?.ToLowerInvariant() ?? "(unknown)"} {(file.Bytes is null ? "was" : "were")} expected.";

    private static async Task<string> Sha256(string path, CancellationToken cancellation)
    {
        await using var stream = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 1 << 16 });
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false));
    }
}

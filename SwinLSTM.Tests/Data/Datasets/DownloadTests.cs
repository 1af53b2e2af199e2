using System.Security.Cryptography;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed partial class DownloadTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("download");
    private readonly FastTime time = new();
    private readonly byte[] content = Content(300_000, seed: 1);

    private string Target => Path.Combine(folder.FullName, "below", "file.bin");

    public void Dispose() => folder.Delete(recursive: true);

    private static byte[] Content(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static string Sha(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private DatasetFile File(params Uri[] addresses) =>
        new("the-file", "file.bin", addresses, Sha(content), content.Length, new("https://example.org/"));

    private async Task<DownloadedFile> Fetch(DatasetFile file, DownloadOptions? options = null,
        IProgress<DownloadProgress>? progress = null, TimeSpan? stall = null, CancellationToken cancellation = default)
    {
        // On the fast clock a minute is a moment, which a busy machine may need to answer; tests of stalls state their own.
        using var downloads = new Downloads(options, time, stall ?? TimeSpan.FromDays(1));
        return await downloads.DownloadAsync(file, Path.Combine(folder.FullName, "below"), progress, cancellation);
    }

    private void ShouldBeThere(byte[]? expected = null)
    {
        System.IO.File.ReadAllBytes(Target).AsSpan().SequenceEqual(expected ?? content).Should().BeTrue();
        new FileInfo(Target).Directory!.EnumerateFiles().Select(file => file.Name).Should().Equal("file.bin");
    }

    [Fact]
    public async Task A_file_comes_whole_and_is_not_fetched_again()
    {
        using var server = new LocalServer(request => LocalServer.File(request, content));
        var told = new List<DownloadProgress>();
        (await Fetch(File(server.At("x")), null, new Now(told.Add))).Should()
            .Be(new DownloadedFile(Target, 300_000, Sha(content), Fetched: true));
        ShouldBeThere();
        told[0].Should().Be(new DownloadProgress(0, 300_000));
        told[^1].Should().Be(new DownloadProgress(300_000, 300_000));
        (await Fetch(File(server.At("x")))).Fetched.Should().BeFalse();
        server.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cut_connection_is_taken_up_where_it_broke_if_the_version_is_known(bool versioned)
    {
        var cuts = new Queue<int?>([100_000, 0, 50_000, null]);
        using var server = new LocalServer(request => LocalServer.File(request, content, versioned ? "\"v1\""
            : null, cutAfter: cuts.Dequeue()));
        await Fetch(File(server.At("x")));
        ShouldBeThere();
        server.Requests.Select(request => request.From).Should()
            .Equal(versioned ? [null, 100_000, 100_000, 150_000] : [null, null, null, null]);
        server.Requests.Skip(1).Should().OnlyContain(request => request.Headers.ContainsKey("If-Range") == versioned);
    }

    [Fact]
    public async Task A_server_that_ignores_where_to_begin_begins_anew()
    {
        var cuts = new Queue<int?>([100_000, null]);
        using var server = new LocalServer(request => LocalServer.File(request, content, ranges: false, cutAfter: cuts.Dequeue()));
        await Fetch(File(server.At("x")));
        ShouldBeThere();
        server.Requests.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_changed_in_between_is_not_put_together_of_two(bool versioned)
    {
        var before = Content(300_000, seed: 2);
        var answers = new Queue<Func<LocalServer.Request, LocalServer.Answer>>(
        [
            request => LocalServer.File(request, before, versioned ? "\"old\"" : null, cutAfter: 100_000),
            request => LocalServer.File(request, content, versioned ? "\"new\"" : null),
            request => LocalServer.File(request, content),
        ]);
        using var server = new LocalServer(request => answers.Dequeue()(request));
        await Fetch(File(server.At("x")));
        ShouldBeThere();
        server.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task What_was_cancelled_is_continued()
    {
        using var server = new LocalServer(request => LocalServer.File(request, content));
        using var cancel = new CancellationTokenSource();
        var progress = new Now(p => { if (p.Bytes > 50_000) cancel.Cancel(); });
        await FluentActions.Awaiting(() => Fetch(File(server.At("x")), null, progress, cancellation: cancel.Token)).Should()
            .ThrowAsync<OperationCanceledException>();
        var here = new FileInfo(Target + ".part").Length;
        here.Should().BeInRange(50_000, 299_999);
        await Fetch(File(server.At("x")));
        ShouldBeThere();
        server.Requests[1].From.Should().Be((int)here);
    }

    [Fact]
    public async Task A_part_that_is_whole_already_only_needs_checking()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        System.IO.File.WriteAllBytes(Target + ".part", content);
        System.IO.File.WriteAllText(Target + ".part.version", "\"v1\"");
        using var server = new LocalServer(request => LocalServer.File(request, content, "\"v1\""));
        await Fetch(File(server.At("x")));
        ShouldBeThere();
        server.Requests.Single().From.Should().Be(300_000);
    }

    [Fact]
    public async Task A_part_that_is_longer_than_the_file_is_thrown_away()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        foreach (var (length, known) in new[] { (300_001, true), (300_001, false) })
        {
            System.IO.File.WriteAllBytes(Target + ".part", new byte[length]);
            using var server = new LocalServer(request => LocalServer.File(request, content));
            await Fetch(File(server.At("x")) with { Bytes = known ? 300_000 : null });
            ShouldBeThere();
            System.IO.File.Delete(Target);
        }
    }

    [Fact]
    public async Task Another_content_is_kept_aside_and_both_sums_are_named()
    {
        var other = Content(300_000, seed: 3);
        using var server = new LocalServer(request => LocalServer.File(request, other));
        await FluentActions.Awaiting(() => Fetch(File(server.At("x")))).Should().ThrowAsync<InvalidDataException>()
            .WithMessage("file.bin could not be fetched. *gave another file than the-file: it has 300000 bytes and the SHA-256 " +
                $"{Sha(other)}; expected were 300000 bytes and the SHA-256 {Sha(content)}. " +
                "What came is kept as *file.bin.wrong; if it is right, give its SHA-256.");
        System.IO.File.Exists(Target).Should().BeFalse();
        System.IO.File.ReadAllBytes(Target + ".wrong").Should().Equal(other);
        System.IO.File.Exists(Target + ".part").Should().BeFalse();
    }

    [Fact]
    public async Task A_second_address_is_tried_when_the_first_is_wrong_or_gone()
    {
        using var wrong = new LocalServer(request => LocalServer.File(request, Content(300_000, seed: 3)));
        using var gone = new LocalServer(_ => new("404 Not Found", ["Content-Length: 0"], []));
        using var right = new LocalServer(request => LocalServer.File(request, content));
        await Fetch(File(wrong.At("x"), gone.At("y"), right.At("z")));
        System.IO.File.ReadAllBytes(Target).Should().Equal(content);
        gone.Requests.Should().ContainSingle("404 does not go away by asking again");
    }

    [Theory]
    [InlineData(299_999, true)]
    [InlineData(300_001, true)]
    [InlineData(300_001, false)]
    public async Task Another_length_is_refused_before_or_as_soon_as_it_shows(int length, bool announced)
    {
        using var server = new LocalServer(_ => new("200 OK", announced ? [$"Content-Length: {length}"] : [], Content(length, seed: 1)));
        await FluentActions.Awaiting(() => Fetch(File(server.At("x")))).Should().ThrowAsync<InvalidDataException>()
            .WithMessage(announced ? $"*offers {length} bytes, but the-file has 300000.*" : "*sends more than the 300000 bytes that are " +
                "expected.*");
        System.IO.File.Exists(Target).Should().BeFalse();
    }

    [Fact]
    public async Task A_server_cannot_fill_the_disk_where_the_length_is_unknown()
    {
        using var server = new LocalServer(_ => new("200 OK", [], content));
        var file = File(server.At("x")) with { Bytes = null };
        await FluentActions.Awaiting(() => Fetch(file, new() { MaximumBytes = 100_000 })).Should().ThrowAsync<InvalidDataException>()
            .WithMessage("*sends more than the 100000 bytes*");
        new FileInfo(Target + ".part").Length.Should().Be(0);
        using var honest = new LocalServer(request => LocalServer.File(request, content));
        await FluentActions.Awaiting(() => Fetch(File(honest.At("x")) with { Bytes = null }, new() { MaximumBytes = 100_000 })).Should()
            .ThrowAsync<InvalidDataException>()
            .WithMessage("*offers 300000 bytes; at most 100000 are taken. Give its length (Bytes), or raise MaximumBytes.*");
    }

    private sealed class Now(Action<DownloadProgress> tell) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => tell(value);
    }
}

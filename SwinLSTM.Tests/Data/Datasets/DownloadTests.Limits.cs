using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>Where a download ends: errors of servers, redirects, what is there already, and what makes no sense.</summary>
public sealed partial class DownloadTests
{
    [Fact]
    public async Task Errors_of_the_server_are_waited_out_with_longer_and_longer_pauses()
    {
        var answers = new Queue<string>(["500 Internal Server Error", "503 Service Unavailable", "429 Too Many Requests"]);
        using var server = new LocalServer(request => answers.TryDequeue(out var status) ? new(status, ["Content-Length: 0"], [])
            : LocalServer.File(request, content));
        await Fetch(File(server.At("x")), stall: TimeSpan.FromSeconds(1000));
        ShouldBeThere();
        time.Asked.Where(pause => pause < TimeSpan.FromSeconds(1000)).Should()
            .Equal(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task It_gives_up_after_a_number_of_tries_and_keeps_what_came()
    {
        var first = true;
        using var server = new LocalServer(request =>
        {
            var answer = first ? LocalServer.File(request, content, cutAfter: 1000) : new("500 Oh", ["Content-Length: 0"], []);
            first = false;
            return answer;
        });
        await FluentActions.Awaiting(() => Fetch(File(server.At("x")))).Should().ThrowAsync<IOException>()
            .WithMessage("file.bin could not be fetched. *broke off 6 times in a row, the last time with: *500*What has arrived is kept; " +
                "the same call goes on from it.");
        server.Requests.Should().HaveCount(6);
        new FileInfo(Target + ".part").Length.Should().Be(1000);
    }

    [Fact]
    public async Task A_server_that_dribbles_is_left()
    {
        using var server = new LocalServer(_ => new("200 OK", ["Content-Length: 300000"], content, Pause: TimeSpan.FromMilliseconds(20)));
        await FluentActions.Awaiting(() => Fetch(File(server.At("x")), stall: TimeSpan.FromSeconds(20))).Should()
            .ThrowAsync<IOException>()
            .WithMessage("*broke off 6 times in a row, the last time with: less than 16 KiB came in 20 seconds.*");
    }

    [Fact]
    public async Task Redirects_are_followed_a_few_times_and_not_to_everywhere()
    {
        using var server = new LocalServer(request => request.Path switch
        {
            "start" => new("302 Found", ["Location: /next", "Content-Length: 0"], []),
            "next" => LocalServer.File(request, content),
            "outside" => new("307 Temporary Redirect", ["Location: http://example.org/file", "Content-Length: 0"], []),
            _ => new("301 Moved Permanently", ["Location: /loop", "Content-Length: 0"], []),
        });
        await Fetch(File(server.At("start")));
        ShouldBeThere();
        System.IO.File.Delete(Target);
        await FluentActions.Awaiting(() => Fetch(File(server.At("loop")))).Should().ThrowAsync<IOException>()
            .WithMessage("*answered 301 Moved Permanently. It is sent on too often: *");
        server.Requests.Count(request => request.Path == "loop").Should().Be(9);
        await FluentActions.Awaiting(() => Fetch(File(server.At("outside")))).Should().ThrowAsync<IOException>()
            .WithMessage("*was sent on to http://example.org/file, which is neither https nor this machine's.*");
    }

    [Fact]
    public async Task What_is_there_and_is_another_file_is_left_alone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        System.IO.File.WriteAllBytes(Target, [1, 2, 3]);
        using var server = new LocalServer(request => LocalServer.File(request, content));
        await FluentActions.Awaiting(() => Fetch(File(server.At("x")))).Should().ThrowAsync<InvalidDataException>()
            .WithMessage($"*file.bin is there already, but is another file: it has 3 bytes and the SHA-256 {Sha([1, 2, 3])}*Move it away " +
                "or delete it*");
        server.Requests.Should().BeEmpty();
        System.IO.File.ReadAllBytes(Target).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task Without_a_sum_it_is_fetched_only_when_asked_and_the_sum_is_reported()
    {
        var cuts = new Queue<int?>([1000, null]);
        using var server = new LocalServer(request => LocalServer.File(request, content, version: null, cutAfter: cuts.Dequeue()));
        var file = File(server.At("x")) with { Sha256 = null, Bytes = null };
        await FluentActions.Awaiting(() => Fetch(file)).Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("No SHA-256 of the-file is published*Its page: https://example.org/");
        server.Requests.Should().BeEmpty();
        (await Fetch(file, new() { AcceptUnchecked = true })).Sha256.Should().Be(Sha(content));
        server.Requests.Select(request => request.From).Should().Equal([null, null], "without version or sum nothing tells whether two " +
            "halves belong together");
    }

    [Fact]
    public async Task Two_do_not_fetch_the_same_file_at_once()
    {
        using var server = new LocalServer(request => LocalServer.File(request, content));
        Exception? second = null;
        var progress = new Now(p =>
        {
            if (p.Bytes > 0) second ??= FluentActions.Invoking(() => Fetch(File(server.At("x"))).GetAwaiter().GetResult()).Should()
                .Throw<IOException>().Which;
        });
        await Fetch(File(server.At("x")), null, progress);
        ShouldBeThere();
        second!.Message.Should().Contain("file.bin.part");
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_before_anything_is_sent()
    {
        async Task Refused(DatasetFile file, string message) => await FluentActions.Awaiting(() => Fetch(file)).Should()
            .ThrowAsync<ArgumentException>().WithMessage(message);

        await Refused(File(), "*Addresses has no address*");
        await Refused(File(new Uri("http://example.org/x")), "*http://example.org/x is neither https nor this machine's*");
        await Refused(File(new Uri("file:///etc/passwd")), "*is neither https nor this machine's*");
        foreach (var name in new[] { "../x", "a/b", "", "..", "c:\\x", "a\\b" })
            await Refused(File(new Uri("https://example.org/x")) with { FileName = name }, "*FileName is '*'; it is a name without a " +
                "path.*");
        await Refused(File(new Uri("https://example.org/x")) with { Sha256 = "12" }, "*Sha256 is '12'; it has 64 hexadecimal digits.*");
        FluentActions.Invoking(() => new Downloads(new() { MaximumBytes = -1 })).Should().Throw<ArgumentException>()
            .WithMessage("MaximumBytes is -1; at least one is needed.*");
        folder.EnumerateFileSystemInfos().Should().BeEmpty();
    }
}

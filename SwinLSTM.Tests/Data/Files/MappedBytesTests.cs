using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class MappedBytesTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"mapped-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(100_003)]
    public void Every_byte_is_read_where_it_lies(int length)
    {
        var content = Content(length);
        using var mapped = MappedBytes.Open(path);
        mapped.Length.Should().Be(length);
        using (var all = mapped.Borrow(0, length))
            all.Span.SequenceEqual(content).Should().BeTrue();
        foreach (var offset in new[] { 0, length / 3, length - 1 })
        {
            var part = new byte[length - offset];
            mapped.CopyTo(offset, part);
            part.Should().Equal(content[offset..]);
        }
    }

    [Fact]
    public void An_empty_file_has_nothing_to_read_and_is_no_mistake()
    {
        Content(0);
        using var mapped = MappedBytes.Open(path);
        mapped.CopyTo(0, []);
        FluentActions.Invoking(() => mapped.CopyTo(0, new byte[1])).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*has 0 bytes; 1 from 0 were asked for.*");
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 11)]
    [InlineData(10, 1)]
    [InlineData(long.MaxValue, 1)]
    [InlineData(long.MinValue, 1)]
    public void Bytes_outside_the_file_are_refused(long offset, int count)
    {
        Content(10);
        using var mapped = MappedBytes.Open(path);
        FluentActions.Invoking(() => mapped.CopyTo(offset, new byte[count])).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage($"*{path} has 10 bytes; {count} from {offset} were asked for.*");
    }

    [Fact]
    public void What_is_not_there_or_no_file_is_an_input_error()
    {
        FluentActions.Invoking(() => MappedBytes.Open(path)).Should().Throw<FileNotFoundException>();
        FluentActions.Invoking(() => MappedBytes.Open(Path.GetTempPath())).Should().Throw<UnauthorizedAccessException>();
    }

    [Fact]
    public void Reading_after_closing_is_refused_with_the_name_of_the_file()
    {
        Content(10);
        var mapped = MappedBytes.Open(path);
        mapped.Dispose();
        mapped.Dispose();
        FluentActions.Invoking(() => mapped.CopyTo(0, new byte[1])).Should().Throw<ObjectDisposedException>().WithMessage($"*{path} was closed*");
    }

    [Fact]
    public void Bytes_that_are_held_outlive_the_closing()
    {
        var content = Content(100_003);
        var mapped = MappedBytes.Open(path);
        using var held = mapped.Borrow(0, content.Length);
        mapped.Dispose();
        held.Span.SequenceEqual(content).Should().BeTrue();
    }

    [Fact]
    public async Task Closing_under_many_readers_ends_them_one_by_one_and_breaks_nothing()
    {
        var content = Content(50_000);
        for (var round = 0; round < 20; round++)
        {
            var mapped = MappedBytes.Open(path);
            using var started = new Barrier(5);
            var readers = Enumerable.Range(0, 4).Select(reader => Task.Factory.StartNew(() =>
            {
                var buffer = new byte[content.Length];
                var reads = 0;
                mapped.CopyTo(0, buffer);
                started.SignalAndWait();
                try
                {
                    for (; ; reads++)
                    {
                        buffer.AsSpan().Clear();
                        mapped.CopyTo(0, buffer);
                        if (!buffer.AsSpan().SequenceEqual(content)) return -1;
                    }
                }
                catch (ObjectDisposedException)
                {
                    return reads;
                }
            }, TaskCreationOptions.LongRunning)).ToArray();
            started.SignalAndWait();
            mapped.Dispose();
            (await Task.WhenAll(readers)).Should().OnlyContain(reads => reads >= 0);
        }
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        Content(10_000);
        using var mapped = MappedBytes.Open(path);
        var buffer = new byte[5000];
        mapped.CopyTo(0, buffer);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            mapped.CopyTo(i, buffer);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    private byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        File.WriteAllBytes(path, content);
        return content;
    }
}

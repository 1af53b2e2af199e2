using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>Bytes wherever they are: read where they lie, by any number of threads, and never after they are gone.</summary>
public sealed class MemoryRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private MemoryRun Map(byte[] content)
    {
        File.WriteAllBytes(folder["mapped"], content);
        return MemoryRun.Map(folder["mapped"]);
    }

    private static byte[] Noise(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    private static byte[] Read(MemoryRun run, long offset, int count)
    {
        using var held = run.Hold();
        return held.Part(offset, count).ToArray();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(100_003)]
    public void Every_byte_is_read_where_it_lies(int length)
    {
        var content = Noise(length);
        var own = MemoryRun.Allocate("own", length);
        using (var held = own.Hold())
            content.CopyTo(held.Part(0, length));
        foreach (var run in new[] { Map(content), own, MemoryRun.Pin<byte>("pinned", content) })
            using (run)
            {
                run.Length.Should().Be(length);
                foreach (var offset in new[] { 0, length / 3, Math.Max(0, length - 1) })
                    Read(run, offset, length - offset).Should().Equal(content[offset..]);
                foreach (var (offset, count) in new[] { (-1L, 1), (0, length + 1), (length, 1), (long.MaxValue, 1), (long.MinValue, 1) })
                    FluentActions.Invoking(() => Read(run, offset, count)).Should().Throw<ArgumentOutOfRangeException>()
                        .WithMessage($"{run.Name} has {length} bytes; {count} from {offset} were asked for.*");
            }
    }

    [Fact]
    public void What_is_not_there_or_no_file_is_an_input_error()
    {
        FluentActions.Invoking(() => MemoryRun.Map(folder["none"])).Should().Throw<FileNotFoundException>();
        FluentActions.Invoking(() => MemoryRun.Map(folder[""])).Should().Throw<UnauthorizedAccessException>();
    }

    [Fact]
    public void Bytes_that_are_held_outlive_the_closing_and_later_readers_are_refused()
    {
        var content = Noise(100_003);
        foreach (var run in new[] { Map(content), MemoryRun.Pin<byte>("pinned", content) })
        {
            using (var held = run.Hold())
            {
                run.Dispose();
                run.Dispose();
                held.Part(0, content.Length).SequenceEqual(content).Should().BeTrue();
            }
            FluentActions.Invoking(() => Read(run, 0, 1)).Should().Throw<ObjectDisposedException>()
                .WithMessage($"*{run.Name} was closed and is read no more.*");
        }
    }

    [Fact]
    public async Task Closing_under_many_readers_ends_them_one_by_one_and_breaks_nothing()
    {
        var content = Noise(50_000);
        for (var round = 0; round < 5; round++)
        {
            var run = Map(content);
            using var started = new Barrier(5);
            var readers = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(() =>
            {
                var right = Read(run, 0, content.Length).AsSpan().SequenceEqual(content);
                started.SignalAndWait();
                try
                {
                    while (right)
                        right = Read(run, 0, content.Length).AsSpan().SequenceEqual(content);
                }
                catch (ObjectDisposedException)
                {
                }
                return right;
            }, TaskCreationOptions.LongRunning)).ToArray();
            started.SignalAndWait();
            run.Dispose();
            (await Task.WhenAll(readers)).Should().OnlyContain(right => right);
        }
    }

    [Fact]
    public void Holding_allocates_nothing()
    {
        using var run = Map(Noise(10_000));
        var sum = 0;
        for (var round = 0; round < 2; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
            {
                using var held = run.Hold();
                sum += held.Part(i, 5000)[i];
            }
            if (round == 1)
                (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
        }
        sum.Should().BePositive();
    }
}

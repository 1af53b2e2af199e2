using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>However a walk is left, its threads end and its tensors are freed.</summary>
public sealed class LoaderLifetimeTests
{
    private static readonly SequenceShape Small = new(2, 1, 1, 3, 4);

    private static readonly LoaderOptions Four = new() { BatchSize = 2, Workers = 4, Prefetch = 6 };

    [Fact]
    public void A_whole_pass_leaves_no_thread_and_no_tensor() => Leaves(Four, loader =>
    {
        foreach (var batch in loader.Epoch(0)) batch.Dispose();
    });

    [Fact]
    public void Leaving_a_loop_early_stops_every_worker_and_frees_what_was_made_ahead() => Leaves(Four, loader =>
    {
        foreach (var batch in loader.Stream())
        {
            using var used = batch;
            if (batch.Indices[0] == 6) break;
        }
    });

    [Fact]
    public void An_exception_in_the_body_stops_every_worker() => Leaves(Four, loader =>
        FluentActions.Invoking(() =>
        {
            foreach (var batch in loader.Stream())
            {
                batch.Dispose();
                throw new NotSupportedException();
            }
        }).Should().Throw<NotSupportedException>());

    [Fact]
    public void The_workers_wait_where_the_reader_does()
    {
        var clips = new MadeClips(1_000, Small);
        using (var walk = new SequenceLoader(clips, Four).Stream().GetEnumerator())
        {
            walk.MoveNext().Should().BeTrue();
            walk.Current.Dispose();
            // One batch was taken, so that seven may be made; nothing tells when they are, but eight never are.
            SpinWait.SpinUntil(() => clips.Reads.Count >= 14, TimeSpan.FromSeconds(10)).Should().BeTrue();
            Thread.Sleep(20);
            clips.Reads.Count.Should().Be(14);
        }
        clips.Readers.Keys.Should().OnlyContain(thread => !thread.IsAlive);
    }

    [Fact]
    public void A_walk_that_nobody_begins_starts_nothing()
    {
        var clips = new MadeClips(10, Small);
        _ = new SequenceLoader(clips).Epoch(0);
        clips.Reads.Should().BeEmpty();
    }

    [Fact]
    public async Task Cancelling_ends_a_wait_for_a_slow_sample()
    {
        using var mayRead = new ManualResetEventSlim();
        var clips = new MadeClips(10, Small) { Before = sample => { if (sample.Index == 4) mayRead.Wait(); } };
        using var cancellation = new CancellationTokenSource();
        var seen = 0;
        var walk = Task.Run(() =>
        {
            foreach (var batch in new SequenceLoader(clips, Four).Epoch(0, cancellation.Token))
            {
                batch.Dispose();
                if (++seen == 2) cancellation.Cancel();
            }
        });
        // The walk ends when the sample that is being read is there, and not before: no thread is left behind.
        SpinWait.SpinUntil(() => cancellation.IsCancellationRequested, TimeSpan.FromSeconds(10)).Should().BeTrue();
        mayRead.Set();
        await FluentActions.Awaiting(() => walk).Should().ThrowAsync<OperationCanceledException>();
        seen.Should().Be(2);
        clips.Readers.Keys.Should().OnlyContain(thread => !thread.IsAlive);
    }

    [Fact]
    public void Cancelling_ends_a_synchronous_walk()
    {
        using var cancellation = new CancellationTokenSource();
        Leaves(Four, loader => FluentActions.Invoking(() =>
        {
            foreach (var batch in loader.Stream(cancellation: cancellation.Token))
            {
                batch.Dispose();
                cancellation.Cancel();
            }
        }).Should().Throw<OperationCanceledException>());
        FluentActions.Invoking(() => New(Four).Loader.Epoch(0, cancellation.Token).Count()).Should()
            .Throw<OperationCanceledException>("it was cancelled before it began");
    }

    private static (MadeClips MadeClips, SequenceLoader Loader) New(LoaderOptions options)
    {
        var clips = new MadeClips(20, Small, gaps: true);
        return (clips, new(clips, options));
    }

    private static void Leaves(LoaderOptions options, Action<SequenceLoader> walk)
    {
        var (clips, loader) = New(options);
        LiveTensors.After(() => walk(loader)).Should().Be(0);
        clips.Readers.Should().NotBeEmpty().And.NotContainKey(Thread.CurrentThread);
        clips.Readers.Keys.Should().OnlyContain(thread => !thread.IsAlive);
    }
}

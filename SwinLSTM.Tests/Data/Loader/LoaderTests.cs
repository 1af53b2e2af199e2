using System.Text.Json;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>What batches hold, and in which order.</summary>
public sealed class LoaderTests
{
    private static readonly SequenceShape Small = new(2, 1, new Data.FrameShape(2, 3, 4));

    [Fact]
    public void A_pass_in_order_holds_every_sample_once_the_last_batch_what_is_left()
    {
        var batches = Read(new SequenceLoader(new MadeClips(10, Small), new() { BatchSize = 4 }).Epoch(0));
        batches.Select(b => string.Join(',', b.Indices)).Should().Equal("0,1,2,3", "4,5,6,7", "8,9");
        batches[2].Inputs.shape.Should().Equal(2, 2, 2, 3, 4);
        batches[2].Targets.shape.Should().Equal(2, 1, 2, 3, 4);
        batches[2].Count.Should().Be(2);
        batches.Select(b => b.Position).Should().Equal(new(0, 1), new(0, 2), new LoaderPosition(1, 0));
    }

    [Fact]
    public void A_partial_batch_can_be_left_out()
    {
        var loader = new SequenceLoader(new MadeClips(10, Small), new() { BatchSize = 4, DropLast = true });
        loader.BatchesPerEpoch.Should().Be(2);
        var batches = Read(loader.Epoch(3));
        batches.Select(b => b.Count).Should().Equal(4, 4);
        batches.Select(b => b.Position).Should().Equal(new(3, 1), new LoaderPosition(4, 0));
    }

    [Fact]
    public void Values_are_the_samples_of_the_pass()
    {
        var clips = new MadeClips(5, Small);
        foreach (var batch in Read(new SequenceLoader(clips, new() { BatchSize = 2, Shuffle = true, Seed = 9 }).Epoch(2)))
        {
            batch.Epoch.Should().Be(2);
            var all = batch.Frames.data<float>().ToArray();
            for (var i = 0; i < all.Length; i++)
                all[i].Should().Be(clips.Value(new(batch.Indices[i / 72], 2), i % 72));
        }
    }

    [Fact]
    public void Inputs_targets_and_their_mask_are_views_of_one_tensor()
    {
        var batch = Read(new SequenceLoader(new MadeClips(4, new(2, 3, new Data.FrameShape(3, 2, 2), targetChannels: 2), gaps: true))
            .Epoch(0)).Single();
        batch.Frames.shape.Should().Equal(4, 5, 3, 2, 2);
        batch.Inputs.ShouldEqual(batch.Frames.narrow(1, 0, 2));
        batch.Targets.ShouldEqual(batch.Frames.narrow(1, 2, 3).narrow(2, 0, 2));
        batch.Valid!.ShouldEqual(batch.Frames.isfinite());
        batch.ValidTargets!.ShouldEqual(batch.Targets.isfinite());
        batch.Frames[1, 3, 0] = tensor(7f);
        batch.Targets[1, 1, 0].ShouldEqual(full([2, 2], 7f));
        var (inputs, targets) = batch;
        (ReferenceEquals(inputs, batch.Inputs), ReferenceEquals(targets, batch.Targets)).Should().Be((true, true));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(8, 2)]
    [InlineData(8, 8)]
    [InlineData(3, 100)]
    public void Any_number_of_workers_gives_the_same_batches_bit_for_bit(int workers, int prefetch)
    {
        // Random crops and digits of every pass' own: all that could depend on when and where a sample is read.
        var data = new MovingDigits(DrawnDigits.Make(20, seed: 1),
            new() { Count = 45, Digits = 1, DigitSize = 12, Height = 24, Width = 24, InputFrames = 2, TargetFrames = 1 })
                .RandomCrop(16, 16, seed: 3).RandomFlip(seed: 3);
        var options = new LoaderOptions { BatchSize = 4, Shuffle = true, Seed = 5 };
        // 12 batches a pass: three passes, and the beginning of a fourth.
        Bytes(data, options with { Workers = workers, Prefetch = prefetch }).Should()
            .Equal(Bytes(data, options with { Workers = 1, Prefetch = 1 }));

        static List<string> Bytes(ISequenceDataset data, LoaderOptions options) =>
            [.. Read(new SequenceLoader(data, options).Stream(batches: 40)).Select(b =>
                $"{string.Join(',', b.Indices)} {Convert.ToHexString(b.Frames.bytes)}")];
    }

    [Fact]
    public void Passes_and_seeds_are_shuffled_each_in_its_own_way()
    {
        var orders = new[] { (0UL, 0L), (0UL, 1L), (1UL, 0L) }.Select(way =>
            Order(new() { BatchSize = 7, Shuffle = true, Seed = way.Item1 }, way.Item2)).ToList();
        orders.Should().OnlyContain(order => order.Order().SequenceEqual(Enumerable.Range(0, 30).Select(i => (long)i)));
        orders.Select(order => string.Join(',', order)).Should().OnlyHaveUniqueItems();
        Order(new() { BatchSize = 7, Shuffle = true }, 1).Should().Equal(orders[1]);

        static List<long> Order(LoaderOptions options, long epoch) =>
            [.. Read(new SequenceLoader(new MadeClips(30, Small), options).Epoch(epoch)).SelectMany(b => b.Indices)];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Going_on_from_a_saved_place_gives_what_an_uninterrupted_run_gives(int interruptedAfter)
    {
        var loader = new SequenceLoader(new MadeClips(10, Small), new() { BatchSize = 3, Shuffle = true, Seed = 2, Workers = 3 });
        var whole = Read(loader.Stream(batches: 12)).Select(Words).ToList();

        var before = new List<string>();
        var place = "";
        foreach (var batch in loader.Stream())
        {
            before.Add(Words(batch));
            place = JsonSerializer.Serialize(batch.Position);
            batch.Dispose();
            if (before.Count == interruptedAfter) break;
        }

        var from = JsonSerializer.Deserialize<LoaderPosition>(place);
        var after = Read(new SequenceLoader(new MadeClips(10, Small), loader.Options).Stream(from, batches: 12 - interruptedAfter))
            .Select(Words);
        before.Concat(after).Should().Equal(whole);

        static string Words(FrameBatch batch) =>
            $"{batch.Position} {string.Join(',', batch.Indices)} {Convert.ToHexString(batch.Frames.bytes)}";
    }

    [Fact]
    public void Absent_targets_are_an_empty_axis_and_lengths_may_differ()
    {
        var forecasting = Read(new SequenceLoader(new MadeClips(3, new(4, 0, new Data.FrameShape(1, 2, 2)))).Epoch(0)).Single();
        forecasting.Inputs.shape.Should().Equal(3, 4, 1, 2, 2);
        forecasting.Targets.shape.Should().Equal(3, 0, 1, 2, 2);
        forecasting.Valid.Should().BeNull();

        var (inputs, targets) = Read(new SequenceLoader(new MadeClips(3, new(1, 5, new Data.FrameShape(1, 2, 2)))).Epoch(0)).Single();
        inputs.shape.Should().Equal(3, 1, 1, 2, 2);
        targets.shape.Should().Equal(3, 5, 1, 2, 2);
    }

    [Fact]
    public void Missing_values_are_NaN_and_marked_and_a_batch_without_any_has_no_mask()
    {
        var clips = new MadeClips(2, new(2, 1, 2, 2, 3), gaps: true);
        var batch = Read(new SequenceLoader(clips).Epoch(0)).Single();
        (batch.Valid!.shape, batch.Valid.dtype).Should().BeEquivalentTo((new long[] { 2, 3, 2, 2, 3 }, ScalarType.Bool));
        var (valid, frames) = (batch.Valid.data<bool>().ToArray(), batch.Frames.data<float>().ToArray());
        valid.Count(v => v).Should().BeInRange(40, 60);
        for (var i = 0; i < 72; i++)
            (valid[i], frames[i]).Should().Be((!clips.IsMissing(i / 36, i % 36), clips.Value(i / 36, i % 36)));

        var some = InMemory.Clips(new[] { 1, 2, float.NaN, 4 }, new SequenceShape(1, 0, 1, 1, 1));
        Read(new SequenceLoader(some, new() { BatchSize = 2 }).Epoch(0)).Select(b => b.Valid is null).Should().Equal(true, false);
    }

    [Fact]
    public void A_loader_a_batch_by_hand_and_the_way_over_a_buffer_give_the_same_numbers()
    {
        var clips = new MadeClips(6, new(2, 2, 2, 3, 3), gaps: true);
        using var scope = NewDisposeScope();
        var byHand = clips.Batch([0, 1, 2, 3, 4, 5]);
        var batch = Read(new SequenceLoader(clips).Epoch(0)).Single();
        batch.Frames.bytes.SequenceEqual(byHand.Frames.bytes).Should().BeTrue();
        batch.Valid!.bytes.SequenceEqual(byHand.Valid!.bytes).Should().BeTrue();

        using var maker = new BatchMaker(clips, CPU, largest: 6, staged: true);
        var first = maker.Make([0, 1, 2, 3, 4, 5], 0);
        first.Frames.bytes.SequenceEqual(byHand.Frames.bytes).Should().BeTrue();
        maker.Make([5, 5], 0);
        first.Frames.bytes.SequenceEqual(byHand.Frames.bytes).Should().BeTrue("it does not share the buffer");
    }

    [Fact]
    public void Batches_leave_only_their_tensors_and_failures_nothing()
    {
        var clips = new MadeClips(8, new(1, 1, 1, 2, 2), gaps: true)
        {
            Before = sample =>
            { if (sample.Index == 3) throw new IOException(); }
        };
        using var staged = new BatchMaker(clips, CPU, largest: 2, staged: true);
        foreach (var make in new Func<FrameBatch>[] { () => clips.Batch([0, 1]), () => staged.Make([0, 1], 0) })
            LiveTensors.After(() => make().Dispose()).Should().Be(0);
        LiveTensors.After(() =>
            FluentActions.Invoking(() => clips.Batch([2, 3])).Should().Throw<IOException>("the caller asked for it itself")).Should().Be(0);
    }

    [Fact]
    public void TorchSharps_own_loader_reads_a_data_set()
    {
        using var scope = NewDisposeScope();
        var clips = new MadeClips(7, new(2, 1, 2, 3, 3), gaps: true);
        using var loader = new TorchSharp.Modules.DataLoader(clips.ToTorchDataset(), batchSize: 3, shuffle: false, device: CPU);
        var (batches, seen) = (0, 0);
        foreach (var batch in loader)
        {
            var frames = batch["frames"]; // [B, T, C, H, W]
            frames.bytes.SequenceEqual(clips.Batch(seen, (int)frames.size(0)).Frames.bytes).Should().BeTrue();
            (batches, seen) = (batches + 1, seen + (int)frames.size(0));
        }
        (batches, seen).Should().Be((3, 7));
    }

    [Fact]
    public void Two_walks_at_once_do_not_meet()
    {
        var loader = new SequenceLoader(new MadeClips(12, Small), new() { BatchSize = 2 });
        foreach (var (first, second) in loader.Epoch(0).Zip(loader.Epoch(0)))
        {
            first.Indices.Should().Equal(second.Indices);
            first.Frames.bytes.SequenceEqual(second.Frames.bytes).Should().BeTrue();
            first.Dispose();
            second.Dispose();
        }
    }

    [Fact]
    public void A_batch_kept_does_not_change_while_others_are_made()
    {
        using var scope = NewDisposeScope();
        var loader = new SequenceLoader(new MadeClips(40, Small), new() { BatchSize = 2 });
        Tensor? kept = null;
        byte[] then = [];
        foreach (var batch in loader.Epoch(0))
        {
            using var used = batch;
            if (kept is not null) continue;
            kept = batch.Frames.alias();
            then = kept.bytes.ToArray();
        }
        kept!.bytes.ToArray().Should().Equal(then, "its batch was freed, but an alias of its tensor lives");
    }

    [Fact]
    public void What_breaks_a_rule_is_refused_at_once_and_all_of_it()
    {
        FluentActions.Invoking(() => new SequenceLoader(new MadeClips(3, Small), new() { BatchSize = 0, Workers = 0, Prefetch = -1 }))
            .Should().Throw<ArgumentException>().WithMessage(
                "LoaderOptions are invalid:\n  BatchSize is 0; a batch has at least one sample.\n  Workers is 0; at least one thread " +
                "makes " +
                "batches.\n  Prefetch is -1; at least one batch is made ahead.");
        FluentActions.Invoking(() => new SequenceLoader(new MadeClips(3, Small), new() { BatchSize = 4, DropLast = true })).Should()
            .Throw<ArgumentException>()
            .WithMessage("*DropLast leaves no batch: BatchSize is 4, but there are 3 samples. Use a smaller BatchSize.");
        FluentActions.Invoking(() => new SequenceLoader(new MadeClips(1_000, new(10, 10, new Data.FrameShape(1, 1_000, 1_000))),
            new() { BatchSize = 100 })).Should().Throw<ArgumentException>()
            .WithMessage("A batch of 100 samples of 80000000 bytes is larger than 2147483591 bytes. At most 26 fit; use several batches.*");
        var loader = new SequenceLoader(new MadeClips(10, Small), new() { BatchSize = 4 });
        FluentActions.Invoking(() => loader.Stream(new(0, 3))).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage(
                "Passes are counted from 0 and have batches 0 to 2; LoaderPosition { Epoch = 0, Batch = 3 } was asked for. A saved place " +
                "fits only*");
        FluentActions.Invoking(() => loader.Epoch(-1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    /// <summary>All batches, in the scope that ends with the test; they are small.</summary>
    private static List<FrameBatch> Read(IEnumerable<FrameBatch> batches) => [.. batches];
}

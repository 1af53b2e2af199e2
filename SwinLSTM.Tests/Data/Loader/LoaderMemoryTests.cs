using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

[Collection(nameof(Alone))]
public sealed class LoaderMemoryTests
{
    [Fact]
    public void Samples_cost_no_managed_memory_only_batches_do()
    {
        var digits = new MovingDigits(DrawnDigits.Make(20),
            new() { Count = 4_096, Digits = 2, DigitSize = 8, Height = 16, Width = 16, InputFrames = 2, TargetFrames = 2 });
        // Eight bytes of a sample are its index in the batch.
        var small = Bytes(digits, batchSize: 16) / (4_096.0 / 16);
        var large = Bytes(digits, batchSize: 128) / (4_096.0 / 128);
        ((large - small) / (128 - 16)).Should().BeLessThan(24, "a sample more in a batch is its index and no more");
        small.Should().BeLessThan(6_000, "a batch is a few objects");
    }

    [Fact]
    public void Transforms_cost_a_few_objects_each_whatever_the_size()
    {
        var digits = new MovingDigits(DrawnDigits.Make(20),
            new() { Count = 4_096, Digits = 1, DigitSize = 8, Height = 16, Width = 16, InputFrames = 2, TargetFrames = 2 });
        var changed = digits.RandomCrop(14, 14).RandomFlip(FlipAxis.Both).RandomTurn().Resize(10, 12).SelectFrames(1, 1, step: 2);
        var values = new float[changed.Shape.Values];
        for (var i = 0; i < 100; i++) changed.Read(i, values);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) changed.Read(i, values);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should()
            .BeLessThan(1_000 * 2_000, "a sample has 2,048 bytes before it is cropped");
    }

    private static long Bytes(ISequenceDataset data, int batchSize)
    {
        var loader = new SequenceLoader(data, new() { BatchSize = batchSize, Shuffle = true, Workers = 1 });
        return Allocated.By(() =>
        {
            foreach (var batch in loader.Epoch(0)) batch.Dispose();
        });
    }
}

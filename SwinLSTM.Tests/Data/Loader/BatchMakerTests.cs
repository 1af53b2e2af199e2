using FluentAssertions;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Two ways to make a batch, for the CPU and for other devices: the same numbers, to the bit.</summary>
public sealed class BatchMakerTests
{
    public static TheoryData<ScalarType, bool> Formats()
    {
        var formats = new TheoryData<ScalarType, bool>();
        foreach (var element in MadeClips.Elements)
        {
            formats.Add(element, false);
            formats.Add(element, true);
        }
        return formats;
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void On_the_CPU_and_elsewhere_the_numbers_are_the_same(ScalarType element, bool masked)
    {
        var clips = new MadeClips(5, new(2, 3, new FrameFormat(3, 5, 7, element, masked)));
        foreach (var normalizer in new[] { Normalizer.None, Normalizer.Bytes, Normalizer.PerChannel([1.7, -20, 0], [3, 0.3, 255]) })
        {
            using var scope = NewDisposeScope();
            using var here = new HostBatchMaker(clips, normalizer);
            using var there = new DeviceBatchMaker(clips, normalizer, CPU, largest: 4);
            long[] indices = [4, 0, 2];
            var (a, b) = (here.Make(indices, epoch: 3), there.Make(indices, epoch: 3));
            a.Inputs.shape.Should().Equal(b.Inputs.shape).And.Equal(3, 2, 3, 5, 7);
            a.Targets.shape.Should().Equal(b.Targets.shape).And.Equal(3, 3, 3, 5, 7);
            a.Inputs.data<float>().ToArray().Should().Equal(b.Inputs.contiguous().data<float>().ToArray());
            a.Targets.data<float>().ToArray().Should().Equal(b.Targets.contiguous().data<float>().ToArray());
            (a.Valid is null).Should().Be(!masked);
            if (masked) a.Valid!.data<bool>().ToArray().Should().Equal(b.Valid!.data<bool>().ToArray());

            // And those that a loop of scalars gives.
            var numbers = a.Inputs.data<float>().ToArray();
            for (var i = 0; i < numbers.Length; i++)
            {
                var (sample, place) = Math.DivRem(i, 210);
                var id = new SampleId(indices[sample], 3);
                var channel = normalizer.Scales.Count == 1 ? 0 : place / 35 % 3;
                numbers[i].Should().Be(clips.IsMissing(id, place) ? 0 : Expected(element, clips.Value(id, place), normalizer.Offsets[channel], normalizer.Scales[channel]));
            }
        }
    }

    [Fact]
    public void Every_byte_divided_by_255_is_the_nearest_float()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        // Any length, so that the vectors and the rest after them are both asked.
        for (var skip = 0; skip < 40; skip++)
        {
            var floats = new float[all.Length - skip];
            FrameConversion.Normalize(ScalarType.Byte, all.AsSpan(skip), floats, 0, 255);
            floats.Should().Equal(all.Skip(skip).Select(b => (float)(b / 255.0)));
        }
    }

    [Fact]
    public void Batches_made_elsewhere_leave_only_their_tensors_and_do_not_share_the_buffer()
    {
        var clips = new MadeClips(8, new(1, 1, new FrameFormat(1, 2, 2, ScalarType.Float32, masked: true)));
        using var maker = new DeviceBatchMaker(clips, Normalizer.None, CPU, largest: 2);
        LiveTensors.ShouldBeOnly(3, () =>
        {
            var (inputs, targets, valid) = maker.Make([0, 1], 0);
            return [inputs, targets, valid!];
        });
        using var scope = NewDisposeScope();
        var first = maker.Make([0, 1], 0);
        var then = first.Inputs.data<float>().ToArray();
        maker.Make([5, 6], 0);
        first.Inputs.data<float>().ToArray().Should().Equal(then);
    }

    [Fact]
    public void A_batch_that_fails_leaves_nothing()
    {
        var clips = new MadeClips(8, new(1, 1, new FrameFormat(1, 2, 2))) { Before = sample => { if (sample.Index == 3) throw new IOException(); } };
        LiveTensors.After(() => FluentActions.Invoking(() => clips.Batch([2, 3])).Should().Throw<IOException>("the caller asked for it itself")).Should().Be(0);
    }

    private static float Expected(ScalarType element, double value, double offset, double scale) => FrameConversion.Arithmetic(element) == ScalarType.Float64
        ? (float)((value - offset) / scale)
        : ((float)value - (float)offset) / (float)scale;
}

using System.Runtime.InteropServices;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>What users have in memory, as frames.</summary>
public class FrameSeriesTests
{
    private static T[] Values<T>(IFrameSeries series, long first, int count)
        where T : unmanaged
    {
        var bytes = new byte[count * series.Format.Bytes];
        series.Read(new(first, count), bytes, new byte[series.Format.Masked ? count * series.Format.Values : 0]);
        return MemoryMarshal.Cast<byte, T>(bytes).ToArray();
    }

    private static byte[] Valid(IFrameSeries series, long first, int count)
    {
        var valid = new byte[count * series.Format.Values];
        series.Read(new(first, count), new byte[count * series.Format.Bytes], valid);
        return valid;
    }

    private static float[] Count(int count) => [.. Enumerable.Range(0, count).Select(i => (float)i)];

    [Fact]
    public void A_tensor_is_a_series_in_one_line()
    {
        using var tensor = Numbers.Counting(30, 2, 4, 3);
        var windows = FrameSeries.Of(tensor).Windows(new() { InputFrames = 10, TargetFrames = 10 });
        windows.Count.Should().Be(11);
        using var scope = NewDisposeScope();
        var (inputs, targets) = windows.Batch([0, 10]);
        inputs[1].ShouldEqual(tensor[10..20]);
        targets[1].ShouldEqual(tensor[20..30]);
    }

    [Fact]
    public void A_tensor_may_change_or_go_afterwards_and_needs_no_layout_of_its_own()
    {
        var tensor = Numbers.Counting(3, 4, 2).requires_grad_(); // [T, W, H]
        var turned = tensor.transpose(1, 2); // [T, H, W]
        var before = Tensor.TotalCount;
        var series = FrameSeries.Of(turned);
        Tensor.TotalCount.Should().Be(before, "the copy is no tensor");
        var expected = Numbers.Of(turned).Select(v => (float)v).ToArray();
        using (no_grad()) tensor.zero_();
        turned.Dispose();
        tensor.Dispose();
        series.Format.Should().Be(new FrameFormat(1, 2, 4, ScalarType.Float32));
        Values<float>(series, 0, 3).Should().Equal(expected);
    }

    [Theory]
    [InlineData(ScalarType.Byte, ScalarType.Byte)]
    [InlineData(ScalarType.Int8, ScalarType.Int8)]
    [InlineData(ScalarType.Int16, ScalarType.Int16)]
    [InlineData(ScalarType.Int32, ScalarType.Int32)]
    [InlineData(ScalarType.Int64, ScalarType.Int64)]
    [InlineData(ScalarType.Float16, ScalarType.Float16)]
    [InlineData(ScalarType.Float32, ScalarType.Float32)]
    [InlineData(ScalarType.Float64, ScalarType.Float64)]
    [InlineData(ScalarType.Bool, ScalarType.Int8)]
    public void Tensors_keep_their_type(ScalarType type, ScalarType frame)
    {
        using var scope = NewDisposeScope();
        var tensor = Numbers.Counting(4, 2, 2).to(type);
        var windows = FrameSeries.Of(tensor).Windows(new() { InputFrames = 4, TargetFrames = 0 });
        windows.Shape.Frame.Element.Should().Be(frame);
        var expected = type == ScalarType.Byte ? tensor.to(ScalarType.Float32).div(255f) : tensor.to(ScalarType.Float32);
        windows.Batch([0]).Inputs.reshape(4, 2, 2).ShouldEqual(expected);
    }

    [Fact]
    public void Tensors_of_other_types_and_shapes_are_refused()
    {
        using var scope = NewDisposeScope();
        FluentActions.Invoking(() => FrameSeries.Of(zeros([2, 2, 2], ScalarType.BFloat16))).Should().Throw<ArgumentException>()
            .WithMessage("Frames hold Bool, Byte, *; the tensor has BFloat16. Convert it with to(ScalarType.Float32).*");
        FluentActions.Invoking(() => FrameSeries.Of(zeros([2, 2]))).Should().Throw<ArgumentException>().WithMessage("a tensor has the shape (2, 2); of 2 axes it is not known*");
        FluentActions.Invoking(() => FrameSeries.Of(zeros([0, 2, 2]))).Should().Throw<ArgumentException>().WithMessage("a tensor has the shape (0, 2, 2): axis T is empty.*");
    }

    [Fact]
    public void Arrays_and_memory_are_series_and_are_not_copied()
    {
        var values = Count(3 * 2 * 4 * 5);
        var series = FrameSeries.Of(values, channels: 2, height: 4, width: 5);
        (series.Length, series.Format, series.Name).Should().Be((3, new FrameFormat(2, 4, 5, ScalarType.Float32), "an array in memory"));
        Values<float>(series, 1, 2).Should().Equal(values[40..]);
        values[40] = -1;
        Values<float>(series, 1, 1)[0].Should().Be(-1);
        Values<float>(FrameSeries.Of(values.AsMemory(40), 2, 4, 5), 1, 1).Should().Equal(values[80..]);
        Values<float>(FrameSeries.Of((ReadOnlyMemory<float>)values, 2, 4, 5), 2, 1).Should().Equal(values[80..]);
    }

    [Fact]
    public void Unsigned_values_come_as_the_next_larger_type()
    {
        Values<int>(FrameSeries.Of(new ushort[] { 0, 1, 40_000, 65_535 }, 1, 2, 2), 0, 1).Should().Equal(0, 1, 40_000, 65_535);
        Values<long>(FrameSeries.Of(new uint[] { 0, 1, 3_000_000_000, uint.MaxValue }, 1, 2, 2), 0, 1).Should().Equal(0, 1, 3_000_000_000, uint.MaxValue);
        Values<long>(FrameSeries.Of(new ulong[] { 7, long.MaxValue }, 1, 1, 2), 0, 1).Should().Equal(7, long.MaxValue);
        Values<sbyte>(FrameSeries.Of(new[] { true, false }, 1, 1, 2), 0, 1).Should().Equal(1, 0);
        FluentActions.Invoking(() => Values<long>(FrameSeries.Of(new ulong[] { 7, 1UL << 63 }, 1, 1, 2), 0, 1)).Should().Throw<InvalidDataException>()
            .WithMessage("an array in memory has a value above 9223372036854775807, which no Int64 holds. Save it as float64.");
    }

    [Fact]
    public void Arrays_of_several_axes_have_their_shape_already()
    {
        var values = new double[2, 3, 4];
        values[1, 2, 3] = 9;
        var series = FrameSeries.Of(values);
        (series.Length, series.Format).Should().Be((2, new FrameFormat(1, 3, 4, ScalarType.Float64)));
        Values<double>(series, 1, 1)[11].Should().Be(9);
        FrameSeries.Of(new byte[5, 3, 4, 2]).Format.Should().Be(new FrameFormat(3, 4, 2));
        FluentActions.Invoking(() => FrameSeries.Of(new string[2, 2, 2])).Should().Throw<ArgumentException>().WithMessage("Arrays hold numbers or bool; String[,,] was given.*");
        FluentActions.Invoking(() => FrameSeries.Of(new decimal[4], 1, 2, 2)).Should().Throw<ArgumentException>().WithMessage("Arrays hold bool, byte,*; Decimal (16 bytes) was given.*");
    }

    [Fact]
    public void Frames_may_come_one_by_one()
    {
        IEnumerable<float[]> Camera()
        {
            var frame = new float[6];
            for (var t = 0; t < 50; t++)
            {
                Array.Fill(frame, t); // one buffer, used again: each frame is copied
                yield return frame;
            }
        }
        var series = FrameSeries.Of(Camera(), channels: 1, height: 2, width: 3);
        series.Length.Should().Be(50);
        Values<float>(series, 48, 2).Should().Equal(48, 48, 48, 48, 48, 48, 49, 49, 49, 49, 49, 49);

        FluentActions.Invoking(() => FrameSeries.Of(new List<float[]> { new float[6], new float[5] }, 1, 2, 3)).Should().Throw<ArgumentException>()
            .WithMessage("Frame 1 has 5 values; 1 x 2 x 3 are 6.*");
        FluentActions.Invoking(() => FrameSeries.Of(new List<float[]>(), 1, 2, 3)).Should().Throw<ArgumentException>().WithMessage("A series needs at least one frame; none was given.*");
    }

    [Fact]
    public void Tensors_may_come_one_by_one()
    {
        using var scope = NewDisposeScope();
        Tensor[] frames = [.. Enumerable.Range(0, 5).Select(t => full([2, 3, 4], t, ScalarType.Int16))];
        var series = FrameSeries.Of(frames);
        (series.Length, series.Format).Should().Be((5, new FrameFormat(2, 3, 4, ScalarType.Int16)));
        Values<short>(series, 3, 1).Should().OnlyContain(v => v == 3);
        FrameSeries.Of(frames.Select(frame => frame[0])).Format.Should().Be(new FrameFormat(1, 3, 4, ScalarType.Int16));
        FluentActions.Invoking(() => FrameSeries.Of([frames[0], frames[1][0]])).Should().Throw<ArgumentException>()
            .WithMessage("Frame 1 is (3, 4) Int16, those before it are (2, 3, 4) Int16. All must be alike.*");
        FluentActions.Invoking(() => FrameSeries.Of(Enumerable.Empty<Tensor>())).Should().Throw<ArgumentException>().WithMessage("A series needs at least one frame; none was given.*");
    }

    [Fact]
    public void Values_that_are_no_whole_number_of_frames_are_refused()
    {
        FluentActions.Invoking(() => FrameSeries.Of(new float[13], 1, 2, 3)).Should().Throw<ArgumentException>()
            .WithMessage("Frames of 1 x 2 x 3 have 6 values each; 13 values are no whole number of them, or none.*");
        FluentActions.Invoking(() => FrameSeries.Of(Array.Empty<float>(), 1, 2, 3)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => FrameSeries.Of(new float[13], 0, 2, 3)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("channels must be at least 1, but is 0.*");
        FluentActions.Invoking(() => NdArray.Of(new float[13], 13, -1)).Should().Throw<ArgumentException>().WithMessage("The shape (13, -1) does not hold the 13 values that were given.*");
        FluentActions.Invoking(() => NdArray.Of(new float[13], long.MaxValue, 3)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => FrameSeries.Of(new float[12], 1, 2, 3).Windows(new() { InputFrames = 2, TargetFrames = 1 })).Should().Throw<ArgumentException>()
            .WithMessage("2 + 1 frames, 1 apart, need 3 frames; the longest of 1 series, an array in memory, has 2. Use shorter sequences or longer series.*");
    }

    [Fact]
    public void A_map_of_valid_values_clears_what_is_missing()
    {
        var values = Count(12);
        bool[] valid = [true, false, true, true, false, true, true, true, true, true, true, false];
        var series = FrameSeries.Of(values, channels: 1, height: 2, width: 3, valid);
        series.Format.Masked.Should().BeTrue();
        Values<float>(series, 0, 2).Should().Equal(0, 0, 2, 3, 0, 5, 6, 7, 8, 9, 10, 0);
        Valid(series, 0, 2).Should().Equal(valid.Select(v => v ? (byte)1 : (byte)0));

        // The same for all channels.
        var channels = FrameSeries.Of(Count(12), channels: 2, height: 2, width: 3, [true, false, true, true, true, true]);
        Valid(channels, 0, 1).Should().Equal(1, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1);
        FluentActions.Invoking(() => FrameSeries.Of(values, 1, 2, 3, new bool[5])).Should().Throw<ArgumentException>()
            .WithMessage("The map of valid values has 5; it needs 12, one for each value, or 12, the same for all channels.*");
    }

    [Theory]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Int64)]
    public void A_map_of_valid_values_may_be_a_tensor_of_fewer_values(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var frames = Numbers.Counting(2, 3, 2, 2).add(1).to(type); // [T, C, H, W]
        var land = tensor(new byte[] { 1, 0, 7, 1 }, [1, 2, 2]); // [1, H, W], the same at all times and of all channels
        var windows = FrameSeries.Of(frames, land).Windows(new() { InputFrames = 2, TargetFrames = 0 });
        var (values, valid) = (new byte[windows.Shape.SampleBytes], new byte[windows.Shape.ValidBytes]);
        windows.ReadChecked(0, values, valid);
        valid.Should().Equal(Enumerable.Repeat(new byte[] { 1, 0, 1, 1 }, 6).SelectMany(v => v));
        var expected = frames.mul(land.ne(0).to(type)); // [T, C, H, W]
        values.Should().Equal(expected.bytes.ToArray());

        FluentActions.Invoking(() => FrameSeries.Of(frames, zeros([2, 2, 3], ScalarType.Bool))).Should().Throw<ArgumentException>()
            .WithMessage("The map of valid values has 3 along W where the values have 2; it must have as many, or 1 for all of them.*");
        FluentActions.Invoking(() => FrameSeries.Of(frames, zeros([2, 2, 2]))).Should().Throw<ArgumentException>()
            .WithMessage("A map of valid values has a byte a value, bool or uint8; a tensor has float32.*");
    }

    [Fact]
    public void Values_that_are_not_finite_are_missing_or_refused()
    {
        float[] values = [1, float.NaN, 3, float.PositiveInfinity];
        var options = new WindowOptions { InputFrames = 2, TargetFrames = 0 };
        var (bytes, valid) = (new byte[16], new byte[4]);
        FrameSeries.Of(values, 1, 1, 2, masked: true).Windows(options).ReadChecked(0, bytes, valid);
        MemoryMarshal.Cast<byte, float>(bytes).ToArray().Should().Equal(1, 0, 3, 0);
        valid.Should().Equal(1, 0, 1, 0);
        FluentActions.Invoking(() => FrameSeries.Of(values, 1, 1, 2).Windows(options).Read(0, new byte[16])).Should().Throw<InvalidDataException>()
            .WithMessage("Every value must be finite; frames 0 to 1 of an array in memory has one that is not, at frame 0, channel 0, row 0, column 1. Mend the data, or open it as masked,*");
    }

    [Fact]
    public void Closing_a_copy_refuses_later_readers()
    {
        var series = FrameSeries.Of(new float[2, 2, 2]);
        series.Dispose();
        FluentActions.Invoking(() => Values<float>(series, 0, 1)).Should().Throw<ObjectDisposedException>().WithMessage("an array in memory was closed and is read no more.*");
    }
}

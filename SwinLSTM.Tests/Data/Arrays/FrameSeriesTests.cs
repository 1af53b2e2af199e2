using FluentAssertions;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>What users have in memory, as frames.</summary>
public class FrameSeriesTests
{
    private static float[] Values(IFrameSeries series, long first, int count) => series.Floats(new(first, count));

    private static float[] Count(int count) => [.. Enumerable.Range(0, count).Select(i => (float)i)];

    [Fact]
    public void A_tensor_is_a_series_in_one_line()
    {
        using var tensor = Numbers.Counting(30, 2, 4, 3);
        var windows = InMemory.Series(tensor).Windows(new() { InputFrames = 10, TargetFrames = 10 });
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
        var series = InMemory.Series(turned);
        Tensor.TotalCount.Should().Be(before, "the copy is no tensor");
        var expected = Numbers.Of(turned).Select(v => (float)v).ToArray();
        using (no_grad()) tensor.zero_();
        turned.Dispose();
        tensor.Dispose();
        series.Frame.Should().Be(new Data.FrameShape(1, 2, 4));
        Values(series, 0, 3).Should().Equal(expected);
    }

    [Theory]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Bool)]
    public void Tensors_of_any_type_become_float32_and_bytes_are_divided_by_255(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var tensor = Numbers.Counting(4, 2, 2).to(type);
        var windows = InMemory.Series(tensor).Windows(new() { InputFrames = 4, TargetFrames = 0 });
        var expected = type == ScalarType.Byte ? tensor.to(ScalarType.Float32).div(255f) : tensor.to(ScalarType.Float32);
        windows.Batch([0]).Inputs.reshape(4, 2, 2).ShouldEqual(expected);
    }

    [Fact]
    public void Every_byte_divided_by_255_is_the_nearest_float_and_comes_back()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        // Any length, so that the vectors and the rest after them are both asked.
        for (var skip = 0; skip < 70; skip++)
        {
            var (floats, back) = (new float[all.Length - skip], new byte[all.Length - skip]);
            UnitBytes.ToFloats(all.AsSpan(skip), floats);
            floats.Should().Equal(all.Skip(skip).Select(b => (float)(b / 255.0)));
            UnitBytes.FromFloats(floats, back).Should().Be(-1);
            back.Should().Equal(all[skip..]);
        }
        foreach (var bad in new[] { float.NaN, -1e-6f, 1.00001f, float.PositiveInfinity })
            UnitBytes.FromFloats([0, 1, bad, 0.5f], new byte[4]).Should().Be(2);
    }

    [Fact]
    public void Tensors_of_other_types_and_shapes_are_refused()
    {
        using var scope = NewDisposeScope();
        FluentActions.Invoking(() => InMemory.Series(zeros([2, 2, 2], ScalarType.BFloat16))).Should().Throw<ArgumentException>()
            .WithMessage("Arrays hold Bool, Byte, *; BFloat16 was given. Convert with to(ScalarType.Float32).*");
        FluentActions.Invoking(() => InMemory.Series(zeros([2, 2]))).Should().Throw<ArgumentException>()
            .WithMessage("a tensor has the axes 2 x 2, of which it is not known which is which.*");
        FluentActions.Invoking(() => InMemory.Series(zeros([0, 2, 2]))).Should().Throw<ArgumentException>()
            .WithMessage("a tensor has the shape (0, 2, 2): axis T is empty.*");
    }

    [Fact]
    public void Arrays_and_memory_are_series_and_are_not_copied()
    {
        var values = Count(3 * 2 * 4 * 5);
        var series = InMemory.Series(values, channels: 2, height: 4, width: 5);
        (series.Length, series.Frame, series.Name).Should().Be((3, new Data.FrameShape(2, 4, 5), "an array in memory"));
        Values(series, 1, 2).Should().Equal(values[40..]);
        values[40] = -1;
        Values(series, 1, 1)[0].Should().Be(-1);
    }

    [Fact]
    public void Arrays_of_any_number_keep_their_values()
    {
        Values(InMemory.Series(new ushort[] { 0, 1, 40_000, 65_535 }, 1, 2, 2), 0, 1).Should().Equal(0, 1, 40_000, 65_535);
        Values(InMemory.Series(new uint[] { 0, 1, 3_000_000_000, uint.MaxValue }, 1, 2, 2), 0, 1).Should().Equal(0, 1, 3e9f, 4294967296f);
        Values(InMemory.Series(new ulong[] { 7, ulong.MaxValue }, 1, 1, 2), 0, 1).Should().Equal(7, 18446744073709551616f);
        Values(InMemory.Series(new long[] { -7, long.MinValue }, 1, 1, 2), 0, 1).Should().Equal(-7, -9223372036854775808f);
        Values(InMemory.Series(new[] { true, false }, 1, 1, 2), 0, 1).Should().Equal(1, 0);
        Values(InMemory.Series(new[] { double.NaN, 1e-300 }, 1, 1, 2), 0, 1).Should().Equal(float.NaN, 0);
    }

    [Fact]
    public void What_is_no_number_or_no_shape_is_refused()
    {
        FluentActions.Invoking(() => NdArray.Of(new decimal[4], 1, 2, 2)).Should().Throw<ArgumentException>()
            .WithMessage("Arrays hold bool, byte,*; Decimal was given. Convert to one of them.");
        FluentActions.Invoking(() => NdArray.Of(new float[13], 13, -1)).Should().Throw<ArgumentException>()
            .WithMessage("The shape (13, -1) does not hold the 13 values that were given.*");
        FluentActions.Invoking(() => NdArray.Of(new float[13], long.MaxValue, 3)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => InMemory.Series(new float[12], 1, 2, 3).Windows(new() { InputFrames = 2, TargetFrames = 1 })).Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "2 + 1 frames, 1 apart, need 3 frames; the longest of 1 series, an array in memory, has 2. Use shorter sequences or " +
                "longer series.*");
    }

    [Fact]
    public void Closing_a_copy_refuses_later_readers()
    {
        var array = NdArray.Of(new float[2, 2, 2]);
        var series = array.Series();
        array.Dispose();
        FluentActions.Invoking(() => Values(series, 0, 1)).Should().Throw<ObjectDisposedException>()
            .WithMessage("an array in memory was closed and is read no more.*");
    }
}

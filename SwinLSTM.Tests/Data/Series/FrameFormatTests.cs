using FluentAssertions;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class FrameFormatTests
{
    [Theory]
    [InlineData(ScalarType.Byte, 1, false)]
    [InlineData(ScalarType.Int8, 1, false)]
    [InlineData(ScalarType.Int16, 2, false)]
    [InlineData(ScalarType.Int32, 4, false)]
    [InlineData(ScalarType.Int64, 8, false)]
    [InlineData(ScalarType.Float16, 2, true)]
    [InlineData(ScalarType.Float32, 4, true)]
    [InlineData(ScalarType.Float64, 8, true)]
    public void A_format_counts_values_and_bytes(ScalarType element, int bytes, bool floating)
    {
        var format = new FrameFormat(2, 3, 5, element);
        (format.Values, format.ElementBytes, format.Bytes, format.IsFloating, format.Masked).Should().Be((30, bytes, 30 * bytes, floating, false));
        format.ToString().Should().Be($"2 x 3 x 5 {element}");
        new FrameFormat(2, 3, 5, element, masked: true).ToString().Should().Be($"2 x 3 x 5 {element}, masked");
        format.Should().Be(new FrameFormat(2, 3, 5, element)).And.NotBe(new FrameFormat(2, 3, 5, element, masked: true));
    }

    [Fact]
    public void A_masked_sample_has_a_byte_a_value_beside_it()
    {
        new SequenceShape(2, 1, new FrameFormat(1, 2, 2, ScalarType.Float32, masked: true)).ValidBytes.Should().Be(12);
        new SequenceShape(2, 1, new FrameFormat(1, 2, 2, ScalarType.Float32)).ValidBytes.Should().Be(0);
    }

    [Fact]
    public void What_cannot_be_a_frame_is_refused()
    {
        FluentActions.Invoking(() => new FrameFormat(0, 1, 1)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("channels must be at least 1, but is 0.*");
        FluentActions.Invoking(() => new FrameFormat(1, -3, 1)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("height must be at least 1, but is -3.*");
        FluentActions.Invoking(() => new FrameFormat(1, 1, 0)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("width must be at least 1, but is 0.*");
        FluentActions.Invoking(() => new FrameFormat(3, 50_000, 50_000)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("A frame of 3 x 50000 x 50000 Byte values is 7500000000 bytes; at most * can be held. Use smaller frames.*");
        FluentActions.Invoking(() => new FrameFormat(1, int.MaxValue, int.MaxValue, ScalarType.Float64)).Should().Throw<ArgumentOutOfRangeException>();
        foreach (var type in new[] { ScalarType.Bool, ScalarType.BFloat16, ScalarType.ComplexFloat32 })
            FluentActions.Invoking(() => new FrameFormat(1, 1, 1, type)).Should().Throw<ArgumentOutOfRangeException>()
                .WithMessage($"Frames hold Byte, Int8, Int16, Int32, Int64, Float16, Float32 or Float64 values; {type} was given. Convert to one of them.*");
    }
}

using System.Runtime.InteropServices;
using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class TensorDataTests
{
    private readonly Tensor x = arange(6f).view(2, 3); // [2, 3]

    [Fact]
    public void Elements_come_in_rows_whatever_the_strides()
    {
        x.t().data<float>().ToArray().Should().Equal(0, 3, 1, 4, 2, 5);
        x.t().data<float>().Should().Equal(0, 3, 1, 4, 2, 5);
        x.t().data<float>()[2, 1].Should().Be(5);
        x.data<float>().Count.Should().Be(6);
    }

    [Fact]
    public void Elements_are_copied_out_and_in()
    {
        var part = new float[4];
        x.data<float>().CopyTo(part.AsSpan(), 1, 3);
        part.Should().Equal(0, 3, 4, 5);
        x.data<float>().CopyFrom([7, 8, 9], 1, 4);
        x.Floats().Should().Equal(0, 1, 2, 3, 8, 9);
        x.data<float>()[0, 2] = -1;
        x[0, 2].item<float>().Should().Be(-1);
    }

    [Fact]
    public void Bytes_are_the_tensors_memory()
    {
        ones(3).bytes.Length.Should().Be(12);
        MemoryMarshal.Cast<byte, float>(x.bytes)[4] = 40;
        x.Floats().Should().Equal(0, 1, 2, 3, 40, 5);
        x.Invoking(t => t.t().bytes.Length).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Tensors_are_made_from_arrays_and_memory_with_a_shape()
    {
        tensor(new float[] { 1, 2, 3, 4 }, [2, 2])[1].Floats().Should().Equal(3, 4);
        tensor(new double[] { 1, 2, 3, 4 }.AsMemory(1, 2), [2, 1]).Doubles().Should().Equal(2, 3);
        tensor(new float[,] { { 1, 2 }, { 3, 4 } }).shape.Should().Equal(2, 2);
        tensor(new float[] { 1, 2 }, float64).Doubles().Should().Equal(1, 2);
        tensor(new[] { true, false }).Bools().Should().Equal(true, false);
        tensor(new byte[] { 1, 255 }).data<byte>().ToArray().Should().Equal(1, 255);
    }

    [Fact]
    public void Single_numbers_are_read_and_converted()
    {
        (tensor(1.5).ToSingle(), tensor(1.7f).ToInt32(), tensor(3).ToInt64(), tensor(1.5f).ToDouble()).Should().Be((1.5f, 1, 3L, 1.5));
        ((float)tensor(1.5), (long)tensor(2.9f)).Should().Be((1.5f, 2L));
        ones(1, dtype: float16).item<Half>().Should().Be((Half)1);
        ones(1, dtype: bfloat16).to(float32).item<float>().Should().Be(1);
    }

    [Fact]
    public void Shapes_and_strides_are_read()
    {
        var turned = zeros(2, 3, 4).transpose(0, 2); // [4, 3, 2]
        turned.shape.Should().Equal(4, 3, 2);
        turned.stride().Should().Equal(1, 4, 12);
        (turned.size(-1), turned.dim(), turned.numel(), turned.is_contiguous()).Should().Be((2L, 3L, 24L, false));
        (turned.dtype, turned.device_type, turned.device.ToString(), turned.element_size()).Should().Be((ScalarType.Float32, DeviceType.CPU, "cpu", 4L));
    }
}

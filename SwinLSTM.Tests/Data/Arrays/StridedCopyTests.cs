using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>Copying out of any layout, against a copy value by value.</summary>
public class StridedCopyTests
{
    /// <summary>Every value on its own, the last axis fastest.</summary>
    private static byte[] Naive(byte[] source, long start, Axis[] axes, int size)
    {
        var copied = new List<byte>();
        void Walk(int axis, long at)
        {
            if (axis == axes.Length)
                copied.AddRange(source.AsSpan((int)at, size));
            else
                for (var i = 0; i < axes[axis].Length; i++)
                    Walk(axis + 1, at + i * axes[axis].Stride);
        }
        Walk(0, start);
        return [.. copied];
    }

    private static unsafe byte[] Fast(byte[] source, long start, Axis[] axes, int size)
    {
        var copied = new byte[axes.Aggregate((long)size, (n, axis) => n * axis.Length)];
        Array.Fill(copied, (byte)0xEE);
        if (copied.Length > 0)
            fixed (byte* from = source, to = copied)
                StridedCopy.Copy(from + start, axes, size, to);
        return copied;
    }

    private static byte[] Noise(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Every_order_of_the_axes_is_the_naive_one(int size)
    {
        long[] shape = [3, 1, 5, 2, 7];
        var source = Noise(size * 210, size);
        var axes = ArrayShape.Axes(shape, size);
        foreach (var order in Orders(5))
        {
            Axis[] turned = [.. order.Select(i => axes[i])];
            Fast(source, 0, turned, size).Should().Equal(Naive(source, 0, turned, size), "of {0}", string.Join("", order));
        }
    }

    [Fact]
    public void Random_strides_parts_and_repetitions_are_the_naive_ones()
    {
        var random = new Random(5);
        for (var trial = 0; trial < 600; trial++)
        {
            var size = 1 << random.Next(4);
            long[] shape = [.. Enumerable.Range(0, random.Next(0, 6)).Select(_ => (long)random.Next(1, random.Next(3) == 0 ? 70 : 6))];
            if (shape.Aggregate(1L, (n, length) => n * length) > 20_000)
                continue;
            var stored = random.Next(2) == 0 ? ArrayShape.Axes(shape, size) : ArrayShape.Axes(shape, size, firstFastest: true);
            var source = Noise((int)shape.Aggregate((long)size, (n, length) => n * length), trial);

            // A part of each axis, every second or third value of it, or one of them repeated; in any order.
            var start = 0L;
            var axes = stored.ToArray();
            for (var i = 0; i < axes.Length; i++)
            {
                var (first, step) = (random.Next((int)axes[i].Length), random.Next(1, 4));
                start += first * axes[i].Stride;
                var left = (axes[i].Length - first + step - 1) / step;
                axes[i] = random.Next(8) == 0 ? new(random.Next(1, 5), 0) : new(random.Next(1, (int)left + 1), step * axes[i].Stride);
            }
            random.Shuffle(axes);
            Fast(source, start, axes, size).Should().Equal(Naive(source, start, axes, size), "trial {0}", trial);
        }
    }

    [Theory]
    [InlineData(200, 3)]
    [InlineData(3, 200)]
    [InlineData(129, 131)]
    public void Transposes_larger_than_a_tile_are_the_naive_ones(int rows, int columns)
    {
        foreach (var size in new[] { 1, 2, 4, 8 })
        {
            var source = Noise(size * rows * columns, 3);
            Axis[] axes = [new(columns, size), new(rows, size * columns)];
            Fast(source, 0, axes, size).Should().Equal(Naive(source, 0, axes, size));
        }
    }

    [Fact]
    public void Nothing_is_copied_of_an_empty_axis_and_one_value_of_no_axes()
    {
        byte[] source = [1, 2, 3, 4];
        Fast(source, 0, [new(4, 1), new(0, 1)], 1).Should().BeEmpty();
        Fast(source, 2, [], 2).Should().Equal(3, 4);
        Fast(source, 1, [new(1, 99), new(1, 77)], 1).Should().Equal(2);
    }

    private static IEnumerable<int[]> Orders(int count) => count == 0
        ? [[]]
        : Orders(count - 1)
            .SelectMany(order => Enumerable.Range(0, count).Select(at => (int[])[.. order[..at], count - 1, .. order[at..]]));
}

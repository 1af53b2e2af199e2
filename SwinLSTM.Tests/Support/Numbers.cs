using System.Runtime.InteropServices;
using FluentAssertions;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Tensors of known numbers, their numbers again, and how far two of them are apart.</summary>
internal static class Numbers
{
    /// <summary>Numbers in -1..1 from a seed, the same every time.</summary>
    public static Tensor Random(int seed, params long[] shape)
    {
        var random = new Random(seed);
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        for (var i = 0; i < values.Length; i++) values[i] = (2 * random.NextSingle()) - 1;
        return tensor(values, shape);
    }

    /// <summary>0, 1, 2 and so on.</summary>
    public static Tensor Counting(params long[] shape) =>
        tensor([.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(i => (float)i)], shape);

    /// <summary>The numbers of a tensor, row by row, in double precision.</summary>
    public static double[] Of(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return MemoryMarshal.Cast<byte, double>(tensor.detach().to(ScalarType.Float64).contiguous().bytes).ToArray();
    }

    /// <summary>The largest difference; infinite where one is not a number.</summary>
    public static double Distance(Tensor a, Tensor b)
    {
        a.shape.Should().Equal(b.shape);
        return Of(a).Zip(Of(b), (x, y) => x == y ? 0 : double.IsFinite(x - y) ? Math.Abs(x - y) : double.PositiveInfinity).Max();
    }

    /// <summary>Same shape, same type, same numbers to the last bit.</summary>
    public static void ShouldEqual(this Tensor actual, Tensor expected, string because = "")
    {
        actual.dtype.Should().Be(expected.dtype, because);
        actual.shape.Should().Equal(expected.shape, because);
        Of(actual).Should().Equal(Of(expected), because);
    }

    /// <summary>Same shape, and numbers no further apart than <paramref name="within"/>.</summary>
    public static void ShouldBeNear(this Tensor actual, Tensor expected, double within, string because = "")
    {
        actual.shape.Should().Equal(expected.shape, because);
        Distance(actual, expected).Should().BeLessThanOrEqualTo(within, because);
    }

    /// <summary>The numbers, given one by one.</summary>
    public static void ShouldHold(this Tensor actual, params double[] expected) => Of(actual).Should().Equal(expected);

    /// <summary>Fills every weight of a module with numbers from a seed, so that nothing is zero or one by default.</summary>
    public static T WithWeights<T>(this T module, int seed, double scale = 0.5)
        where T : nn.Module
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (_, parameter) in module.named_parameters()) parameter.copy_(Random(seed++, parameter.shape) * scale);
        return module;
    }
}

using System.Globalization;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>What NumPy wrote we read, to the last bit; what we write is what NumPy writes, to the last byte.</summary>
public sealed class NumpyRoundTripTests : IDisposable
{
    private static readonly long[] shape = [2, 3, 4, 5];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void True_and_false_are_read_and_written() => Check("b1", i => i % 3 == 0, ScalarType.Bool, value => value ? 1 : 0);

    [Fact]
    public void Bytes_are_read_and_written()
    {
        Check("u1", i => (byte)(2 * i), ScalarType.Byte, value => value / 255f);
        Check("i1", i => (sbyte)(i - 60), ScalarType.Int8, value => value);
    }

    [Fact]
    public void Whole_numbers_of_16_bits_are_read_and_written()
    {
        Check("u2", i => (ushort)(500 * i), ScalarType.Int32, value => value);
        Check("i2", i => (short)(500 * (i - 60)), ScalarType.Int16, value => value);
    }

    [Fact]
    public void Whole_numbers_of_32_bits_are_read_and_written()
    {
        Check("u4", i => 30_000_000u * (uint)i, ScalarType.Int64, value => value);
        Check("i4", i => 30_000_000 * (i - 60), ScalarType.Int32, value => value);
    }

    [Fact]
    public void Whole_numbers_of_64_bits_are_read_and_written()
    {
        Check("u8", i => 100_000_000_000_000_000ul * (ulong)i, null, value => value);
        Check("i8", i => 100_000_000_000_000_000 * (i - 60), ScalarType.Int64, value => value);
        using var large = NpyFile.Open(NumpyFiles.Path("u8-little-C.npy"));
        FluentActions.Invoking(large.ToTensor).Should().Throw<InvalidDataException>()
            .WithMessage("*u8-little-C.npy has a value above 9223372036854775807, which no Int64 holds. Save it as float64.");
    }

    [Fact]
    public void Floating_point_numbers_are_read_and_written()
    {
        Check("f2", i => (Half)((i - 60) / 8f), ScalarType.Float16, value => (float)value);
        Check("f4", i => (i - 60) / 8f, ScalarType.Float32, value => value);
        Check("f8", i => (i - 60) / 8.0, ScalarType.Float64, value => (float)value);
    }

    private void Check<T>(string kind, Func<int, T> value, ScalarType? type, Func<T, float> frame)
        where T : unmanaged
    {
        T[] values = [.. Enumerable.Range(0, 120).Select(value)];
        foreach (var form in new[] { "little-C", "big-F" })
        {
            var path = NumpyFiles.Path($"{kind}-{form}.npy");
            using var array = NpyFile.Open(path);
            array.Shape.ToArray().Should().Equal(shape);
            array.Name.Should().Be(path);
            array.ToArray<T>().Should().Equal(values, form);
            array.Series("TCHW").Floats().Should().Equal(values.Select(frame), form);
            if (type is null)
                continue;
            using var tensor = NpyFile.ReadTensor(path);
            (tensor.dtype, tensor.shape).Should().BeEquivalentTo((type, shape));
            Numbers.Of(tensor).Should()
                .Equal(values.Select(one => Convert.ToDouble(one is Half half ? (float)half : one, CultureInfo.InvariantCulture)));
        }
        NpyFile.Write(folder["a.npy"], values, shape);
        File.ReadAllBytes(folder["a.npy"]).Should().Equal(NumpyFiles.Bytes($"{kind}-little-C.npy"));
        if (type is not null && new StoredNumber('u', 2) != StoredNumber.Of(typeof(T))
            && new StoredNumber('u', 4) != StoredNumber.Of(typeof(T)))
        {
            using var tensor = NpyFile.ReadTensor(folder["a.npy"]);
            NpyFile.Write(folder["b.npy"], tensor);
            File.ReadAllBytes(folder["b.npy"]).Should().Equal(NumpyFiles.Bytes($"{kind}-little-C.npy"));
        }
    }

    [Theory]
    [InlineData("scalar", new long[0])]
    [InlineData("empty", new long[] { 0 })]
    [InlineData("hollow", new long[] { 3, 0, 2 })]
    [InlineData("line", new long[] { 17 })]
    public void Shapes_of_every_kind_are_read_and_written(string name, long[] shape)
    {
        using var array = NpyFile.Open(NumpyFiles.Path(name + ".npy"));
        array.Shape.ToArray().Should().Equal(shape);
        array.ToArray<float>().Should().Equal(Enumerable.Range(0, (int)array.Count).Select(i => (float)i));
        using var tensor = array.ToTensor();
        tensor.shape.Should().Equal(shape);
        NpyFile.Write(folder["a.npy"], tensor);
        File.ReadAllBytes(folder["a.npy"]).Should().Equal(NumpyFiles.Bytes(name + ".npy"));
    }

    [Fact]
    public void Other_versions_and_as_many_axes_as_NumPy_has_are_read()
    {
        using var first = NpyFile.Open(NumpyFiles.Path("f4-little-C.npy"));
        foreach (var version in new[] { 2, 3 })
        {
            using var array = NpyFile.Open(NumpyFiles.Path($"f4-version-{version}.npy"));
            array.ToArray<float>().Should().Equal(first.ToArray<float>());
        }
        using var deep = NpyFile.Open(NumpyFiles.Path("deep.npy"));
        (deep.Shape.Length, deep.Count).Should().Be((32, 1));
    }

    [Fact]
    public void What_cannot_be_written_is_refused_and_leaves_nothing()
    {
        using var scope = NewDisposeScope();
        NpyFile.Write(folder["a.npy"], Numbers.Counting(4, 3).transpose(0, 1)); // not in C order
        NpyFile.ReadTensor(folder["a.npy"]).ShouldEqual(Numbers.Counting(4, 3).transpose(0, 1));
        FluentActions.Invoking(() => NpyFile.Write(folder["b.npy"], zeros([2], ScalarType.BFloat16))).Should().Throw<ArgumentException>()
            .WithMessage("Arrays hold Bool, *; BFloat16 was given. Convert with to(ScalarType.Float32).*");
        FluentActions.Invoking(() => NpyFile.Write(folder["b.npy"], new float[3], 2, 2)).Should().Throw<ArgumentException>()
            .WithMessage("The shape (2, 2) does not hold the 3 values that were given.*");
        FluentActions.Invoking(() => NpyFile.Write(folder["b.npy"], new float[1], [.. Enumerable.Repeat(1L, 65)])).Should()
            .Throw<ArgumentException>()
            .WithMessage("A NumPy array has at most 64 axes of 0 or more values each; the shape is (1, 1, *");
        FluentActions.Invoking(() => NpyFile.Write(folder["no", "b.npy"], new float[1], 1)).Should().Throw<IOException>();
        Directory.EnumerateFiles(folder[""]).Should().Equal(folder["a.npy"]);
    }

    [Fact]
    public void Values_are_asked_for_in_the_type_that_is_stored()
    {
        using var array = NpyFile.Open(NumpyFiles.Path("u2-big-F.npy"));
        FluentActions.Invoking(array.ToArray<int>).Should().Throw<ArgumentException>()
            .WithMessage(
                "*u2-big-F.npy holds uint16 values; int32 ones were asked for. Ask for the type that is stored, or convert the tensor " +
                "that ToTensor gives.");
    }

    [Fact]
    public void A_closed_file_is_read_no_more()
    {
        var array = NpyFile.Open(NumpyFiles.Path("f4-little-C.npy"));
        var series = array.Series();
        array.Dispose();
        FluentActions.Invoking(() => series.Floats()).Should().Throw<ObjectDisposedException>()
            .WithMessage("*f4-little-C.npy was closed and is read no more.*");
        FluentActions.Invoking(array.ToTensor).Should().Throw<ObjectDisposedException>();
    }
}

using System.Runtime.InteropServices;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>What NumPy writes we read, what we write NumPy reads; to the last bit.</summary>
public sealed class NumpyRoundTripTests(NumpyRoundTripTests.Written written) : IClassFixture<NumpyRoundTripTests.Written>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Files of NumPy's, made once.</summary>
    public sealed class Written : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public Written() => NumpyFiles.WriteEveryKind(folder[""]);

        internal string this[string name] => folder[name];

        public void Dispose() => folder.Dispose();
    }

    private static byte[] Plain(NdArray array) => (array.Stored.Kind, array.Stored.Bytes) switch
    {
        ('b', 1) => MemoryMarshal.AsBytes<bool>(array.ToArray<bool>()).ToArray(),
        ('i', 1) => MemoryMarshal.AsBytes<sbyte>(array.ToArray<sbyte>()).ToArray(),
        ('u', 1) => array.ToArray<byte>(),
        ('i', 2) => MemoryMarshal.AsBytes<short>(array.ToArray<short>()).ToArray(),
        ('u', 2) => MemoryMarshal.AsBytes<ushort>(array.ToArray<ushort>()).ToArray(),
        ('i', 4) => MemoryMarshal.AsBytes<int>(array.ToArray<int>()).ToArray(),
        ('u', 4) => MemoryMarshal.AsBytes<uint>(array.ToArray<uint>()).ToArray(),
        ('i', 8) => MemoryMarshal.AsBytes<long>(array.ToArray<long>()).ToArray(),
        ('u', 8) => MemoryMarshal.AsBytes<ulong>(array.ToArray<ulong>()).ToArray(),
        ('f', 2) => MemoryMarshal.AsBytes<Half>(array.ToArray<Half>()).ToArray(),
        ('f', 4) => MemoryMarshal.AsBytes<float>(array.ToArray<float>()).ToArray(),
        _ => MemoryMarshal.AsBytes<double>(array.ToArray<double>()).ToArray(),
    };

    [Theory]
    [InlineData("b1", ScalarType.Bool)]
    [InlineData("i1", ScalarType.Int8)]
    [InlineData("i2", ScalarType.Int16)]
    [InlineData("i4", ScalarType.Int32)]
    [InlineData("i8", ScalarType.Int64)]
    [InlineData("u1", ScalarType.Byte)]
    [InlineData("u2", ScalarType.Int32)]
    [InlineData("u4", ScalarType.Int64)]
    [InlineData("u8", ScalarType.Int64)]
    [InlineData("f2", ScalarType.Float16)]
    [InlineData("f4", ScalarType.Float32)]
    [InlineData("f8", ScalarType.Float64)]
    public void Every_type_version_and_order_of_NumPy_is_read(string kind, ScalarType type)
    {
        foreach (var order in new[] { "little", "big" })
            foreach (var version in new[] { 1, 2, 3 })
                foreach (var axes in "CF")
                {
                    var name = written[$"{kind}-{order}-{version}-{axes}"];
                    using var array = NpyFile.Open(name + ".npy");
                    array.Shape.ToArray().Should().Equal(2, 3, 4, 5);
                    array.Name.Should().Be(name + ".npy");
                    Plain(array).Should().Equal(File.ReadAllBytes(name + ".raw"), name);

                    using var tensor = NpyFile.ReadTensor(name + ".npy");
                    (tensor.dtype, tensor.shape).Should().BeEquivalentTo((type, new long[] { 2, 3, 4, 5 }));
                    tensor.bytes.ToArray().Should().Equal(File.ReadAllBytes(name + ".wide"), name);

                    var windows = array.Series("TCHW").Windows(new() { InputFrames = 1, TargetFrames = 1 });
                    windows.ReadSample(0).Should().Equal(File.ReadAllBytes(name + ".wide"), name);
                }
    }

    [Theory]
    [InlineData("scalar", new long[0])]
    [InlineData("one", new long[] { 1 })]
    [InlineData("empty", new long[] { 0 })]
    [InlineData("hollow", new long[] { 3, 0, 2 })]
    [InlineData("line", new long[] { 17 })]
    public void Shapes_of_every_kind_are_read(string name, long[] shape)
    {
        using var array = NpyFile.Open(written[name + ".npy"]);
        array.Shape.ToArray().Should().Equal(shape);
        array.ToArray<float>().Should().Equal(MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(written[name + ".raw"])).ToArray());
        using var tensor = array.ToTensor();
        tensor.shape.Should().Equal(shape);
        Numbers.Of(tensor).Should().Equal(array.ToArray<float>().Select(v => (double)v));
    }

    [Fact]
    public void As_many_axes_as_NumPy_has_are_read()
    {
        using var array = NpyFile.Open(written["deep.npy"]);
        array.Shape.Length.Should().Be(32);
        array.ToArray<float>().Should().ContainSingle();
    }

    [Fact]
    public void NumPy_reads_what_we_write()
    {
        var (paths, expected) = (new List<string>(), new List<string>());
        void Written<T>(string kind, params T[] values)
            where T : unmanaged
        {
            var path = folder[$"{kind}.npy"];
            NpyFile.Write(path, values, 2, values.Length / 2);
            paths.Add(path);
            expected.Add($"{kind} [2, {values.Length / 2}] {NumpyFiles.Sum(MemoryMarshal.AsBytes<T>(values))} True");
        }
        Written("b1", true, false, false, true);
        Written<sbyte>("i1", -128, 127, 0, 5);
        Written<byte>("u1", 0, 255, 7, 9, 11, 13);
        Written<short>("i2", short.MinValue, 3, 4, 5);
        Written<ushort>("u2", 65_535, 3, 4, 5);
        Written<int>("i4", int.MinValue, 3, 4, 5);
        Written<uint>("u4", uint.MaxValue, 3, 4, 5);
        Written<long>("i8", long.MinValue, 3, 4, 5);
        Written<ulong>("u8", ulong.MaxValue, 3, 4, 5);
        Written("f2", (Half)1.5f, Half.NaN, (Half)3, Half.NegativeInfinity);
        Written<float>("f4", 1.5f, float.NaN, 3, float.Epsilon);
        Written<double>("f8", 1.5, double.NaN, Math.PI, double.MaxValue);
        foreach (var type in new[] { ScalarType.Bool, ScalarType.Byte, ScalarType.Int8, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64, ScalarType.Float16, ScalarType.Float32, ScalarType.Float64 })
        {
            using var scope = NewDisposeScope();
            var values = Numbers.Counting(3, 4).transpose(0, 1).to(type); // [4, 3], not in C order
            NpyFile.Write(folder[$"{type}.npy"], values);
            paths.Add(folder[$"{type}.npy"]);
            var element = ArrayElement.Of(type)!.Value;
            expected.Add($"{element.Kind}{element.Bytes} [4, 3] {NumpyFiles.Sum(values.contiguous().bytes)} True");
        }
        NpyFile.Write(folder["scalar.npy"], new[] { 7f });
        NpyFile.Write(folder["none.npy"], Array.Empty<double>(), 0, 5);
        NpyFile.Write(folder["long.npy"], new byte[1], [.. Enumerable.Repeat(1L, 32)]);
        paths.AddRange([folder["scalar.npy"], folder["none.npy"], folder["long.npy"]]);
        expected.AddRange([$"f4 [] {NumpyFiles.Sum(MemoryMarshal.AsBytes<float>([7f]))} True", "f8 [0, 5] 0 True", $"u1 [{string.Join(", ", Enumerable.Repeat("1", 32))}] 0 True"]);
        NumpyFiles.LookAt([.. paths]).Should().Equal(expected);
    }

    [Fact]
    public void What_we_write_we_read_and_it_is_aligned()
    {
        using var scope = NewDisposeScope();
        var values = Numbers.Random(3, 4, 1, 6);
        NpyFile.Write(folder["a.npy"], values);
        NpyFile.ReadTensor(folder["a.npy"]).ShouldEqual(values);
        ((File.ReadAllBytes(folder["a.npy"]).Length - 96) % 64).Should().Be(0);
        FluentActions.Invoking(() => NpyFile.Write(folder["b.npy"], zeros([2], ScalarType.BFloat16))).Should().Throw<ArgumentException>()
            .WithMessage("A NumPy file holds Bool, *; the tensor has BFloat16. Convert it with to(ScalarType.Float32).*");
        FluentActions.Invoking(() => NpyFile.Write(folder["b.npy"], new float[3], 2, 2)).Should().Throw<ArgumentException>()
            .WithMessage("The shape (2, 2) does not hold the 3 values that were given.*");
        FluentActions.Invoking(() => NpyFile.Write(folder["b.npy"], new float[1], [.. Enumerable.Repeat(1L, 65)])).Should().Throw<ArgumentException>()
            .WithMessage("A NumPy array has at most 64 axes of 0 or more values each; the shape is (1, 1, *");
        FluentActions.Invoking(() => NpyFile.Write(folder["no", "b.npy"], new float[1], 1)).Should().Throw<IOException>();
        Directory.EnumerateFiles(folder[""]).Should().Equal(folder["a.npy"]);
    }

    [Fact]
    public void Values_are_asked_for_in_the_type_that_is_stored()
    {
        using var array = NpyFile.Open(written["u2-big-1-C.npy"]);
        FluentActions.Invoking(array.ToArray<int>).Should().Throw<ArgumentException>()
            .WithMessage("*u2-big-1-C.npy holds uint16 values; int32 ones were asked for. Ask for the type that is stored, or convert the tensor that ToTensor gives.");
    }

    [Fact]
    public void A_closed_file_is_read_no_more()
    {
        var array = NpyFile.Open(written["f4-little-1-C.npy"]);
        var series = array.Series();
        series.Dispose();
        FluentActions.Invoking(() => series.ReadAll()).Should().Throw<ObjectDisposedException>().WithMessage("*f4-little-1-C.npy was closed and is read no more.*");
        FluentActions.Invoking(array.ToTensor).Should().Throw<ObjectDisposedException>();
    }
}

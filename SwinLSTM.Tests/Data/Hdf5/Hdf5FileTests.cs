using FluentAssertions;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class Hdf5FileTests(Hdf5Files files) : IClassFixture<Hdf5Files>
{
    public static TheoryData<string, ScalarType?> Types() => new()
    {
        { "u1", ScalarType.Byte }, { "u2", ScalarType.Int32 }, { "u4", ScalarType.Int64 }, { "u8", null }, { "i1", ScalarType.Int8 }, { "i2", ScalarType.Int16 },
        { "i4", ScalarType.Int32 }, { "i8", ScalarType.Int64 }, { "f2", ScalarType.Float16 }, { "f4", ScalarType.Float32 }, { "f8", ScalarType.Float64 },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Numbers_of_every_type_come_in_either_order(string type, ScalarType? element)
    {
        using var file = Hdf5File.Open(files["types.h5"]);
        foreach (var order in new[] { "le", "be" })
        {
            var dataset = file.Dataset(type + order);
            dataset.Shape.Should().Equal(3, 4, 5);
            dataset.Element.Should().Be(element);
            dataset.TypeName.Should().Be((order == "be" && type[1] != '1' ? "big-endian " : "") + type[0] switch { 'u' => "uint", 'i' => "int", _ => "float" } + ((type[1] - '0') * 8));
            var expected = Enumerable.Range(0, 60).Select(i => (i * 2) - (type[0] == 'u' ? 0 : 50)).ToArray();
            dataset.ReadAll<double>().Should().Equal(expected.Select(v => (double)v));
            dataset.ReadAll<int>().Should().Equal(expected);
            dataset.ReadAll<long>().Should().Equal(expected.Select(v => (long)v));
            dataset.ReadAll<float>().Should().Equal(expected.Select(v => (float)v));
        }
    }

    [Fact]
    public void What_does_not_fit_becomes_the_nearest_that_does()
    {
        using var file = Hdf5File.Open(files["types.h5"]);
        var extremes = file.Dataset("extremes");
        extremes.ReadAll<byte>().Should().Equal(0, 0, 0, 0, 1, 254, 255, 255, 0);
        extremes.ReadAll<short>().Should().Equal(short.MinValue, -300, -1, 0, 1, 254, 300, short.MaxValue, 0);
        extremes.ReadAll<float>().Should().Equal(float.NegativeInfinity, -300.7f, -1.5f, 0, 1.5f, 254.9f, 300.7f, float.PositiveInfinity, float.NaN);
        file.Dataset("scalar").Shape.Should().BeEmpty();
        file.Dataset("scalar").ReadAll<double>().Should().Equal(2.5);
    }

    [Fact]
    public void Attributes_are_texts_and_numbers()
    {
        using var file = Hdf5File.Open(files["types.h5"]);
        var attributes = file.Attributes();
        attributes.Names.Should().BeEquivalentTo("text", "bytes", "texts", "number", "numbers", "half");
        attributes.Text("text").Should().Be("Grüße");
        attributes.Text("bytes").Should().Be("abc");
        attributes.Texts("texts").Should().Equal("a", "bb", "");
        attributes.Number("number").Should().Be(3);
        attributes.Numbers("numbers").Should().Equal(0, 0.5, 1, 1.5);
        attributes.Number("half").Should().Be(0.25);
        attributes.Text("number").Should().BeNull();
        attributes.Number("nothing").Should().BeNull();
        file.Dataset("u1le").Attributes().Text("units").Should().Be("K");
        var many = file.Attributes("/group/dense");
        for (var i = 0; i < 20; i++)
            (many.Number($"n{i}"), many.Text($"b{i}")).Should().Be((i, $"text {i}"));
    }

    [Fact]
    public void Datasets_are_listed_with_their_groups()
    {
        using var file = Hdf5File.Open(files["other.h5"]);
        file.Datasets.Should().HaveCount(64).And.Contain(["/single", "/many/59"]).And.BeInAscendingOrder(StringComparer.Ordinal);
        file.Contains("many/7").Should().BeTrue();
        file.Contains("many").Should().BeFalse();
        file.Dataset("many/7").ReadAll<int>().Should().Equal(0, 1, 2, 3, 4, 5, 6, 7);
        using var loop = Hdf5File.Open(files["loop.h5"]);
        loop.Datasets.Should().Equal("/a/b/x");
    }

    [Fact]
    public void Bytes_before_the_file_itself_do_no_harm()
    {
        using var file = Hdf5File.Open(files["block.h5"]);
        var expected = Enumerable.Range(0, 30).Select(i => Hdf5Files.Value(i));
        file.Dataset("x").ReadAll<int>().Should().Equal(expected);
        file.Dataset("y").ReadAll<int>().Should().Equal(expected);
        file.Attributes().Text("t").Should().Be("text");
    }

    [Fact]
    public void Values_never_written_are_the_fill_value()
    {
        using var file = Hdf5File.Open(files["layouts.h5"]);
        file.Dataset("never").ReadAll<float>().Should().HaveCount(60).And.OnlyContain(v => v == 2.5f);
        file.Dataset("sparse").ReadAll<float>().Should().Equal(Enumerable.Range(0, 60).Select(i => i is >= 15 and < 30 ? 1f : -7f));
    }

    [Fact]
    public void Noise_that_lzf_cannot_pack_comes_back()
    {
        using var file = Hdf5File.Open(files["layouts.h5"]);
        file.Dataset("noise").ReadAll<int>().Should().Equal(file.Dataset("noise_plain").ReadAll<int>());
    }

    [Fact]
    public void Threads_read_side_by_side()
    {
        using var file = Hdf5File.Open(files["layouts.h5"]);
        var expected = Enumerable.Range(0, 840).Select(i => Hdf5Files.Value(i)).ToArray();
        var names = new[] { "contiguous", "gzip", "lzf", "checked", "big", "compact" };
        var wrong = 0;
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var dataset = file.Dataset(names[i % names.Length]);
            if (!dataset.ReadAll<int>().SequenceEqual(expected) || dataset.Attributes().Names.Any())
                Interlocked.Increment(ref wrong);
        });
        wrong.Should().Be(0);
    }
}

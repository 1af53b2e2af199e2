using System.Diagnostics;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>Blocks of values of every layout, index and filter, in files of every bound of the library, against the rule that they were
/// filled by.</summary>
public sealed class Hdf5LayoutTests
{
    private static readonly string[] bounds = ["earliest", "v108", "latest"];

    private static readonly string[] layouts = ["contiguous", "compact", "implicit", "single", "single_gzip", "plain", "gzip",
        "checked", "odd", "growing", "growing_gzip", "growing_inside", "tree_plain", "scaled", "big"];

    public static TheoryData<string, string> Layouts()
    {
        var all = new TheoryData<string, string>();
        foreach (var bound in bounds)
            foreach (var layout in layouts.Where(layout => (bound, layout) != ("latest", "growing_inside")))
                all.Add(bound, layout);
        return all;
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Any_block_is_the_naive_one(string bound, string layout)
    {
        using var file = Hdf5File.Open(Hdf5Files.At($"layouts-{bound}.h5"));
        var values = file.Dataset(layout);
        values.Shape.Should().Equal(Hdf5Files.Shape);
        for (var trial = 0; trial < 100; trial++)
        {
            var random = new SampleRandom(5, trial);
            long[] start = new long[4], count = new long[4], stride = new long[4];
            for (var i = 0; i < 4; i++)
            {
                start[i] = random.NextInt32((int)Hdf5Files.Shape[i]);
                stride[i] = 1 + random.NextInt32(random.NextInt32(2) == 0 ? 1 : 4);
                count[i] = 1 + random.NextInt32((int)((Hdf5Files.Shape[i] - start[i] - 1) / stride[i]) + 1);
            }
            var read = new float[count.Aggregate(1L, (a, b) => a * b)];
            values.Read(start, count, read, stride);
            read.Should().Equal(Naive(start, count, stride), $"[{string.Join(",", start)}] [{string.Join(",", count)}] " +
                $"[{string.Join(",", stride)}] of {layout}");
        }
    }

    [Fact]
    public void An_axis_that_grows_inside_is_refused_where_the_library_cannot_read_it()
    {
        using var file = Hdf5File.Open(Hdf5Files.At("layouts-latest.h5"));
        FluentActions.Invoking(() => file.Dataset("growing_inside")).Should().Throw<InvalidDataException>()
            .WithMessage("*/growing_inside can grow along an axis other than the first, which PureHDF does not read in files of the " +
                "newest format. Write it anew: `h5repack IN OUT`.");
    }

    [Theory]
    [InlineData("earliest")]
    [InlineData("v108")]
    [InlineData("latest")]
    public void Indices_of_several_pages_and_blocks_never_written(string bound)
    {
        using var file = Hdf5File.Open(Hdf5Files.At($"layouts-{bound}.h5"));
        foreach (var name in new[] { "pages", "pages_growing" })
            file.Dataset(name).ReadAll().Should().Equal(Enumerable.Range(0, name == "pages" ? 3600 : 6000).Select(i =>
                (double)Hdf5Files.Value(i)));
        foreach (var name in new[] { "sparse", "sparse_gzip" })
            file.Dataset(name).ReadAll().Should().Equal(Enumerable.Range(0, 60).Select(i => i is >= 15 and < 30 ? 1.0 : -7));
        foreach (var name in new[] { "never", "never_blocks" })
            file.Dataset(name).ReadAll().Should().HaveCount(60).And.OnlyContain(v => v == 2.5);
        file.Dataset("empty").ReadAll().Should().BeEmpty();
        file.Dataset("scalar").Shape.Should().BeEmpty();
        file.Dataset("scalar").ReadAll().Should().Equal(2.5);
        file.Dataset("g/deep/x").ReadAll().Should().Equal(0, 1, 2, 3, 4);
        file.Dataset("gzip").Chunk.Should().Equal(1, 4, 7, 3);
        file.Dataset("contiguous").Chunk.Should().BeEmpty();
    }

    [Fact]
    public void Lzf_is_refused_with_a_way_out()
    {
        using var file = Hdf5File.Open(Hdf5Files.At("filters.h5"));
        file.Dataset("noise_gzip").ReadAll().Distinct().Count().Should().BeGreaterThan(1900);
        foreach (var name in new[] { "noise", "noise_shuffled" })
            FluentActions.Invoking(file.Dataset(name).ReadAll).Should().Throw<InvalidDataException>()
                .WithMessage($"*filters.h5: /{name} is " +
                "packed with LZF, which PureHDF reads wrongly. Pack it with gzip: *");
    }

    [Theory]
    [InlineData("u1", "uint8")]
    [InlineData("u2", "uint16")]
    [InlineData("u4", "uint32")]
    [InlineData("u8", "uint64")]
    [InlineData("i1", "int8")]
    [InlineData("i2", "int16")]
    [InlineData("i4", "int32")]
    [InlineData("i8", "int64")]
    [InlineData("f2", "float16")]
    [InlineData("f4", "float32")]
    [InlineData("f8", "float64")]
    public void Numbers_of_every_type_come_in_either_order(string type, string name)
    {
        using var file = Hdf5File.Open(Hdf5Files.At("types.h5"));
        foreach (var order in new[] { "le", "be" })
        {
            var dataset = file.Dataset(type + order);
            dataset.TypeName.Should().Be((order == "be" && type[1] != '1' ? "big-endian " : "") + name);
            var expected = Enumerable.Range(0, 60).Select(i => (i * 2f) - (type[0] == 'u' ? 0 : 50)).ToArray();
            var floats = new float[60];
            dataset.Read([0, 0, 0], [3, 4, 5], floats);
            floats.Should().Equal(expected);
            dataset.ReadAll().Should().Equal(expected.Select(v => (double)v));
        }
    }

    [Fact]
    public void True_and_false_are_one_and_zero()
    {
        using var file = Hdf5File.Open(Hdf5Files.At("types.h5"));
        var mask = file.Dataset("bool");
        mask.TypeName.Should().Be("bool");
        mask.ReadAll().Should().Equal(Enumerable.Range(0, 12).Select(i => i % 3 == 0 ? 1.0 : 0));
        mask.Frames("THW")[0].Floats().Should().Equal(Enumerable.Range(0, 12).Select(i => i % 3 == 0 ? 1f : 0));
    }

    [Fact]
    public void Attributes_are_texts_and_numbers()
    {
        using var file = Hdf5File.Open(Hdf5Files.At("types.h5"));
        var attributes = file.Attributes();
        attributes.Names.Should().Contain(["text", "bytes", "texts", "number", "numbers", "half", "big", "largest", "nothing", "pair"]);
        attributes.Text("text").Should().Be("Grüße");
        attributes.Text("bytes").Should().Be("abc");
        attributes.Texts("texts").Should().Equal("a", "bb", "");
        attributes.Number("number").Should().Be(3);
        attributes.Numbers("numbers").Should().Equal(0, 0.5, 1, 1.5);
        attributes.Number("half").Should().Be(0.25);
        attributes.Number("largest").Should().Be(ulong.MaxValue);
        attributes.Text("number").Should().BeNull();
        foreach (var name in new[] { "absent", "nothing", "pair", "text" })
            attributes.Number(name).Should().BeNull();
        FluentActions.Invoking(() => attributes.Number("big")).Should().Throw<InvalidDataException>().WithMessage("*attribute big of / " +
            "is big-endian, which PureHDF does not read in attributes.*");
        using var many = Hdf5File.Open(Hdf5Files.At("layouts-latest.h5"));
        for (var i = 0; i < 12; i++)
            (many.Attributes("g").Number($"n{i}"), many.Attributes("/g").Text($"t{i}")).Should().Be((i, $"text {i}"));
    }

    [Theory]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(4096)]
    public void Bytes_before_the_file_itself_do_no_harm(int bytes)
    {
        using var file = Hdf5File.Open(Hdf5Files.At($"block{bytes}.h5"));
        var expected = Enumerable.Range(0, 30).Select(i => (double)Hdf5Files.Value(i));
        file.Dataset("x").ReadAll().Should().Equal(expected);
        file.Dataset("y").ReadAll().Should().Equal(expected);
        file.Attributes().Text("t").Should().Be("text");
    }

    [Fact]
    public void Threads_read_side_by_side()
    {
        using var file = Hdf5File.Open(Hdf5Files.At("layouts-latest.h5"));
        var expected = Enumerable.Range(0, 840).Select(i => (double)Hdf5Files.Value(i)).ToArray();
        var names = layouts.Except(["growing_inside"]).ToArray();
        var wrong = 0;
        Parallel.For(0, 320, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var dataset = file.Dataset(names[i % names.Length]);
            if (!dataset.ReadAll().SequenceEqual(expected) || dataset.Attributes.Names.Count > 0)
                Interlocked.Increment(ref wrong);
        });
        wrong.Should().Be(0);
    }

    [Theory]
    [InlineData("half-tree.h5")]
    [InlineData("half-array.h5")]
    public void The_cost_of_many_frames_does_not_grow_with_their_square(string name)
    {
        using var file = Hdf5File.Open(Hdf5Files.At(name));
        var series = file.Dataset("frames").Frames("THW")[0];
        series.Length.Should().Be(12_000);
        series.Floats(new(0, 1)); // compiled
        var watch = Stopwatch.StartNew();
        var frames = series.Floats();
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(1));
        for (var t = 0; t < 12_000; t++)
            frames[t * 4].Should().Be(t % 2 == 0 ? t % 100 : -7);
    }

    [Fact]
    public void Blocks_beyond_the_dataset_and_spans_of_other_lengths_are_refused()
    {
        using var file = Hdf5File.Open(Hdf5Files.At("layouts-earliest.h5"));
        var values = file.Dataset("gzip");
        void Refused(long[] start, long[] count, int length, string message, long[]? stride = null) =>
            FluentActions.Invoking(() => values.Read(start, count, new float[length],
                stride)).Should().Throw<ArgumentException>().WithMessage(message);

        Refused([0, 0, 0], [1, 1, 1], 1, "*/gzip has 4 axes; start, count and stride have 3, 3 and 0.*");
        Refused([0, 0, 0, 0], [6, 1, 1, 1], 6, "*/gzip has 5 values on axis 0; 6 from 0, 1 apart, do not lie within.*");
        Refused([0, 3, 0, 0], [1, 2, 1, 1], 2, "*6 values on axis 1; 2 from 3, 3 apart,*", [1, 3, 1, 1]);
        Refused([0, -1, 0, 0], [1, 1, 1, 1], 1, "*6 values on axis 1; 1 from -1,*");
        Refused([0, 0, 0, 0], [1, 0, 1, 1], 0, "*6 values on axis 1; 0 from 0,*");
        Refused([long.MaxValue, 0, 0, 0], [2, 1, 1, 1], 2, "*5 values on axis 0; *", [long.MaxValue, 1, 1, 1]);
        Refused([0, 0, 0, 0], [1, 2, 3, 1], 5, "*1 x 2 x 3 x 1 values were asked for, but the span has 5. Allocate exactly as many.*");
    }

    private static IEnumerable<float> Naive(long[] start, long[] count, long[] stride)
    {
        for (var a = 0; a < count[0]; a++)
            for (var b = 0; b < count[1]; b++)
                for (var c = 0; c < count[2]; c++)
                    for (var d = 0; d < count[3]; d++)
                    {
                        long at = 0;
                        foreach (var (i, step) in new[] { a, b, c, d }.Index())
                            at = (at * Hdf5Files.Shape[i]) + start[i] + (step * stride[i]);
                        yield return Hdf5Files.Value(at);
                    }
    }
}

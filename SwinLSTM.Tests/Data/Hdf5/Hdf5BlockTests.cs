using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>Blocks of values against the rule that the files were filled by, value by value.</summary>
public sealed class Hdf5BlockTests(Hdf5Files files) : IClassFixture<Hdf5Files>
{
    [Theory]
    [InlineData("layouts.h5", "contiguous")]
    [InlineData("layouts.h5", "plain")]
    [InlineData("layouts.h5", "gzip")]
    [InlineData("layouts.h5", "lzf")]
    [InlineData("layouts.h5", "checked")]
    [InlineData("layouts.h5", "odd")]
    [InlineData("layouts.h5", "big")]
    [InlineData("layouts.h5", "compact")]
    [InlineData("other.h5", "single")]
    [InlineData("other.h5", "fixed")]
    [InlineData("other.h5", "growing")]
    [InlineData("other.h5", "tree")]
    public void Any_block_of_any_storage_is_the_naive_one(string name, string dataset)
    {
        using var file = Hdf5File.Open(files[name]);
        var values = file.Dataset(dataset);
        values.Shape.Should().Equal(Hdf5Files.Shape);
        for (var trial = 0; trial < 150; trial++)
        {
            var random = new SampleRandom(5, trial);
            long[] start = new long[4], count = new long[4], stride = new long[4];
            for (var i = 0; i < 4; i++)
            {
                start[i] = random.NextInt32((int)Hdf5Files.Shape[i]);
                stride[i] = 1 + random.NextInt32(random.NextInt32(2) == 0 ? 1 : 4);
                count[i] = 1 + random.NextInt32((int)((Hdf5Files.Shape[i] - start[i] - 1) / stride[i]) + 1);
            }
            var read = new int[count.Aggregate(1L, (a, b) => a * b)];
            values.Read(start, count, read.AsSpan(), stride);
            read.Should().Equal(Naive(start, count, stride), $"[{string.Join(",", start)}] [{string.Join(",", count)}] [{string.Join(",", stride)}] of {dataset}");
        }
    }

    [Fact]
    public void Blocks_beyond_the_dataset_and_spans_of_other_lengths_are_refused()
    {
        using var file = Hdf5File.Open(files["layouts.h5"]);
        var values = file.Dataset("gzip");
        void Refused(long[] start, long[] count, int length, string message, long[]? stride = null) =>
            FluentActions.Invoking(() => values.Read<int>(start, count, new int[length], stride)).Should().Throw<ArgumentException>().WithMessage(message);

        Refused([0, 0, 0], [1, 1, 1], 1, "*/gzip has 4 axes; start, count and stride have 3, 3 and 0.*");
        Refused([0, 0, 0, 0], [6, 1, 1, 1], 6, "*/gzip has 5 values on axis 0; 6 from 0, 1 apart, do not lie within.*");
        Refused([0, 3, 0, 0], [1, 2, 1, 1], 2, "*6 values on axis 1; 2 from 3, 3 apart,*", [1, 3, 1, 1]);
        Refused([0, -1, 0, 0], [1, 1, 1, 1], 1, "*6 values on axis 1; 1 from -1,*");
        Refused([0, 0, 0, 0], [1, 0, 1, 1], 0, "*6 values on axis 1; 0 from 0,*");
        Refused([long.MaxValue, 0, 0, 0], [2, 1, 1, 1], 2, "*5 values on axis 0; *", [long.MaxValue, 1, 1, 1]);
        Refused([0, 0, 0, 0], [1, 2, 3, 1], 5, "*1 x 2 x 3 x 1 values were asked for, but the span has 5. Allocate exactly as many.*");
    }

    private static IEnumerable<int> Naive(long[] start, long[] count, long[] stride)
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

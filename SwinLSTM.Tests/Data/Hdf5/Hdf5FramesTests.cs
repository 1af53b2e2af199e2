using System.Runtime.InteropServices;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class Hdf5FramesTests : IClassFixture<Hdf5FramesTests.Clips>
{
    private readonly Clips files;

    public Hdf5FramesTests(Clips files) => this.files = files;

    [Theory]
    [InlineData("THW")]
    [InlineData("HWT")]
    [InlineData("TCHW")]
    [InlineData("THWC")]
    [InlineData("NTHW")]
    [InlineData("NHWT")]
    [InlineData("TNCHW")]
    [InlineData("CWHTN")]
    public void Axes_may_come_in_any_order(string axes)
    {
        foreach (var (type, element) in new[] { ("u1", ScalarType.Byte), ("u2", ScalarType.Int32), ("u4", ScalarType.Int64), ("f8", ScalarType.Float64) })
        {
            using var file = Hdf5File.Open(files[$"{axes}.h5"]);
            var series = file.Dataset(type).Frames(axes);
            var channels = axes.Contains('C') ? 2 : 1;
            series.Should().HaveCount(axes.Contains('N') ? 3 : 1);
            for (var n = 0; n < series.Count; n++)
            {
                series[n].Format.Should().Be(new FrameFormat(channels, 4, 5, element));
                series[n].Length.Should().Be(6);
                foreach (var range in new FrameRange[] { new(0, 6), new(1, 3), new(5, 1), new(0, 3, 2), new(1, 2, 4) })
                    Numbers(series[n].Read(range), element).Should().Equal(
                        from t in Enumerable.Range(0, range.Count)
                        from c in Enumerable.Range(0, channels)
                        from y in Enumerable.Range(0, 4)
                        from x in Enumerable.Range(0, 5)
                        select (double)Value(n, (int)(range.First + (t * range.Step)), c, y, x), $"{range} of {axes} {type}");
            }
        }
    }

    [Fact]
    public void Missing_numbers_and_what_is_none_are_masked()
    {
        using var file = Hdf5File.Open(files["THW.h5"]);
        var series = file.Dataset("count").Frames("THW", missing: 7)[0];
        var (values, valid) = (new byte[120], new byte[120]);
        series.Read(new(0, 6), values, valid);
        for (var i = 0; i < 120; i++)
            (values[i], valid[i]).Should().Be(i == 7 ? ((byte)0, (byte)0) : ((byte)i, (byte)1));
        file.Dataset("count").Frames("THW", missing: 300)[0].Read(new(0, 6), values, valid);
        valid.Should().OnlyContain(v => v == 1, "no byte is 300");

        var gaps = new FrameWindows(file.Dataset("gaps").Frames("THW", masked: true), new() { InputFrames = 2, TargetFrames = 1 });
        var (sample, there) = (new byte[gaps.Shape.SampleBytes], new byte[gaps.Shape.ValidBytes]);
        gaps.ReadChecked(0, sample, there);
        there.Should().Equal(1, 0, 1, 1, 0, 1);
        var open = new FrameWindows(file.Dataset("gaps").Frames("THW"), new() { InputFrames = 2, TargetFrames = 1 });
        FluentActions.Invoking(() => open.Read(0, sample)).Should().Throw<InvalidDataException>().WithMessage("*frames 0 to 2 of /gaps of *THW.h5 has one that is not, at frame 0, channel 0, row 0, column 1.*");
    }

    [Fact]
    public void Letters_that_do_not_go_with_the_dataset_are_refused()
    {
        using var file = Hdf5File.Open(files["THW.h5"]);
        void Refused<T>(string dataset, string axes, string message)
            where T : Exception => FluentActions.Invoking(() => file.Dataset(dataset).Frames(axes)).Should().Throw<T>().WithMessage(message);

        Refused<ArgumentException>("u1", "TXY", "*axes are named by the letters N (sequence), T, C, H and W, each at most once and T, H and W at least; 'TXY' was given.*");
        Refused<ArgumentException>("u1", "THH", "*'THH' was given.*");
        Refused<ArgumentException>("u1", "TCHW", "*/u1 has 3 axes (6 x 4 x 5); 'TCHW' names 4.*");
        Refused<InvalidDataException>("u8", "THW", "*/u8 holds uint64 values, which no tensor holds.*");
        Refused<InvalidDataException>("wide", "THW", "*/wide: A frame of 1 x 100000 x 100000 Byte values is 10000000000 bytes*");
    }

    [Fact]
    public void Reading_allocates_nothing_once_it_runs()
    {
        using var file = Hdf5File.Open(files["NHWT.h5"]);
        var data = new FrameWindows(file.Dataset("u2").Frames("NHWT"), new() { InputFrames = 2, TargetFrames = 2 });
        var sample = new byte[data.Shape.SampleBytes];
        for (var i = 0; i < 3 * data.Count; i++)
            data.Read(new SampleId(i % data.Count), sample, []);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
            data.Read(new SampleId(i % data.Count), sample, []);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    private static int Value(int n, int t, int c, int y, int x) => ((((((n * 6) + t) * 2) + c) * 20) + (y * 5) + x) % 251;

    private static double[] Numbers(byte[] bytes, ScalarType element) => element switch
    {
        ScalarType.Byte => Array.ConvertAll(bytes, v => (double)v),
        ScalarType.Int32 => Array.ConvertAll(MemoryMarshal.Cast<byte, int>(bytes).ToArray(), v => (double)v),
        ScalarType.Int64 => Array.ConvertAll(MemoryMarshal.Cast<byte, long>(bytes).ToArray(), v => (double)v),
        _ => MemoryMarshal.Cast<byte, double>(bytes).ToArray(),
    };

    public sealed class Clips : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public Clips() => ForeignTools.Python("""
            import sys, h5py, numpy as np
            for axes in ('THW', 'HWT', 'TCHW', 'THWC', 'NTHW', 'NHWT', 'TNCHW', 'CWHTN'):
                v = np.arange(3 * 6 * 2 * 20).reshape(3, 6, 2, 4, 5) % 251 # N T C H W
                if 'N' not in axes: v = v[:1]
                if 'C' not in axes: v = v[:, :, :1]
                left = [a for a in 'NTCHW' if a in axes]
                v = v.reshape([s for a, s in zip('NTCHW', v.shape) if a in axes]).transpose([left.index(a) for a in axes])
                with h5py.File(f'{sys.argv[1]}/{axes}.h5', 'w') as f:
                    f['u1'] = v.astype('u1')
                    f.create_dataset('u2', data=v.astype('>u2'), chunks=tuple(max(1, s // 2) for s in v.shape), compression='gzip')
                    f.create_dataset('u4', data=v.astype('u4'), chunks=v.shape, shuffle=True)
                    f['f8'] = v.astype('>f8')
                    if axes == 'THW':
                        f['u8'] = v.astype('u8'); f.create_dataset('wide', shape=(2, 100000, 100000), dtype='u1', chunks=(1, 1000, 1000))
                        f['count'] = np.arange(120, dtype='u1').reshape(6, 4, 5)
                        f['gaps'] = np.array([[[1, np.nan]], [[2, 3]], [[np.inf, 4]]], 'f4')
            """, folder[""]);

        public string this[string name] => folder[name];

        public void Dispose() => folder.Dispose();
    }
}

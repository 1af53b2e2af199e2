using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class Hdf5FramesTests
{
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
        using var file = Hdf5File.Open(Hdf5Files.At("frames.h5"));
        foreach (var (type, scale) in new[] { ("u1", 255f), ("u2", 1), ("f8", 1) })
        {
            var series = file.Dataset($"{axes}/{type}").Frames(axes);
            var channels = axes.Contains('C') ? 2 : 1;
            series.Should().HaveCount(axes.Contains('N') ? 3 : 1);
            for (var n = 0; n < series.Count; n++)
            {
                (series[n].Frame.Channels, series[n].Frame.Height, series[n].Frame.Width,
                    series[n].Length).Should().Be((channels, 4, 5, 6L));
                foreach (var range in new FrameRange[] { new(0, 6), new(1, 3), new(5, 1), new(0, 3, 2), new(1, 2, 4) })
                    series[n].Floats(range).Should().Equal(
                        from t in Enumerable.Range(0, range.Count)
                        from c in Enumerable.Range(0, channels)
                        from y in Enumerable.Range(0, 4)
                        from x in Enumerable.Range(0, 5)
                        select Value(n, (int)(range.First + (t * range.Step)), c, y, x) / scale, $"{range} of {axes} {type}");
            }
        }
    }

    [Fact]
    public void Bytes_without_attributes_are_pictures_and_a_number_may_be_missing()
    {
        using var file = Hdf5File.Open(Hdf5Files.At("frames.h5"));
        file.Dataset("THW/u1").IsPicture.Should().BeTrue();
        file.Dataset("THW/f8").IsPicture.Should().BeFalse();
        var frames = file.Dataset("THW/u1").Frames("THW", missing: 7)[0].Floats();
        frames.Should().Equal(file.Dataset("THW/u1").ReadAll().Select(v => v == 7 ? float.NaN : (float)v / 255f));
        frames.Count(float.IsNaN).Should().Be(1);
        file.Dataset("THW/f8").Frames("THW", missing: 7)[0].Floats().Count(float.IsNaN).Should().Be(1);
        file.Dataset("THW/u1").Frames("THW", missing: 300)[0].Floats().Should().NotContain(float.NaN, "no byte is 300");
    }

    [Fact]
    public void Names_tell_the_axes()
    {
        using (var file = Hdf5File.Open(Hdf5Files.At("climate.nc")))
        {
            var t2m = file.Dataset("t2m");
            t2m.Dimensions.Should().Equal("time", "lat", "lon");
            t2m.Units.Should().Be("K");
            t2m.Coordinate("lat")!.ReadAll().Should().Equal(-45, 45);
            t2m.Coordinate("depth").Should().BeNull();
            file.Dataset("lon").Dimensions.Should().Equal("lon");
            t2m.Frames()[0].Floats(new(2, 1)).Should().Equal(20000, 20001, 20002, 20100, 20101, 20102);
        }
        using (var file = Hdf5File.Open(Hdf5Files.At("last.nc"))) // lat, lon, time
            file.Dataset("t2m").Frames()[0].Floats(new(2, 1)).Should().Equal(2, 102, 202, 10002, 10102, 10202);
        using (var file = Hdf5File.Open(Hdf5Files.At("levels.nc"))) // time, level, lat, lon, big-endian
        {
            var levels = file.Dataset("t2m").Frames()[0];
            levels.Frame.Channels.Should().Be(2);
            levels.Floats(new(2, 1))[6].Should().Be(2010000);
        }
        using (var file = Hdf5File.Open(Hdf5Files.At("members.nc"))) // number, time, latitude, longitude
        {
            var members = file.Dataset("t2m").Frames();
            members.Select(member => (member.Length, member.Frame.Channels)).Should().Equal((3, 1), (3, 1));
            members[1].Floats(new(2, 1))[0].Should().Be(1020000);
        }
    }

    [Fact]
    public void An_axis_that_is_not_known_is_not_taken_for_another()
    {
        using (var file = Hdf5File.Open(Hdf5Files.At("versions.nc")))
        {
            var t2m = file.Dataset("t2m");
            FluentActions.Invoking(() => t2m.Frames()).Should().Throw<ArgumentException>().WithMessage("*versions.nc: /t2m has the axes " +
                "time (3) x expver (2) x latitude (2) x longitude (3), of which it is not known which is which.*NTCHW*");
            t2m.Frames("TNHW")[1].Floats(new(2, 1))[0].Should().Be(2010000);
            FluentActions.Invoking(() => t2m.Frames("T1HW")).Should().Throw<ArgumentException>().WithMessage("*has 2 values on axis 1, " +
                "which 'T1HW' calls an axis of one value.*");
        }
        using var last = Hdf5File.Open(Hdf5Files.At("last.nc"));
        FluentActions.Invoking(() => last.Dataset("t2m").Frames("THW")).Should().Throw<ArgumentException>().WithMessage("*has the axes " +
            "lat (2) x lon (3) x time (6); 'THW' takes lat for T. Its letter is H.*");
    }

    [Fact]
    public void Letters_that_do_not_go_with_the_dataset_are_refused()
    {
        using var file = Hdf5File.Open(Hdf5Files.At("frames.h5"));
        void Refused<T>(string dataset, string? axes, string message)
            where T : Exception => FluentActions.Invoking(() =>
                file.Dataset(dataset).Frames(axes)).Should().Throw<T>().WithMessage(message);

        Refused<ArgumentException>("THW/u1", "TXY", "*axes are named by the letters N, T, C, H, W, each at most once and " +
            "T, H, W at least, and 1 for axes of one value; 'TXY' was given.*");
        Refused<ArgumentException>("THW/u1", "THH", "*'THH' was given.*");
        Refused<ArgumentException>("THW/u1", "TCHW", "*/THW/u1 has 3 axes, 6 x 4 x 5; 'TCHW' names 4.*");
        Refused<ArgumentException>("HW/u1", null, "*/HW/u1 has the axes 4 x 5, of which it is not known which is which.*");
        Refused<InvalidDataException>("wide", "THW", "*/wide: A frame of 1 x 100000 x 100000 has 10000000000 values*");
    }

    [Fact]
    public void Scans_of_many_files_are_a_series_with_gaps()
    {
        var scans = ScanFiles.Open(Hdf5Files.At("scans"), "RAD_NL25_{yyyyMMddHHmm}.h5", new() { Dataset = "image1/image_data" });
        (scans.Length, scans.Missing, scans.Interval,
            scans.First).Should().Be((5L, 1L, TimeSpan.FromMinutes(5), new DateTime(2026, 6, 1, 12, 0, 0)));
        var frames = scans.Floats();
        for (var i = 0; i < 100; i++)
            frames[i].Should().Be(i % 20 == 0 || i / 20 == 2 ? float.NaN : i / 20 * 5, "the value is the minute, the first is missing, " +
                "and so is the frame of minute 10");
        new FrameWindows(scans, new() { InputFrames = 2, TargetFrames = 1 }).Count.Should().Be(3);
        var within = ScanFiles.Open(Hdf5Files.At("scans"), "*.h5",
            new() { Dataset = "/image1/image_data", TimeAttributes = ["what@date", "what@time"] });
        within.Floats().Should().Equal(frames);
        within.Name.Should().Be($"/image1/image_data of {Hdf5Files.At("scans")}, 2026-06-01 12:00 to 2026-06-01 12:20");
    }

    [Fact]
    public void Scans_that_do_not_go_together_are_refused()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(Hdf5Files.At("scans")))
            File.Copy(file, folder[Path.GetFileName(file)]);
        var options = new ScanOptions { Dataset = "image1/image_data" };
        const string pattern = "RAD_NL25_{yyyyMMddHHmm}.h5";
        void Refused<T>(string message, string pattern, ScanOptions options)
            where T : Exception => FluentActions.Invoking(() =>
                ScanFiles.Open(folder["."], pattern, options).Floats()).Should().Throw<T>().WithMessage(message);

        Refused<FileNotFoundException>("* has no file that is called like RAD_{yyyy}.h5.", "RAD_{yyyy}.h5", options);
        Refused<ArgumentException>("*no time in braces, and TimeAttributes names no attribute with one.", "RAD*.h5", options);
        Refused<InvalidDataException>("*has no dataset rain. Set ScanOptions.Dataset to one of /image1/image_data, " +
            "/what.", pattern, options with { Dataset = "rain" });
        Refused<InvalidDataException>("*is of 2026-06-01 12:05:00, which is no multiple of 00:10:00 from 2026-06-01 " +
            "12:00:00.*", pattern, options with { Interval = TimeSpan.FromMinutes(10) });
        Refused<InvalidDataException>("*has no attribute what@day. Set " +
            "TimeAttributes*", "*.h5", options with { TimeAttributes = ["what@day"] });
        File.Copy(Hdf5Files.At("frames.h5"), folder["RAD_NL25_202606011225.h5"]);
        Refused<InvalidDataException>("*202606011225.h5 has no dataset image1/image_data.*", pattern, options);
        File.Delete(folder["RAD_NL25_202606011225.h5"]);
        File.Copy(Hdf5Files.At("scan-larger.h5"), folder["RAD_NL25_202606011225.h5"]);
        Refused<InvalidDataException>("*202606011225.h5 has frames of 1 x 6 x 5, but *1200.h5 has 1 x 4 x 5. Keep files of one size " +
            "together.", pattern, options);
        Directory.CreateDirectory(folder["again"]);
        File.Copy(Hdf5Files.At("scans/RAD_NL25_202606011205.h5"), folder["again", "RAD_NL25_202606011205.h5"]);
        Refused<InvalidDataException>("*RAD_NL25_202606011205.h5 and *RAD_NL25_202606011205.h5 are both of 2026-06-01 12:05:00. Keep one " +
            "of them.", pattern, options);
        Directory.Delete(folder["again"], recursive: true);
        File.Move(folder["RAD_NL25_202606011225.h5"], folder["RAD_NL25_190006011225.h5"]);
        Refused<InvalidDataException>("* has 5 files for * times, from *190006011225.h5 to *, 00:05:00 apart. Is a time " +
            "wrong?*", pattern, options);
        File.Move(folder["RAD_NL25_190006011225.h5"], folder["RAD_NL25_202613011225.h5"]);
        Refused<InvalidDataException>("*should be of the time '202613011225', which is none of the form yyyyMMddHHmm.*", pattern, options);
    }

    private static int Value(int n, int t, int c, int y, int x) => ((((((n * 6) + t) * 2) + c) * 20) + (y * 5) + x) % 251;
}

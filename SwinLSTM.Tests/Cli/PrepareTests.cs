using System.Buffers.Binary;
using System.Diagnostics;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

[Collection(nameof(Swinlstm))]
public sealed class PrepareTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("prepare");

    public void Dispose() => folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(folder.FullName, name);

    private static Swinlstm Prepare(params string[] arguments) => Swinlstm.Run(["prepare", .. arguments]);

    /// <summary>Images of one size as an IDX file.</summary>
    private string Idx(int count, int side)
    {
        var file = new byte[16 + (count * side * side)];
        foreach (var (i, number) in new[] { 0x803, count, side, side }.Index())
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 * i), number);
        for (var i = 16; i < file.Length; i++)
            file[i] = (byte)(1 + (i * 37 % 255));
        File.WriteAllBytes(In("digits.idx"), file);
        return In("digits.idx");
    }

    [Fact]
    public void Arrays_become_one_folder_of_all_their_frames()
    {
        float[] a = [.. Enumerable.Range(0, 6 * 3 * 4).Select(i => (float)i)];
        NpyFile.Write(In("a.npy"), a, 6, 3, 4);
        NpyFile.Write(In("rain.npy"), Array.ConvertAll(a, value => value + 0.5f), 6, 3, 4);
        using (var zip = System.IO.Compression.ZipFile.Open(In("b.npz"), System.IO.Compression.ZipArchiveMode.Create))
            foreach (var name in new[] { "a.npy", "rain.npy" })
                System.IO.Compression.ZipFileExtensions.CreateEntryFromFile(zip, In(name), name);
        Prepare(In("a.npy"), In("b.npz"), "--key", "rain", "--out", In("sub/both")).ShouldSucceed().Output.Should()
            .Contain("2 series, 12 frames of 1 x 3 x 4, ");
        using (var frames = NpyFile.Open(In("sub/both/frames.npy")))
            frames.ToArray<float>().Should().Equal([.. a, .. a.Select(value => value + 0.5f)]);

        // Prepared frames are a source themselves, and a folder that is made from the same is left as it is.
        Prepare(In("sub/both"), In("a.npy"), "--out", In("three")).ShouldSucceed().Output.Should().Contain("3 series, 18 frames");
        var before = File.GetLastWriteTimeUtc(In("three/frames.npy"));
        Prepare(In("sub/both"), In("a.npy"), "--out", In("three")).ShouldSucceed();
        File.GetLastWriteTimeUtc(In("three/frames.npy")).Should().Be(before);
        Prepare(In("a.npy"), "--out", In("three")).ShouldRefuse("*three is there already and was made from something else.*");
        Prepare(In("three/frames.npy"), "--out", In("three"), "--force").ShouldRefuse("--out: '*three' holds the data that are read*");
        Prepare(In("a.npy"), "--out", In("three"), "--force").ShouldSucceed().Output.Should().Contain("1 series, 6 frames");
    }

    [Fact]
    public void Images_of_16_bits_keep_them()
    {
        Directory.CreateDirectory(In("deep"));
        foreach (var (name, value) in new[] { ("1", 258), ("2", 65535) }) // 258 / 65535 lies between two bytes
            File.WriteAllBytes(In($"deep/{name}.pgm"), [.. "P5 2 1 65535\n"u8, (byte)(value >> 8), (byte)value, 0, 0]);
        Prepare(In("deep"), "--grey", "--out", In("out")).ShouldSucceed().Output.Should().Contain("1 series, 2 frames of 1 x 1 x 2");
        using var prepared = PreparedFrames.Open(In("out"));
        prepared.Storage.Should().Be(FrameStorage.Float32);
        var frames = new float[4];
        prepared.Series[0].Read(new(0, 2), frames);
        frames.Should().Equal(258 / 65535f, 0, 1, 0);
    }

    [Fact]
    public void Samples_of_an_array_stay_samples_and_bytes_stay_bytes()
    {
        byte[] values = [.. Enumerable.Range(0, 20 * 5 * 2 * 3).Select(i => (byte)i)];
        NpyFile.Write(In("time first.npy"), values, 20, 5, 2, 3);
        Prepare(In("time first.npy"), "--layout", "TNHW", "--horizon", "8", "--out", In("out")).ShouldSucceed().Output.Should()
            .Contain("5 series, 100 frames of 1 x 2 x 3");
        using var prepared = PreparedFrames.Open(In("out"));
        (prepared.Storage, prepared.Windows().Count, prepared.Windows().Shape).Should()
            .Be((FrameStorage.Bytes, 5L, new SequenceShape(12, 8, 1, 2, 3)));
        prepared.Windows().ReadSample(3).Should()
            .Equal(Enumerable.Range(0, 20 * 6).Select(i => (byte)((i / 6 * 5 * 6) + (3 * 6) + (i % 6))));
        Prepare(In("time first.npy"), "--layout", "TNHW", "--float", "--out", In("floats")).ShouldSucceed();
        using var floats = PreparedFrames.Open(In("floats"));
        (floats.Storage, floats.Windows().ReadSample(3).SequenceEqual(prepared.Windows().ReadSample(3))).Should()
            .Be((FrameStorage.Float32, true));
    }

    [Fact]
    public void The_frames_of_an_HDF5_file_are_found_beside_its_coordinates()
    {
        Prepare(DatasetFiles.At("page/rain.h5"), "--layout", "HWT", "--out", In("out")).ShouldSucceed().Output.Should()
            .Contain("1 series, 5 frames of 1 x 3 x 4");
        using var prepared = PreparedFrames.Open(In("out"));
        prepared.Series[0].Floats(new(3, 1)).Should().Equal(Enumerable.Range(0, 12).Select(i => (5f * i) + 3));

        Prepare(DatasetFiles.At("page/climate.nc"), "--out", In("o"))
            .ShouldRefuse("*climate.nc has no dataset of three axes or more*: /z.*");
        Prepare(DatasetFiles.At("page/two.h5"), "--out", In("o"))
            .ShouldRefuse("*two.h5 has 2 datasets of three axes or more: /a, /b. Say which with --key NAME.*");
        Prepare(DatasetFiles.At("page/two.h5"), "--key", "c", "--out", In("o"))
            .ShouldRefuse("*two.h5 has no dataset /c. Its datasets: /a, /b.*");
    }

    [Fact]
    public void The_conventions_of_a_file_hold_for_prepared_frames_as_well()
    {
        float[] Prepared(string file, string key)
        {
            Prepare(file, "--key", key, "--out", In(key)).ShouldSucceed();
            using var prepared = PreparedFrames.Open(In(key));
            return prepared.Series[0].Floats();
        }
        Prepared(Hdf5Files.At("rain.nc"), "rain").Should().Equal(Enumerable.Range(0, 60).Select(i => i == 7 ? float.NaN : 1.5f));
        var counts = Prepared(Hdf5Files.At("unsigned.nc"), "counts");
        (counts[0], counts[1], counts[33], counts[59]).Should().Be((0, 4, 132, 236));
        Prepared(DatasetFiles.At("page/two.h5"), "b").Should().Equal(Enumerable.Range(0, 60).Select(i => i / 2f));
        Prepare(Hdf5Files.At("versions.nc"), "--out", In("o"))
            .ShouldRefuse("*time (3) x expver (2) x latitude (2) x longitude (3), of which it is not known which is which.*");
        Prepare(Hdf5Files.At("last.nc"), "--layout", "THW", "--out", In("o")).ShouldRefuse("*'THW' takes lat for T. Its letter is H.*");
    }

    [Fact]
    public void Images_and_videos_become_frames()
    {
        var frames = folder.CreateSubdirectory("frames").CreateSubdirectory("walk");
        ForeignTools.Ffmpeg("-f", "lavfi", "-i", "testsrc=size=32x24:rate=10:duration=1", Path.Combine(frames.FullName, "f%02d.png"));
        ForeignTools.Ffmpeg("-f", "lavfi", "-i", "testsrc=size=32x24:rate=10:duration=1", "-c:v", "ffv1", In("walk.mkv"));
        Prepare(In("frames"), In("walk.mkv"), "--grey", "--size", "12x16", "--out", In("out")).ShouldSucceed().Output.Should()
            .Contain("2 series, 20 frames of 1 x 12 x 16");
    }

    [Fact]
    public void A_damaged_video_is_refused_and_taken_where_it_may_be()
    {
        var video = File.ReadAllBytes(PictureFiles.At("checked.avi"));
        video.AsSpan(video.Length * 7 / 10, 4).Fill(0x5A);
        File.WriteAllBytes(In("v.avi"), video);
        Prepare(In("v.avi"), "--out", In("out")).ShouldRefuse("*ffmpeg cannot decode it*--keep-damaged*takes the frames there are*");
        Prepare(In("v.avi"), "--keep-damaged", "--out", In("out")).ShouldSucceed().Output.Should().Contain("1 series, ");
    }

    [Fact]
    public void A_killed_run_is_continued_until_the_file_is_whole()
    {
        if (OperatingSystem.IsWindows()) return;
        var (digits, output) = (Idx(20, 4), In("out"));
        string[] arguments = ["prepare", digits, "--size", "8x8", "--count", "6000", "--inputs", "5", "--horizon", "5", "--block", "4000",
            "--out", output];
        const long total = 60_000;
        var done = 0L;
        foreach (var target in new[] { 1L, total / 4, total / 2 })
        {
            using var process = Process.Start(Swinlstm.Start(arguments))!;
            _ = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            var waited = Stopwatch.StartNew();
            while (Recorded(output + ".part") < target && !process.HasExited && waited.Elapsed < TimeSpan.FromMinutes(1)) Thread.Sleep(5);
            process.Kill();
            process.WaitForExit();
            Directory.Exists(output).Should().BeFalse("it was killed before the end");
            Recorded(output + ".part").Should().BeGreaterThanOrEqualTo(Math.Max(target, done), "what was recorded is kept");
            done = Recorded(output + ".part");
        }
        Swinlstm.Run(arguments).ShouldSucceed().Output.Should().Contain("6000 series, 60000 frames");
        Directory.Exists(output + ".part").Should().BeFalse();

        using var prepared = PreparedFrames.Open(output);
        var expected = new MovingDigits(IdxFile.Read(digits),
            new() { Count = 6000, InputFrames = 5, TargetFrames = 5, Height = 8, Width = 8, NewEachEpoch = false });
        for (var i = 0; i < 6000; i++)
            prepared.Windows().Floats(i).AsSpan().SequenceEqual(expected.Floats(i)).Should().BeTrue($"sample {i} is as it is made");
    }

    [Fact]
    public void An_interrupt_keeps_what_is_done_and_says_so()
    {
        if (OperatingSystem.IsWindows()) return;
        string[] arguments = ["prepare", Idx(20, 4), "--size", "8x8", "--count", "40000", "--block", "640", "--out", In("out")];
        // Before its record is there a run has nothing to keep.
        var stopped = Swinlstm.Run(In("out.part/progress.txt"), arguments);
        (stopped.ExitCode, stopped.Error.Trim()).Should()
            .Be((130, $"Stopped. What is done is kept in {In("out")}.part; the same command goes on from there."));
        Prepare([.. arguments[1..], "--seed", "4"])
            .ShouldRefuse("*out.part was begun from other sources or with other settings than these. Delete it*");
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        NpyFile.Write(In("flat.npy"), new double[16], 4, 4);
        using (var zip = System.IO.Compression.ZipFile.Open(In("b.npz"), System.IO.Compression.ZipArchiveMode.Create))
            foreach (var name in new[] { "a.npy", "b.npy" })
                System.IO.Compression.ZipFileExtensions.CreateEntryFromFile(zip, In("flat.npy"), name);
        File.WriteAllText(In("noise.bin"), "no video at all");
        var output = In("out");
        Prepare(In("nowhere.npy"), "--out", output)
            .ShouldRefuse(
                "*There is no source '*nowhere.npy'. A source is the word 'digits', a folder of prepared frames, a folder of images " +
                "or, with " +
                "--scans, of scans, .npy*");
        Prepare(In("b.npz"), "--out", output).ShouldRefuse("*b.npz has 2 arrays: a, b. Say which with --key NAME.*");
        Prepare(In("b.npz"), "--key", "c", "--out", output).ShouldRefuse("*has no array 'c'; it has a, b.*");
        Prepare(In("flat.npy"), "--out", output)
            .ShouldRefuse("*flat.npy has 2 axes; it is not known which is which. Say so with --layout*");
        Prepare(In("noise.bin"), "--out", output).ShouldRefuse("*noise.bin*");
        Prepare(Idx(20, 4), In("flat.npy"), "--layout", "TC", "--out", output)
            .ShouldRefuse("*A source of whole samples*is read by itself*");
        Prepare(In("flat.npy"), "--size", "12", "--out", output)
            .ShouldRefuse("*--size*is HEIGHTxWIDTH in pixels, such as 128x160; '12' was given.*");
        Prepare(In("flat.npy")).ShouldRefuse("*--out*");
        folder.EnumerateFileSystemInfos("out*").Should().BeEmpty();
    }

    /// <summary>Frames of which the record says that they are done.</summary>
    private static long Recorded(string part)
    {
        try
        {
            return long.Parse(File.ReadLines(Path.Combine(part, "progress.txt")).First(),
                System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // not yet
        }
    }
}

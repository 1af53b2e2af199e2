using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class PreparedDamageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Prepared => folder["frames"];

    public PreparedDamageTests() => PreparedFrames.Write(Prepared,
        [new CountedSeries("a", 3, new(1, 2, 2), 1), new CountedSeries("b", 2, new(1, 2, 2), 2)], new() { Source = "x" });

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_are_no_prepared_frames_is_refused_with_a_reason()
    {
        void Changed(string from, string to, string message) =>
            Refused("about.json", File.ReadAllText(folder["frames", "about.json"]).Replace(from, to, StringComparison.Ordinal), message);

        FluentActions.Invoking(() => PreparedFrames.Open(folder["none"])).Should().Throw<DirectoryNotFoundException>();
        Refused("about.json", "", "*about.json does not describe prepared frames: *. Prepare them again.");
        Refused("about.json", "null", "*about.json does not describe prepared frames: it names another format.*");
        Changed("SwinLSTM", "Another", "*it names another format.*");
        Changed("\"version\": 2", "\"version\": 3", "*it is of version 3, and this program reads version 2.*");
        Changed("\"names\"", "\"games\"", "*about.json does not describe prepared frames: *");
        Changed("\"b\"", "null", "*about.json does not describe prepared frames: a name is missing.*");
        Changed("\"inputFrames\": 0", "\"inputFrames\": -1", "*a sample cannot have fewer than 0 frames.*");
        Changed("\"b\"", "\"b\", \"c\"",
            "The files of *frames do not belong together: clips.npy is int64 (2, 2), frames.npy float32 (5, 1, 2, 2), for 3 names. " +
            "Prepare it again.");
        FluentActions.Invoking(() => PreparedFrames.Open(folder[""])).Should().Throw<InvalidDataException>()
            .WithMessage("*holds no prepared frames, or those of a run that was interrupted. Prepare them to the end.");
        Array("clips.npy", new long[] { 0, 3, 3, 1 }, [2, 2], "*the clips have 4 frames, frames.npy has 5.*");
        Array("clips.npy", new long[] { 0, 3, 2, 3 }, [2, 2], "*clip 1 has 3 frames from frame 2.*");
        Array("clips.npy", new long[] { 0, 5, 5, 0 }, [2, 2], "*clip 1 has 0 frames from frame 5.*");
        Array("clips.npy", new long[] { 0, 3, 3, long.MaxValue }, [2, 2], "*clip 1 has *");
        Array("clips.npy", new int[] { 0, 3, 3, 2 }, [2, 2], "*clips.npy is int32 (2, 2)*");
        Array("frames.npy", new float[20], [5, 2, 2], "*frames.npy float32 (5, 2, 2)*");
        Array("frames.npy", new double[20], [5, 1, 2, 2], "*frames.npy float64 (5, 1, 2, 2)*");

        void Array<T>(string file, T[] values, long[] shape, string message)
            where T : unmanaged
        {
            NpyFile.Write(folder["made.npy"], values, shape);
            Refused(file, File.ReadAllBytes(folder["made.npy"]), message);
        }
    }

    private void Refused(string file, string content, string message) =>
        Refused(file, System.Text.Encoding.UTF8.GetBytes(content), message);

    private void Refused(string file, byte[] content, string message)
    {
        var good = File.ReadAllBytes(folder["frames", file]);
        File.WriteAllBytes(folder["frames", file], content);
        FluentActions.Invoking(() => PreparedFrames.Open(Prepared)).Should().Throw<InvalidDataException>().WithMessage(message);
        File.WriteAllBytes(folder["frames", file], good);
    }

    [Fact]
    public void Damaged_folders_are_read_or_refused_and_nothing_else() => Damage(0, 150);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_damaged_folders_are_read_or_refused_and_nothing_else() => Damage(150, 2_500);

    private void Damage(int first, int last)
    {
        string[] files = ["about.json", "clips.npy", "frames.npy"];
        byte[][] originals = [.. files.Select(file => File.ReadAllBytes(folder["frames", file]))];
        PreparedFrames.Open(Prepared).Dispose(); // what is made once counts for no file
        var (read, refused) = (0, 0);
        for (var trial = first; trial < last; trial++)
        {
            var at = trial % 3;
            File.WriteAllBytes(folder["frames", files[at]], Mutations.Of(originals[at], trial, header: 200));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var prepared = PreparedFrames.Open(Prepared);
                Assert.Equal(20, prepared.Series.Sum(series => series.Floats().Length));
                read++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < 1 << 20, $"trial {trial} allocated {allocated} bytes");
            File.WriteAllBytes(folder["frames", files[at]], originals[at]);
        }
        read.Should().BeGreaterThan((last - first) / 40);
        refused.Should().BeGreaterThan((last - first) / 3);
    }
}

using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using SwinLSTM.Data;

namespace SwinLSTM.Benchmarks;

/// <summary>A mapped file as large and laid out as the Moving MNIST test set (819 MB, time first): opening it, and random samples of 80 KB
/// from it beside plain copies of as many bytes from an array of the same size, in one piece and in the file's pieces of a frame; and
/// frames whose colours (KittiCaltech) or times (SEVIR) are last. What opening costs in memory is said at the beginning.</summary>
[MemoryDiagnoser]
public class NumpyBenchmarks
{
    private const int Samples = 1000, Sequences = 10_000, SampleBytes = 20 * 64 * 64;

    private readonly string path = Path.Combine(Path.GetTempPath(), $"benchmark-{Guid.NewGuid():N}.npy");
    private readonly float[] values = new float[SampleBytes];
    private readonly FrameWindows colours = NdArray.Of(new byte[16 * 11 * 128 * 160 * 3], 16, 11, 128, 160, 3)
        .Clips("NTHWC", inputFrames: 10);
    private readonly FrameWindows turned = NdArray.Of(new byte[16 * 48 * 384 * 384], 16, 384, 384, 48).Clips("NHWT", inputFrames: 12);
    private readonly byte[] copied = new byte[SampleBytes];
    private byte[] all = [];
    private float[] frames = [];
    private FrameWindows clips = null!;

    [GlobalSetup]
    public void Prepare()
    {
        all = new byte[Sequences * SampleBytes];
        new Random(1).NextBytes(all);
        NpyFile.Write(path, all, 20, Sequences, 64, 64);
        NpyFile.Open(path).Dispose(); // compiled
        var (resident, clock) = (Environment.WorkingSet, Stopwatch.StartNew());
        clips = NpyFile.Open(path).Clips("TNHW", inputFrames: 10);
        Console.WriteLine(
            $"// opening {new FileInfo(path).Length / 1e6:F0} MB: {clock.Elapsed.TotalMilliseconds:F2} ms, " +
            $"{(Environment.WorkingSet - resident) / 1e6:F1} MB more resident");
        frames = new float[Math.Max(colours.Shape.Values, turned.Shape.Values)];
        for (var i = 0; i < Sequences; i++)
            clips.Read(i, values); // into the page cache and this process
    }

    [Benchmark]
    public void Open() => NpyFile.Open(path).Dispose();

    [Benchmark(OperationsPerInvoke = Samples)]
    public void RandomSample()
    {
        for (var i = 0; i < Samples; i++)
            clips.Read(i * 7919L % Sequences, values);
    }

    [Benchmark(OperationsPerInvoke = Samples, Baseline = true)]
    public void PlainCopy()
    {
        for (var i = 0; i < Samples; i++)
            all.AsSpan((int)(i * 7919L % Sequences) * SampleBytes, SampleBytes).CopyTo(copied);
    }

    [Benchmark(OperationsPerInvoke = Samples)]
    public void PlainCopyOfFrames()
    {
        for (var i = 0; i < Samples; i++)
            for (var t = 0; t < 20; t++)
                all.AsSpan(((t * Sequences) + (int)(i * 7919L % Sequences)) * 4096, 4096).CopyTo(copied.AsSpan(t * 4096));
    }

    [Benchmark(OperationsPerInvoke = 16)]
    public void ColoursFirst()
    {
        for (var i = 0; i < 16; i++)
            colours.Read(i, frames.AsSpan(0, colours.Shape.Values));
    }

    [Benchmark(OperationsPerInvoke = 16)]
    public void TimeFirst()
    {
        for (var i = 0; i < 16; i++)
            turned.Read(i, frames.AsSpan(0, turned.Shape.Values));
    }

    [GlobalCleanup]
    public void Free()
    {
        File.Delete(path);
    }
}

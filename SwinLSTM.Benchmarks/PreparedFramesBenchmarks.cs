using BenchmarkDotNet.Attributes;
using SwinLSTM.Data;

namespace SwinLSTM.Benchmarks;

/// <summary>Random windows of 20 frames of 64 x 64 bytes from a prepared file of 256 MiB, against copying as much from memory.</summary>
[MemoryDiagnoser]
public class PreparedFramesBenchmarks
{
    private const int Frames = 1 << 16, Window = 20, Windows = 4096;

    private readonly string path = Path.Combine(Path.GetTempPath(), $"prepared-{Guid.NewGuid():N}.npz");
    private readonly byte[] memory = new byte[Frames * 4096];
    private readonly byte[] sample = new byte[Window * 4096];
    private PreparedFrames? prepared;
    private FrameWindows? windows;

    [GlobalSetup]
    public void Prepare()
    {
        new Random(1).NextBytes(memory);
        PreparedFrames.Write(path, [FrameSeries.Of<byte>(memory, 1, 64, 64)], new() { Readers = 2 });
        prepared = PreparedFrames.Open(path);
        windows = prepared.Windows(new() { InputFrames = 10, TargetFrames = 10 });
        OneWindowOfTheFile(); // into memory
    }

    [GlobalCleanup]
    public void Delete()
    {
        prepared?.Dispose();
        File.Delete(path);
    }

    [Benchmark(OperationsPerInvoke = Windows)]
    public void OneWindowOfTheFile()
    {
        var random = new SampleRandom(1, 0);
        for (var i = 0; i < Windows; i++)
            windows!.Read(random.NextInt32(Frames - Window), sample, []);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Windows)]
    public void OneWindowOfMemory()
    {
        var random = new SampleRandom(1, 0);
        for (var i = 0; i < Windows; i++)
            memory.AsSpan(random.NextInt32(Frames - Window) * 4096, sample.Length).CopyTo(sample);
    }
}

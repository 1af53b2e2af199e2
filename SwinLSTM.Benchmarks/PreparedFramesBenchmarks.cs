using BenchmarkDotNet.Attributes;
using SwinLSTM.Data;

namespace SwinLSTM.Benchmarks;

/// <summary>Random windows of 20 frames of 64 x 64 from prepared frames of 1 GiB, against copying as much from memory.</summary>
[MemoryDiagnoser]
public class PreparedFramesBenchmarks
{
    private const int Frames = 1 << 16, Window = 20, Windows = 4096;

    private readonly string path = Path.Combine(Path.GetTempPath(), $"prepared-{Guid.NewGuid():N}");
    private readonly float[] memory = new float[Frames * 4096];
    private readonly float[] sample = new float[Window * 4096];
    private PreparedFrames? prepared;
    private FrameWindows? windows;

    [GlobalSetup]
    public void Prepare()
    {
        for (var i = 0; i < memory.Length; i++)
            memory[i] = i % 1000;
        PreparedFrames.Write(path, [NdArray.Of(memory, memory.Length / 4096, 1, 64, 64).Series()], new() { Readers = 2 });
        prepared = PreparedFrames.Open(path);
        windows = prepared.Windows(new() { InputFrames = 10, TargetFrames = 10 });
        OneWindowOfTheFile(); // into memory
    }

    [GlobalCleanup]
    public void Delete()
    {
        prepared?.Dispose();
        Directory.Delete(path, recursive: true);
    }

    [Benchmark(OperationsPerInvoke = Windows)]
    public void OneWindowOfTheFile()
    {
        var random = new SampleRandom(1, 0);
        for (var i = 0; i < Windows; i++)
            windows!.Read(random.NextInt32(Frames - Window), sample);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Windows)]
    public void OneWindowOfMemory()
    {
        var random = new SampleRandom(1, 0);
        for (var i = 0; i < Windows; i++)
            memory.AsSpan(random.NextInt32(Frames - Window) * 4096, sample.Length).CopyTo(sample);
    }
}

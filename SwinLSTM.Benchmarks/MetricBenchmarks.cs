using BenchmarkDotNet.Attributes;
using SwinLSTM.Metrics;
using static TorchSharp.torch;

namespace SwinLSTM.Benchmarks;

/// <summary>Metrics of 160 frames of 64 x 64, by one thread; times are of one frame. ssim_scikit_image.py beside this file has
/// scikit-image's.</summary>
public class MetricBenchmarks
{
    private const int Batch = 16, Time = 10, Frames = Batch * Time;

    private readonly StructuralSimilarity uniform = new(dataRange: 1), gaussian = new(dataRange: 1, SimilarityWindow.Gaussian11);
    private readonly MeanSquaredError error = new();
    private readonly MetricSet standard = Protocols.Standard().CreateMetrics();
    private Tensor prediction = null!, target = null!, valid = null!;
    private int threads;

    [GlobalSetup]
    public void Prepare()
    {
        threads = get_num_threads();
        set_num_threads(1);
        prediction = rand([Batch, Time, 1, 64, 64]);
        target = rand([Batch, Time, 1, 64, 64]);
        valid = rand([1, 1, 1, 64, 64]) > 0.001f;
        for (var i = 0; i < 60; i++) // until the compiler has done its best
        {
            Ssim();
            SsimGaussian();
            Standard();
            SsimMasked();
        }
    }

    [Benchmark(OperationsPerInvoke = Frames)]
    public void Ssim() => uniform.Add(prediction, target);

    [Benchmark(OperationsPerInvoke = Frames)]
    public void SsimMasked() => uniform.Add(prediction, target, valid);

    [Benchmark(OperationsPerInvoke = Frames)]
    public void SsimGaussian() => gaussian.Add(prediction, target);

    [Benchmark(OperationsPerInvoke = Frames)]
    public void Mse() => error.Add(prediction, target);

    [Benchmark(OperationsPerInvoke = Frames)]
    public void Standard() => standard.Add(prediction, target);

    [GlobalCleanup]
    public void Free()
    {
        prediction.Dispose();
        target.Dispose();
        valid.Dispose();
        set_num_threads(threads);
    }
}

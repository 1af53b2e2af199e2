using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SwinLSTM.Metrics;

/// <summary>Runs a loop over every plane (one channel of one frame) of a batch in CPU memory, on as many threads as libtorch may
/// use.</summary>
internal static class Planes
{
    private const int Worthwhile = 32; // planes per thread; fewer are done before a thread has started

    /// <summary>Computes sums over one plane.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="forecast">H x W values, row by row.</param>
    /// <param name="truth">As many.</param>
    /// <param name="sums">Receives the sums.</param>
    public delegate void Kernel<T>(ReadOnlySpan<T> forecast, ReadOnlySpan<T> truth, Span<double> sums);

    /// <summary>Computes sums over every plane, each in one thread, so that the number of threads does not change them.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="forecast">[B, T, C, H, W].</param>
    /// <param name="truth">The same shape.</param>
    /// <param name="count">How many sums a plane has.</param>
    /// <param name="kernel">Computes them.</param>
    /// <returns>Float64 [B, T, C, count]; null if the frames are not of this type, not in CPU memory, or too many for a span.</returns>
    public static Tensor? Sums<T>(Tensor forecast, Tensor truth, int count, Kernel<T> kernel) where T : unmanaged
    {
        var type = typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Float64;
        if (forecast.device_type != TorchSharp.DeviceType.CPU || forecast.dtype != type
            || forecast.numel() * Unsafe.SizeOf<T>() > int.MaxValue)
            return null;
        var (p, t, shape) = (forecast.contiguous(), truth.to(type).contiguous(), forecast.shape);
        var (planes, size) = ((int)(shape[0] * shape[1] * shape[2]), (int)(shape[3] * shape[4]));
        var sums = new double[planes * count];
        ForEach(planes, (first, end) =>
        {
            ReadOnlySpan<T> all = MemoryMarshal.Cast<byte, T>(p.bytes), allTrue = MemoryMarshal.Cast<byte, T>(t.bytes);
            for (var plane = first; plane < end; plane++)
                kernel(all.Slice(plane * size, size), allTrue.Slice(plane * size, size), sums.AsSpan(plane * count, count));
        });
        return tensor(sums, [shape[0], shape[1], shape[2], count]); // [B, T, C, count]
    }

    private static void ForEach(int count, Action<int, int> part)
    {
        var threads = Math.Min(get_num_threads(), count / Worthwhile);
        if (threads < 2)
            part(0, count);
        else
            Parallel.For(0, threads, new() { MaxDegreeOfParallelism = threads }, thread =>
                part((int)((long)count * thread / threads), (int)((long)count * (thread + 1) / threads)));
    }
}

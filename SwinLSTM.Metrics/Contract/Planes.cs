using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>Loops over the planes of a batch by as many threads as libtorch may use.</summary>
internal static class Planes
{
    private const int Worthwhile = 32; // planes; fewer are done before a thread would have started

    /// <param name="count">How many planes.</param>
    /// <param name="part">Gets the first plane and the end of a run of them; several at a time on different threads.</param>
    public static void ForEach(int count, Action<int, int> part)
    {
        var threads = Math.Min(get_num_threads(), count / Worthwhile);
        if (threads < 2)
            part(0, count);
        else
            Parallel.For(0, threads, new() { MaxDegreeOfParallelism = threads }, thread =>
                part((int)((long)count * thread / threads), (int)((long)count * (thread + 1) / threads)));
    }
}

using SwinLSTM.Data;

namespace SwinLSTM.Tests;

/// <summary>A series whose values follow from its seed and their place, bytes divided by 255; it counts its reads and can break.</summary>
internal sealed class CountedSeries(string name, long length, Data.FrameShape frame, int seed = 1) : IFrameSeries
{
    private int reads;

    public long Length => length;

    public Data.FrameShape Frame => frame;

    public string Name => name;

    /// <summary>Called before each read, with its range.</summary>
    public Action<FrameRange> Before { get; init; } = _ => { };

    public int Reads => reads;

    public void Read(FrameRange range, Span<float> frames)
    {
        Interlocked.Increment(ref reads);
        Before(range);
        for (var i = 0; i < range.Count; i++)
            Values(range.First + ((long)i * range.Step)).CopyTo(frames[(i * frame.Values)..]);
    }

    public float[] Values(long frameIndex)
    {
        var values = new float[frame.Values];
        var state = (uint)((seed * 7919) + (frameIndex * 104729));
        for (var i = 0; i < values.Length; i++)
            values[i] = ((state = (state * 1664525) + 1013904223) >> 24) / 255f;
        return values;
    }

    /// <summary>All frames, one after the other.</summary>
    public float[] All() => [.. Enumerable.Range(0, (int)length).SelectMany(i => Values(i))];
}

using SwinLSTM.Data;

namespace SwinLSTM.Tests;

/// <summary>A series whose values follow from its seed and their place, which counts its reads and can break.</summary>
internal sealed class CountedSeries(string name, long length, FrameFormat format, int seed = 1) : IFrameSeries
{
    private int reads;

    public long Length => length;

    public FrameFormat Format => format;

    public string Name => name;

    /// <summary>Called before each read, with its range.</summary>
    public Action<FrameRange> Before { get; init; } = _ => { };

    public int Reads => reads;

    public void Read(FrameRange range, Span<byte> values, Span<byte> valid)
    {
        Interlocked.Increment(ref reads);
        Before(range);
        for (var i = 0; i < range.Count; i++)
        {
            Frame(range.First + ((long)i * range.Step)).CopyTo(values[(i * format.Bytes)..]);
            if (format.Masked)
                Valid(range.First + ((long)i * range.Step)).CopyTo(valid[(i * format.Values)..]);
        }
    }

    public byte[] Frame(long frame)
    {
        var values = new byte[format.Bytes];
        var state = (uint)((seed * 7919) + (frame * 104729));
        for (var i = 0; i < values.Length; i++)
            values[i] = (byte)((state = (state * 1664525) + 1013904223) >> 24);
        // Bytes of a floating-point number are kept from being none.
        if (format.IsFloating)
            for (var i = format.ElementBytes - 1; i < values.Length; i += format.ElementBytes)
                values[i] = (byte)(values[i] & 0x3F);
        return values;
    }

    public byte[] Valid(long frame) => [.. Enumerable.Range(0, format.Values).Select(i => (byte)((i + frame + seed) % 3 == 0 ? 0 : 1))];

    /// <summary>All frames, one after the other.</summary>
    public byte[] All() => [.. Enumerable.Range(0, (int)length).SelectMany(frame => Frame(frame))];
}

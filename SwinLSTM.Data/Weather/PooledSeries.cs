using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>Frames with so many by so many pixels made one; rows and columns that do not fill one are left out. Missing pixels do not count.</summary>
internal sealed class PooledSeries : IFrameSeries
{
    private readonly IFrameSeries whole;
    private readonly int side;
    private readonly SevirPooling pooling;

    public PooledSeries(IFrameSeries whole, int side, SevirPooling pooling)
    {
        var from = whole.Format;
        if (from.Height < side || from.Width < side)
            throw new ArgumentException($"{whole.Name} has frames of {from}; {side} x {side} pixels cannot become one.", nameof(side));
        if (from.Element is not (ScalarType.Byte or ScalarType.Int16 or ScalarType.Float32))
            throw new ArgumentException($"{whole.Name} has frames of {from}; pixels of Byte, Int16 and Float32 can become one.", nameof(whole));
        (this.whole, this.side, this.pooling) = (whole, side, pooling);
        Format = new(from.Channels, from.Height / side, from.Width / side, from.Element, from.Masked);
    }

    public long Length => whole.Length;

    public FrameFormat Format { get; }

    public string Name => whole.Name;

    public void Read(FrameRange range, Span<byte> values, Span<byte> valid)
    {
        this.CheckRead(range, values, valid);
        var (bytes, marks) = (range.Count * whole.Format.Bytes, whole.Format.Masked ? range.Count * whole.Format.Values : 0);
        var raw = ArrayPool<byte>.Shared.Rent(bytes);
        var there = ArrayPool<byte>.Shared.Rent(marks);
        try
        {
            whole.Read(range, raw.AsSpan(0, bytes), there.AsSpan(0, marks));
            switch (Format.Element)
            {
                case ScalarType.Byte: Pool<byte>(raw.AsSpan(0, bytes), there.AsSpan(0, marks), values, valid); break;
                case ScalarType.Int16: Pool<short>(raw.AsSpan(0, bytes), there.AsSpan(0, marks), values, valid); break;
                default: Pool<float>(raw.AsSpan(0, bytes), there.AsSpan(0, marks), values, valid); break;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(there);
            ArrayPool<byte>.Shared.Return(raw);
        }
    }

    private void Pool<T>(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> there, Span<byte> values, Span<byte> valid)
        where T : unmanaged, INumber<T>
    {
        var from = MemoryMarshal.Cast<byte, T>(raw);
        var to = MemoryMarshal.Cast<byte, T>(values);
        int height = Format.Height, width = Format.Width, plane = whole.Format.Height * whole.Format.Width;
        for (var p = 0; p < to.Length / (height * width); p++) // the planes [T * C]
            for (var y = 0; y < height; y++)
                for (var x = 0; x < width; x++)
                {
                    var (at, result) = ((p * plane) + (y * side * whole.Format.Width) + (x * side), (((p * height) + y) * width) + x);
                    var (count, sum, most) = (0, 0.0, T.Zero);
                    for (var dy = 0; dy < side; dy++, at += whole.Format.Width)
                        for (var dx = at; dx < at + side; dx++)
                        {
                            if (!there.IsEmpty && there[dx] == 0)
                                continue;
                            most = count++ == 0 ? from[dx] : T.Max(most, from[dx]);
                            sum += double.CreateChecked(from[dx]);
                        }
                    var mean = count == 0 ? 0 : sum / count;
                    to[result] = pooling == SevirPooling.Max ? most : T.CreateChecked(typeof(T) == typeof(float) ? mean : Math.Round(mean, MidpointRounding.AwayFromZero));
                    if (!valid.IsEmpty)
                        valid[result] = count == 0 ? (byte)0 : (byte)1;
                }
    }
}

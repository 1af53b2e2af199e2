namespace SwinLSTM.Data;

/// <summary>Frames with so many by so many pixels made one; rows and columns that do not fill one are left out. Missing pixels do not count.</summary>
internal sealed class PooledSeries : IFrameSeries
{
    private readonly IFrameSeries whole;
    private readonly int side;
    private readonly SevirPooling pooling;

    public PooledSeries(IFrameSeries whole, int side, SevirPooling pooling)
    {
        var from = whole.Frame;
        if (from.Height < side || from.Width < side)
            throw new ArgumentException($"{whole.Name} has frames of {from}; {side} x {side} pixels cannot become one.", nameof(side));
        (this.whole, this.side, this.pooling) = (whole, side, pooling);
        Frame = new(from.Channels, from.Height / side, from.Width / side);
    }

    public long Length => whole.Length;

    public FrameShape Frame { get; }

    public string Name => whole.Name;

    public void Read(FrameRange range, Span<float> frames)
    {
        this.Check(range, frames);
        using var rented = new RentedFrames(range.Count * whole.Frame.Values);
        whole.Read(range, rented.Span);
        for (var i = 0; i < frames.Length; i++)
        {
            var (plane, inPlane) = Math.DivRem(i, Frame.Plane);
            var at = (plane * whole.Frame.Plane) + (inPlane / Frame.Width * side * whole.Frame.Width) + (inPlane % Frame.Width * side);
            var (count, sum, most) = (0, 0f, float.NaN);
            for (var dy = 0; dy < side; dy++, at += whole.Frame.Width)
                foreach (var value in rented.Span.Slice(at, side))
                    if (!float.IsNaN(value))
                        (count, sum, most) = (count + 1, sum + value, count == 0 ? value : Math.Max(most, value));
            frames[i] = pooling == SevirPooling.Max ? most : sum / count; // 0 / 0 is NaN
        }
    }
}

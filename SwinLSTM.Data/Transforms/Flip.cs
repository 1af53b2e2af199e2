namespace SwinLSTM.Data;

/// <summary>Frames mirrored along axes: always, or each axis of every second sample by chance.</summary>
internal sealed class Flip(ISequenceDataset source, FlipAxis axes, bool always, string words, ulong seed = 0) : PlaneTransform<FlipAxis>(source, source.Shape, words, seed)
{
    protected override FlipAxis DrawOnce(SampleRandom random) => always ? axes : axes & (FlipAxis)random.NextInt32(4);

    protected override void Move<T>(ReadOnlySpan<T> from, Span<T> to, FlipAxis draw)
    {
        var (down, across) = ((draw & FlipAxis.Vertical) != 0, (draw & FlipAxis.Horizontal) != 0);
        for (var row = 0; row < Rows; row++)
        {
            var turned = to.Slice((down ? Rows - 1 - row : row) * Columns, Columns);
            from.Slice(row * Columns, Columns).CopyTo(turned);
            if (across)
                turned.Reverse();
        }
    }
}

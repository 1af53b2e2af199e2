namespace SwinLSTM.Data;

/// <summary>A rectangle out of every frame: at a fixed place, or at one drawn for each sample.</summary>
internal sealed class Crop(ISequenceDataset source, SequenceShape shape, (int Top, int Left)? corner, string words, ulong seed = 0)
    : PlaneTransform<(int Top, int Left)>(source, shape, words, seed)
{
    protected override (int Top, int Left) DrawOnce(SampleRandom random) =>
        corner ?? (random.NextInt32(Rows - Shape.Height + 1), random.NextInt32(Columns - Shape.Width + 1));

    protected override void Move<T>(ReadOnlySpan<T> from, Span<T> to, (int Top, int Left) draw)
    {
        for (var row = 0; row < Shape.Height; row++)
            from.Slice(((draw.Top + row) * Columns) + draw.Left, Shape.Width).CopyTo(to.Slice(row * Shape.Width, Shape.Width));
    }
}

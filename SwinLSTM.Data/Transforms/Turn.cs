namespace SwinLSTM.Data;

/// <summary>Frames turned counter-clockwise by quarters of a full turn: fixed, or drawn for each sample (square frames only).</summary>
internal sealed class Turn(ISequenceDataset source, SequenceShape shape, int? quarters, string words, ulong seed = 0) : PlaneTransform<int>(source, shape, words, seed)
{
    protected override int DrawOnce(SampleRandom random) => quarters ?? random.NextInt32(4);

    protected override void Move<T>(ReadOnlySpan<T> from, Span<T> to, int draw)
    {
        for (var row = 0; row < Shape.Height; row++)
            for (var column = 0; column < Shape.Width; column++)
            {
                var (y, x) = draw switch
                {
                    0 => (row, column),
                    1 => (column, Columns - 1 - row),
                    2 => (Rows - 1 - row, Columns - 1 - column),
                    _ => (Rows - 1 - column, row),
                };
                to[(row * Shape.Width) + column] = from[(y * Columns) + x];
            }
    }
}

namespace SwinLSTM.Data;

/// <summary>Frames rotated about their centre by any angle: fixed, or drawn for each sample from both directions evenly.</summary>
internal sealed class Rotation(ISequenceDataset source, double degrees, bool drawn, RotationBorder border, string words, ulong seed = 0)
    : SampleTransform(source, source.Shape, words, seed)
{
    protected override void Make(SampleId sample, Span<byte> values, Span<byte> valid)
    {
        var random = Draw(sample);
        var angle = drawn ? random.NextDouble(-degrees, degrees) : degrees;
        var (sin, cos) = Math.SinCos(angle * Math.PI / 180);
        PlaneResampling.Run(Source, sample, Shape.Frame, new Bilinear(Shape.Height, Shape.Width, sin, cos, border), values, valid);
    }

    private readonly struct Bilinear(int rows, int columns, double sin, double cos, RotationBorder border) : IPlaneMap
    {
        public void Apply(ReadOnlySpan<double> from, Span<double> to)
        {
            var (middleRow, middleColumn) = ((rows - 1) / 2.0, (columns - 1) / 2.0);
            for (var row = 0; row < rows; row++)
                for (var column = 0; column < columns; column++)
                {
                    // Back to where the value came from; rows count downwards.
                    var (down, right) = (row - middleRow, column - middleColumn);
                    to[(row * columns) + column] = Between(from, middleRow + (right * sin) + (down * cos), middleColumn + (right * cos) - (down * sin));
                }
        }

        private double Between(ReadOnlySpan<double> from, double row, double column)
        {
            if (border == RotationBorder.Edge)
                (row, column) = (Math.Clamp(row, 0, rows - 1), Math.Clamp(column, 0, columns - 1));
            var (top, left) = ((int)Math.Floor(row), (int)Math.Floor(column));
            var (low, far) = (row - top, column - left);
            return ((1 - low) * (((1 - far) * At(from, top, left)) + (far * At(from, top, left + 1))))
                + (low * (((1 - far) * At(from, top + 1, left)) + (far * At(from, top + 1, left + 1))));
        }

        private double At(ReadOnlySpan<double> from, int row, int column) =>
            (uint)row < (uint)rows && (uint)column < (uint)columns ? from[(row * columns) + column] : 0;
    }
}

using System.Buffers;

namespace SwinLSTM.Data;

/// <summary>Frames of another size: one list of weights for rows and one for columns, applied one after the other.</summary>
internal sealed class Resize(ISequenceDataset source, SequenceShape shape, ResizeMethod method, string words) : SampleTransform(source, shape, words)
{
    private readonly Separable map = new(
        Taps.Of(method, source.Shape.Height, shape.Height),
        Taps.Of(method, source.Shape.Width, shape.Width),
        source.Shape.Width);

    protected override void Make(SampleId sample, Span<byte> values, Span<byte> valid) => PlaneResampling.Run(Source, sample, Shape.Frame, map, values, valid);

    private readonly struct Separable(Taps[] rows, Taps[] columns, int width) : IPlaneMap
    {
        public void Apply(ReadOnlySpan<double> from, Span<double> to)
        {
            var half = ArrayPool<double>.Shared.Rent(rows.Length * width);
            for (var y = 0; y < rows.Length; y++)
            {
                var line = half.AsSpan(y * width, width);
                line.Clear();
                for (var k = 0; k < rows[y].Weights.Length; k++)
                {
                    var weight = rows[y].Weights[k];
                    var old = from.Slice((rows[y].First + k) * width, width);
                    for (var x = 0; x < width; x++)
                        line[x] += weight * old[x];
                }
            }
            for (var y = 0; y < rows.Length; y++)
                for (var x = 0; x < columns.Length; x++)
                {
                    var sum = 0.0;
                    for (var k = 0; k < columns[x].Weights.Length; k++)
                        sum += columns[x].Weights[k] * half[(y * width) + columns[x].First + k];
                    to[(y * columns.Length) + x] = sum;
                }
            ArrayPool<double>.Shared.Return(half);
        }
    }

    /// <summary>Neighbouring old cells that make a new one, and the share of each; the shares add up to 1.</summary>
    private readonly record struct Taps(int First, double[] Weights)
    {
        public static Taps[] Of(ResizeMethod method, int from, int to)
        {
            var scale = (double)from / to;
            return [.. Enumerable.Range(0, to).Select(i => method == ResizeMethod.AreaAverage ? Area(i * scale, (i + 1) * scale, from) : Between(((i + 0.5) * scale) - 0.5, from))];
        }

        private static Taps Area(double low, double high, int cells)
        {
            // A border that rounding moved just past a cell's must not add a cell beyond the last.
            var (first, last) = (Math.Min((int)low, cells - 1), Math.Min((int)Math.Ceiling(high), cells) - 1);
            var shares = Enumerable.Range(first, Math.Max(1, last - first + 1)).Select(k => Math.Min(k + 1, high) - Math.Max(k, low)).ToArray();
            var sum = shares.Sum();
            return new(first, [.. shares.Select(share => share / sum)]);
        }

        private static Taps Between(double at, int cells)
        {
            at = Math.Clamp(at, 0, cells - 1);
            var first = Math.Min((int)at, Math.Max(0, cells - 2));
            return cells == 1 ? new(0, [1]) : new(first, [1 - (at - first), at - first]);
        }
    }
}

using System.Numerics;
using System.Runtime.InteropServices;

namespace SwinLSTM.Data;

/// <summary>Resizes planes <c>[H, W]</c>: rows first, then columns, each new value a sum of old ones times weights that add up to 1. Any
/// number of threads may use it.</summary>
internal sealed class Resizer
{
    private readonly Taps rows, columns;

    public Resizer(ResizeMethod method, (int Height, int Width) from, (int Height, int Width) to)
    {
        (From, To) = (from, to);
        (rows, columns) = (new(method, from.Height, to.Height), new(method, from.Width, to.Width));
    }

    public (int Height, int Width) From { get; }

    public (int Height, int Width) To { get; }

    /// <summary>Resizes one plane.</summary>
    /// <param name="source">Rows of the source, each <paramref name="stride"/> values after the one before.</param>
    /// <param name="stride">Values from one row of the source to the next, so that a crop needs no copy.</param>
    /// <param name="destination">Receives the new plane.</param>
    public void Resize(ReadOnlySpan<float> source, int stride, Span<float> destination)
    {
        using var rented = new Rented<float>(From.Width);
        var line = rented.Span;
        for (var y = 0; y < To.Height; y++)
        {
            line.Clear();
            for (var tap = y * rows.Count; tap < (y + 1) * rows.Count; tap++)
                Add(source.Slice(rows.Sources[tap] * stride, From.Width), rows.Weights[tap], line);
            columns.Sum(line, destination.Slice(y * To.Width, To.Width));
        }
    }

    private static void Add(ReadOnlySpan<float> row, float weight, Span<float> sums)
    {
        if (weight == 0)
            return;
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(row);
        var sumVectors = MemoryMarshal.Cast<float, Vector<float>>(sums);
        for (var i = 0; i < vectors.Length; i++)
            sumVectors[i] += vectors[i] * weight;
        for (var i = vectors.Length * Vector<float>.Count; i < row.Length; i++)
            sums[i] += row[i] * weight;
    }

    /// <summary>Which values of a line make each value of a shorter or longer one, and with what weights; as many for each.</summary>
    private sealed class Taps
    {
        private const double Keys = -0.75;

        public Taps(ResizeMethod method, int from, int to)
        {
            var scale = (double)from / to;
            Count = method switch
            {
                ResizeMethod.Bilinear => 2,
                ResizeMethod.Bicubic => 4,
                _ => Math.Min(from, (int)Math.Ceiling(scale) + 1)
            };
            (Sources, Weights) = (new int[to * Count], new float[to * Count]);
            Span<double> weights = stackalloc double[Math.Min(Count, 4)];
            if (Count > 4)
                weights = new double[Count];
            for (var x = 0; x < to; x++)
            {
                var place = method == ResizeMethod.AreaAverage ? x * scale : ((x + 0.5) * scale) - 0.5;
                var first = (int)Math.Floor(place) - (method == ResizeMethod.Bicubic ? 1 : 0);
                for (var tap = 0; tap < Count; tap++)
                    weights[tap] = method switch
                    {
                        ResizeMethod.Bilinear => 1 - Math.Abs(place - (first + tap)),
                        ResizeMethod.Bicubic => Cubic(Math.Abs(place - (first + tap))),
                        // A cell beyond the last has no share, although rounding may say so.
                        _ => first + tap < from ? Math.Max(0, Math.Min(first + tap + 1, (x + 1) * scale) - Math.Max(first + tap, place))
                            : 0,
                    };
                var sum = 0.0;
                foreach (var weight in weights)
                    sum += weight;
                for (var tap = 0; tap < Count; tap++)
                    (Sources[(x * Count) + tap], Weights[(x * Count) + tap]) = (Math.Clamp(first + tap, 0, from - 1),
                        (float)(weights[tap] / sum));
            }
        }

        /// <summary>Values that make a new one.</summary>
        public int Count { get; }

        /// <summary>Where each tap reads, [to, Count]; beyond the border it is the border's value.</summary>
        public int[] Sources { get; }

        /// <summary>How much each tap counts, [to, Count].</summary>
        public float[] Weights { get; }

        public void Sum(ReadOnlySpan<float> line, Span<float> to)
        {
            ReadOnlySpan<int> sources = Sources;
            ReadOnlySpan<float> weights = Weights;
            for (var x = 0; x < to.Length; x++)
            {
                var sum = 0f;
                for (var tap = x * Count; tap < (x + 1) * Count; tap++)
                    sum += weights[tap] * line[sources[tap]];
                to[x] = sum;
            }
        }

        private static double Cubic(double distance) => distance <= 1 ? (((((Keys + 2) * distance) - (Keys + 3)) * distance * distance) + 1)
            : ((((((distance - 5) * distance) + 8) * distance) - 4) * Keys);
    }
}

namespace SwinLSTM.Data;

/// <summary>Which pixels of a line make each pixel of a shorter or longer line, and with what weights: 11-bit fixed-point numbers that add up to 2048.</summary>
internal sealed class ResizeTaps
{
    public const int Bits = 11;
    private const double Keys = -0.75;

    public ResizeTaps(int from, int to, ResizeFilter filter)
    {
        Count = filter == ResizeFilter.Bilinear ? 2 : 4;
        (Sources, Weights) = (new int[to * Count], new int[to * Count]);
        Span<double> weights = stackalloc double[Count];
        for (var x = 0; x < to; x++)
        {
            var place = ((x + 0.5) * from / to) - 0.5;
            var first = (int)Math.Floor(place);
            Weigh(place - first, weights);
            var (left, largest) = (1 << Bits, 0);
            for (var tap = 0; tap < Count; tap++)
            {
                var at = (x * Count) + tap;
                Sources[at] = Math.Clamp(first + tap - (Count / 2) + 1, 0, from - 1);
                left -= Weights[at] = (int)Math.Round(weights[tap] * (1 << Bits), MidpointRounding.AwayFromZero);
                largest = weights[tap] > weights[largest] ? tap : largest;
            }
            Weights[(x * Count) + largest] += left; // one shade stays that shade
        }
    }

    /// <summary>Taps of each pixel.</summary>
    public int Count { get; }

    /// <summary>Where each tap reads, [to, Count].</summary>
    public int[] Sources { get; }

    /// <summary>How much each tap counts, [to, Count].</summary>
    public int[] Weights { get; }

    private static void Weigh(double beyond, Span<double> weights)
    {
        if (weights.Length == 2)
        {
            (weights[0], weights[1]) = (1 - beyond, beyond);
            return;
        }
        for (var tap = 0; tap < 4; tap++)
        {
            var d = Math.Abs(beyond + 1 - tap);
            weights[tap] = d <= 1
                ? ((((Keys + 2) * d) - (Keys + 3)) * d * d) + 1
                : (((((d - 5) * d) + 8) * d) - 4) * Keys;
        }
    }
}

namespace SwinLSTM.Data;

/// <summary>Resizes images by area averaging: separable, so rows first and columns after them.</summary>
internal sealed class AreaAverage((int Height, int Width) from, (int Height, int Width) to)
{
    private readonly float[] rows = Weights(from.Height, to.Height);
    private readonly float[] columns = Weights(from.Width, to.Width);
    private readonly float[] half = new float[to.Height * from.Width];

    public void Resize(ReadOnlySpan<byte> source, Span<byte> target)
    {
        for (var y = 0; y < to.Height; y++)
            for (var x = 0; x < from.Width; x++)
            {
                var sum = 0f;
                for (var k = 0; k < from.Height; k++)
                    sum += rows[y * from.Height + k] * source[k * from.Width + x];
                half[y * from.Width + x] = sum;
            }

        for (var y = 0; y < to.Height; y++)
            for (var x = 0; x < to.Width; x++)
            {
                var sum = 0f;
                for (var k = 0; k < from.Width; k++)
                    sum += columns[x * from.Width + k] * half[y * from.Width + k];
                target[y * to.Width + x] = (byte)Math.Clamp(MathF.Round(sum), 0, 255);
            }
    }

    /// <summary>How much of each old cell lies in each new one, [to, from]; every row sums to 1.</summary>
    private static float[] Weights(int from, int to)
    {
        var weights = new float[to * from];
        var scale = (double)from / to;
        for (var i = 0; i < to; i++)
            for (var k = 0; k < from; k++)
            {
                var overlap = Math.Min(k + 1, (i + 1) * scale) - Math.Max(k, i * scale);
                weights[i * from + k] = (float)(Math.Max(0, overlap) / scale);
            }
        return weights;
    }
}

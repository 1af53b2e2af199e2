using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// Which wave of a frame has which length. A wave of <c>kx</c> periods along the width and <c>ky</c> along the height has the frequency
/// <c>f = sqrt((kx/W)^2 + (ky/H)^2)</c> in periods per pixel; ring k has the waves whose <c>f min(H, W)</c> rounds to k, for k from 1 to half the
/// shorter side. The mean and the corners, which are finer than any ring, are in none.
/// </summary>
internal sealed class RadialSpectrum
{
    private readonly int height, width;
    private readonly SpectrumWindow window;
    private readonly long[] ring; // of each wave [H, W / 2 + 1]; 0 stands for none
    private readonly double[] weight; // a real frame's waves come in pairs, of which half are kept

    public RadialSpectrum(long height, long width, SpectrumWindow window)
    {
        (this.height, this.width, this.window) = ((int)height, (int)width, window);
        var shorter = Math.Min(height, width);
        Rings = (int)shorter / 2;
        Wavelengths = [.. Enumerable.Range(1, Rings).Select(k => (double)shorter / k)];
        var columns = this.width / 2 + 1;
        (ring, weight) = (new long[height * columns], new double[height * columns]);
        Waves = new double[Rings];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < columns; x++)
            {
                var (fx, fy) = ((double)x / width, (double)Math.Min(y, height - y) / height);
                var nearest = (long)Math.Floor(Math.Sqrt(fx * fx + fy * fy) * shorter + 0.5);
                if (nearest < 1 || nearest > Rings)
                    continue;
                var at = y * columns + x;
                (ring[at], weight[at]) = (nearest, x == 0 || 2 * x == width ? 1 : 2);
                Waves[nearest - 1] += weight[at];
            }
    }

    /// <summary>How many rings there are.</summary>
    public int Rings { get; }

    /// <summary>How many waves each ring has.</summary>
    public double[] Waves { get; }

    /// <summary>The wavelength of each ring in pixels, from the longest to the shortest, 2.</summary>
    public double[] Wavelengths { get; }

    /// <summary>
    /// The power of each ring, summed over its waves and over channels. A wave's power is <c>|F|^2 / sum of w^2</c> of the frame less its mean,
    /// so that independent noise of variance v has the power v in every wave.
    /// </summary>
    /// <param name="frames">Float64 [B, T, C, H, W].</param>
    /// <returns>Float64 [B, T, rings].</returns>
    public Tensor Power(Tensor frames)
    {
        using var scope = NewDisposeScope();
        var (shape, device) = (frames.shape, frames.device);
        var waves = frames.sub(frames.mean([3, 4], keepdim: true));
        var energy = (double)height * width;
        if (window == SpectrumWindow.Hann)
        {
            var (down, across) = (Hann(height), Hann(width));
            energy = down.Sum(w => w * w) * across.Sum(w => w * w);
            waves = waves.mul(tensor(down, device: device).unsqueeze(1)).mul(tensor(across, device: device)); // [H, 1], [W]
        }
        var power = fft.rfft2(waves).abs().square().mul(tensor(weight, [height, width / 2 + 1], device: device)); // [B, T, C, H, W / 2 + 1]
        power = power.sum(2L).reshape(shape[0], shape[1], -1); // [B, T, H * (W / 2 + 1)]
        var rings = zeros([shape[0], shape[1], Rings + 1], ScalarType.Float64, device)
            .scatter_add_(2, tensor(ring, device: device).expand(power.shape), power); // [B, T, 1 + rings]
        return scope.MoveToOuter(rings.narrow(2, 1, Rings).div(energy)); // [B, T, rings]
    }

    private static double[] Hann(int length) =>
        [.. Enumerable.Range(0, length).Select(i => Math.Pow(Math.Sin(Math.PI * (i + 0.5) / length), 2))];
}

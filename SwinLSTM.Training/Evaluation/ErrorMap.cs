using SwinLSTM.Data;
using static TorchSharp.torch;

namespace SwinLSTM.Training;

/// <summary>The mean magnitude of errors at each pixel of each lead time, over sequences and channels: a running sum, never a frame more.</summary>
internal sealed class ErrorMap
{
    private double[] sums = [];
    private long values;
    private (int Time, int Height, int Width) shape;

    /// <param name="forecast">[B, T, C, H, W].</param>
    /// <param name="truth">[B, T, C, H, W].</param>
    public void Add(Tensor forecast, Tensor truth)
    {
        using var scope = NewDisposeScope();
        var batch = forecast.sub(truth).abs().to(ScalarType.Float64).sum([0, 2]).to(CPU).contiguous(); // [T, H, W]
        if (sums.Length == 0) (sums, shape) = (new double[batch.numel()], ((int)batch.shape[0], (int)batch.shape[1], (int)batch.shape[2]));
        var more = batch.data<double>();
        for (var i = 0; i < sums.Length; i++) sums[i] += more[i];
        values += forecast.shape[0] * forecast.shape[2];
    }

    public double Largest => sums.Length == 0 ? 0 : sums.Max() / values;

    public IReadOnlyList<GrayImage> Pictures()
    {
        var white = sums.Length == 0 || sums.Max() == 0 ? 1 : sums.Max();
        var pixels = Array.ConvertAll(sums, sum => (byte)Math.Round(255 * sum / white));
        return [.. pixels.Chunk(shape.Height * shape.Width).Select(frame => new GrayImage(shape.Width, shape.Height, frame))];
    }
}

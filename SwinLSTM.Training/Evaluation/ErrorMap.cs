using SwinLSTM.Data;
using static TorchSharp.torch;

namespace SwinLSTM.Training;

/// <summary>The mean magnitude of errors at each pixel of each lead time, over sequences and channels: a running sum, never a frame
/// more.</summary>
internal sealed class ErrorMap
{
    private double[] sums = [], counts = [];
    private (int Time, int Height, int Width) shape;

    /// <param name="forecast">[B, T, C, H, W].</param>
    /// <param name="truth">[B, T, C, H, W].</param>
    /// <param name="valid">Bool [B, T, C, H, W], true where a value counts; null where all do.</param>
    public void Add(Tensor forecast, Tensor truth, Tensor? valid)
    {
        using var scope = NewDisposeScope();
        var counted = valid ?? ones_like(truth, ScalarType.Bool);
        var error = forecast.sub(truth).abs().masked_fill(counted.logical_not(), Number(0)); // [B, T, C, H, W]
        shape = ((int)truth.shape[1], (int)truth.shape[3], (int)truth.shape[4]);
        AddTo(ref sums, error);
        AddTo(ref counts, counted);
    }

    public double Largest => Means().DefaultIfEmpty(0).Max();

    /// <summary>The mean error of each pixel, 0 where none of its values counts.</summary>
    private IEnumerable<double> Means() => sums.Zip(counts, (sum, count) => count == 0 ? 0 : sum / count);

    private static void AddTo(ref double[] total, Tensor values)
    {
        var batch = values.to(ScalarType.Float64).sum([0, 2]).to(CPU).contiguous(); // [T, H, W]
        var more = batch.data<double>();
        if (total.Length == 0) total = new double[more.Count];
        for (var i = 0; i < total.Length; i++) total[i] += more[i];
    }

    public IReadOnlyList<Picture> Pictures()
    {
        var style = new PictureStyle { High = Largest == 0 ? 1 : (float)Largest };
        return [.. Means().Select(mean => (float)mean).Chunk(shape.Height * shape.Width).Select(frame =>
            Picture.Of(frame, shape.Width, shape.Height, style))];
    }
}

using SwinLSTM.Data;
using static TorchSharp.torch;

namespace SwinLSTM.Cli;

/// <summary>The range of values of each channel, for pictures.</summary>
internal static class Ranges
{
    /// <summary>What the values of a data set become in pictures, a style for each channel that is forecast; null for pictures, which are
    /// as they are.</summary>
    public static IReadOnlyList<PictureStyle>? Styles(DataSource source, ISequenceDataset data)
    {
        if (source.IsPictures) return null;
        using var scope = NewDisposeScope();
        return Styles(data.Batch(0, (int)Math.Min(32, data.Count)).Frames.narrow(2, 0, data.Shape.TargetChannels)); // [B, T, C', H, W]
    }

    /// <param name="frames"><c>[B, T, C, H, W]</c>, NaN where missing.</param>
    public static IReadOnlyList<PictureStyle> Styles(Tensor frames)
    {
        using var scope = NewDisposeScope();
        return [.. Enumerable.Range(0, (int)frames.size(2)).Select(channel =>
        {
            var values = frames.select(2, channel); // [B, T, H, W]
            values = values[values.isfinite()]; // [N]
            if (values.NumberOfElements == 0) return new() { Map = new() };
            var (low, high) = ((double)values.min().item<float>(), (double)values.max().item<float>());
            if (high <= low) high = low + 1;
            // As people write a range: to a thousandth of it.
            var unit = Math.Pow(10, Math.Floor(Math.Log10(high - low)) - 2);
            return new PictureStyle
            {
                Low = (float)(Math.Floor(low / unit) * unit),
                High = (float)(Math.Ceiling(high / unit) * unit),
                Map = new(),
            };
        })];
    }
}

using SwinLSTM.Data;

namespace SwinLSTM.Tests;

/// <summary>Reading into new arrays.</summary>
internal static class SeriesReading
{
    public static byte[] ReadAll(this IFrameSeries series) => series.Read(new(0, (int)series.Length));

    public static byte[] Read(this IFrameSeries series, FrameRange range)
    {
        var values = new byte[range.Count * series.Format.Bytes];
        series.Read(range, values, []);
        return values;
    }

    public static byte[] ReadSample(this ISequenceDataset dataset, long index)
    {
        var values = new byte[dataset.Shape.SampleBytes];
        dataset.Read(index, values);
        return values;
    }

    /// <summary>The frames of a range, out of all.</summary>
    public static byte[] Of(this FrameRange range, byte[] all, int frameBytes) =>
        [.. Enumerable.Range(0, range.Count).SelectMany(i => all.Skip((int)(range.First + (i * range.Step)) * frameBytes).Take(frameBytes))];
}

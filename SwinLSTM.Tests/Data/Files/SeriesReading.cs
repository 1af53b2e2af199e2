using SwinLSTM.Data;

namespace SwinLSTM.Tests;

/// <summary>Reading into new arrays: values as they are, or as the bytes that pictures and digits were made of.</summary>
internal static class SeriesReading
{
    public static float[] Floats(this IFrameSeries series, FrameRange? range = null)
    {
        var all = range ?? new(0, (int)series.Length);
        var frames = new float[Math.Max(0, all.Count) * series.Frame.Values];
        series.Read(all, frames);
        return frames;
    }

    /// <summary>A sample, into a buffer that held something else before.</summary>
    public static float[] Floats(this ISequenceDataset dataset, SampleId sample)
    {
        var frames = new float[dataset.Shape.Values];
        frames.AsSpan().Fill(-99);
        dataset.Read(sample, frames);
        return frames;
    }

    public static byte[] ReadAll(this IFrameSeries series) => Bytes(series.Floats());

    public static byte[] Read(this IFrameSeries series, FrameRange range) => Bytes(series.Floats(range));

    public static byte[] ReadSample(this ISequenceDataset dataset, SampleId sample) => Bytes(dataset.Floats(sample));

    public static byte[] ReadSample(this ISequenceDataset dataset, long index) => Bytes(dataset.Floats(index));

    /// <summary>The bytes that values are when they are divided by 255.</summary>
    public static byte[] Bytes(float[] values) => Array.ConvertAll(values, value =>
    {
        var rounded = (byte)Math.Round(value * 255);
        return rounded / 255f == value ? rounded : throw new ArgumentException($"{value} is no byte divided by 255.");
    });

    /// <summary>The frames of a range, out of all.</summary>
    public static T[] Of<T>(this FrameRange range, T[] all, int frameValues) =>
        [.. Enumerable.Range(0, range.Count).SelectMany(i =>
            all.Skip((int)(range.First + (i * range.Step)) * frameValues).Take(frameValues))];
}

/// <summary>Frames and clips of values in memory.</summary>
internal static class InMemory
{
    public static IFrameSeries Series(TorchSharp.torch.Tensor frames) => NdArray.Of(frames).Series();

    public static IFrameSeries Series<T>(T[] values, int channels, int height, int width)
        where T : unmanaged => NdArray.Of(values, values.Length / (channels * height * width), channels, height, width).Series();

    public static FrameWindows Clips<T>(T[] values, SequenceShape shape)
        where T : unmanaged => NdArray.Of(values, values.Length / shape.Values, shape.Frames, shape.Channels, shape.Height, shape.Width)
            .Clips(inputFrames: shape.InputFrames);
}

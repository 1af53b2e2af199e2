using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>Series of frames from what is in memory.</summary>
public static class FrameSeries
{
    /// <summary>Frames of a tensor, copied: later changes of the tensor change no sample, and it may be disposed.</summary>
    /// <param name="frames">[T, C, H, W], or [T, H, W] for one channel; of any device.</param>
    /// <param name="valid">Which values were measured: Bool or Byte, of the same shape, or [T, H, W] for all channels, or with 1 along an axis.</param>
    /// <param name="masked">Whether values that are not finite count as missing instead of being refused.</param>
    /// <returns>The frames.</returns>
    /// <exception cref="ArgumentException">Another shape, no frame at all, or an element type that frames cannot hold.</exception>
    public static ArraySeries Of(Tensor frames, Tensor? valid = null, bool masked = false) =>
        NdArray.Of(frames).Series(null, masked, valid is null ? null : NdArray.Of(valid));

    /// <summary>Frames of an array of three or four axes, copied.</summary>
    /// <param name="frames">[T, C, H, W], such as <c>float[,,,]</c>, or [T, H, W] for one channel.</param>
    /// <param name="valid">Which values were measured, such as <c>bool[,,]</c>; as for a tensor.</param>
    /// <param name="masked">Whether values that are not finite count as missing instead of being refused.</param>
    /// <returns>The frames.</returns>
    /// <exception cref="ArgumentException">Another shape, no frame at all, or an element type that frames cannot hold.</exception>
    public static ArraySeries Of(Array frames, Array? valid = null, bool masked = false) =>
        NdArray.Of(frames).Series(null, masked, valid is null ? null : NdArray.Of(valid));

    /// <summary>Frames that lie behind each other, not copied.</summary>
    /// <typeparam name="T">A number, or bool.</typeparam>
    /// <param name="values">[T, C, H, W], the columns fastest; do not change them while they are read.</param>
    /// <param name="channels">Channels of a frame, C.</param>
    /// <param name="height">Rows of a frame, H.</param>
    /// <param name="width">Columns of a frame, W.</param>
    /// <param name="valid">Which values were measured: as many as there are values, or as many as there would be with one channel.</param>
    /// <param name="masked">Whether values that are not finite count as missing instead of being refused.</param>
    /// <returns>The frames.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The values are no whole number of frames, or the map does not fit them.</exception>
    public static ArraySeries Of<T>(ReadOnlyMemory<T> values, int channels, int height, int width, ReadOnlyMemory<bool> valid = default, bool masked = false)
        where T : unmanaged
    {
        var frame = new FrameFormat(channels, height, width); // checks the numbers
        var (frames, rest) = Math.DivRem(values.Length, frame.Values);
        if (frames == 0 || rest != 0)
            throw new ArgumentException($"Frames of {channels} x {height} x {width} have {frame.Values} values each; {values.Length} values are no whole number of them, or none.", nameof(values));
        var array = NdArray.Of(values, frames, channels, height, width);
        if (valid.IsEmpty)
            return array.Series("TCHW", masked);
        if (valid.Length != values.Length && valid.Length != values.Length / channels)
            throw new ArgumentException($"The map of valid values has {valid.Length}; it needs {values.Length}, one for each value, or {values.Length / channels}, the same for all channels.", nameof(valid));
        return array.Series("TCHW", masked, NdArray.Of(valid, frames, valid.Length == values.Length ? channels : 1, height, width));
    }

    /// <inheritdoc cref="Of{T}(ReadOnlyMemory{T}, int, int, int, ReadOnlyMemory{bool}, bool)"/>
    public static ArraySeries Of<T>(T[] values, int channels, int height, int width, bool[]? valid = null, bool masked = false)
        where T : unmanaged => Of((ReadOnlyMemory<T>)values, channels, height, width, valid, masked);

    /// <inheritdoc cref="Of{T}(ReadOnlyMemory{T}, int, int, int, ReadOnlyMemory{bool}, bool)"/>
    public static ArraySeries Of<T>(Memory<T> values, int channels, int height, int width, ReadOnlyMemory<bool> valid = default, bool masked = false)
        where T : unmanaged => Of((ReadOnlyMemory<T>)values, channels, height, width, valid, masked);

    /// <summary>Frames one by one, copied as they come.</summary>
    /// <typeparam name="T">A number, or bool.</typeparam>
    /// <param name="frames">Each [C, H, W], the columns fastest.</param>
    /// <param name="channels">Channels of a frame, C.</param>
    /// <param name="height">Rows of a frame, H.</param>
    /// <param name="width">Columns of a frame, W.</param>
    /// <param name="masked">Whether values that are not finite count as missing instead of being refused.</param>
    /// <returns>The frames.</returns>
    /// <exception cref="ArgumentException">A frame of another size, or none.</exception>
    public static ArraySeries Of<T>(IEnumerable<T[]> frames, int channels, int height, int width, bool masked = false)
        where T : unmanaged => FrameGathering.Of(frames, new(channels, height, width), masked);

    /// <summary>Frames one by one, copied as they come.</summary>
    /// <param name="frames">Each [C, H, W], or [H, W] for one channel, all of one shape and element type, of any device. They stay the caller's.</param>
    /// <param name="masked">Whether values that are not finite count as missing instead of being refused.</param>
    /// <returns>The frames.</returns>
    /// <exception cref="ArgumentException">A frame of another shape or type, or none.</exception>
    [OverloadResolutionPriority(1)] // an array of tensors is a sequence of frames
    public static ArraySeries Of(IEnumerable<Tensor> frames, bool masked = false) => FrameGathering.Of(frames, masked);

    /// <summary>Cuts a series into samples; what <see cref="FrameWindows"/> does, as a word behind the series.</summary>
    /// <param name="series">The frames.</param>
    /// <param name="options">How; 10 + 10 frames if left out.</param>
    /// <returns>Every window of that length.</returns>
    /// <exception cref="ArgumentException">Options that break a rule, or no window fits.</exception>
    public static FrameWindows Windows(this IFrameSeries series, WindowOptions? options = null) => new(series, options);
}

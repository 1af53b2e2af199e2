using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>Series of frames from what is in memory. NaN is a value that is missing; see also
/// <see cref="FrameSeriesExtensions.WithMask"/>.</summary>
public static class FrameSeries
{
    /// <summary>Takes frames of a tensor, copied: later changes of the tensor change no sample, and it may be disposed.</summary>
    /// <param name="frames"><c>[T, C, H, W]</c>, or <c>[T, H, W]</c> for one channel; of any device. Bytes are divided by 255, true is 1
    /// and false 0.</param>
    /// <exception cref="ArgumentException">Another shape, no frame at all, or an element type that frames cannot hold.</exception>
    public static ArraySeries Of(Tensor frames) => NdArray.Of(frames).Series();

    /// <summary>Takes frames of an array of three or four axes, copied.</summary>
    /// <param name="frames"><c>[T, C, H, W]</c>, such as <c>float[,,,]</c>, or <c>[T, H, W]</c> for one channel.</param>
    /// <exception cref="ArgumentException">Another shape, no frame at all, or an element type that frames cannot hold.</exception>
    public static ArraySeries Of(Array frames) => NdArray.Of(frames).Series();

    /// <summary>Takes frames that lie behind each other, not copied.</summary>
    /// <typeparam name="T">A number, or bool; bytes are divided by 255.</typeparam>
    /// <param name="values"><c>[T, C, H, W]</c>, the columns fastest; do not change them while they are read.</param>
    /// <param name="channels">Channels of a frame, C.</param>
    /// <param name="height">Rows of a frame, H.</param>
    /// <param name="width">Columns of a frame, W.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The values are no whole number of frames.</exception>
    public static ArraySeries Of<T>(T[] values, int channels, int height, int width)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        var frame = new FrameShape(channels, height, width);
        var (frames, rest) = Math.DivRem(values.Length, frame.Values);
        return frames > 0 && rest == 0 ? NdArray.Of(values, frames, channels, height, width).Series("TCHW")
            : throw new ArgumentException($"Frames of {frame} have {frame.Values} values each; {values.Length} values are no whole " +
                "number of them, or none.", nameof(values));
    }

    /// <summary>Takes frames one by one, copied as they come.</summary>
    /// <param name="frames">Each <c>[C, H, W]</c>, or <c>[H, W]</c> for one channel, all of one shape and type, of any device. They stay
    /// the caller's.</param>
    /// <exception cref="ArgumentException">A frame of another shape or of a type that frames cannot hold, or none.</exception>
    [OverloadResolutionPriority(1)] // an array of tensors is a sequence of frames
    public static ArraySeries Of(IEnumerable<Tensor> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        using var constant = no_grad();
        var kept = new List<Tensor>();
        try
        {
            foreach (var frame in frames)
            {
                if (frame.dim() is not (2 or 3))
                    throw new ArgumentException($"A frame is [C, H, W] or [H, W]; frame {kept.Count} is {ArrayShape.Text(frame.shape)}.",
                        nameof(frames));
                long[] shape = frame.dim() == 2 ? [1, .. frame.shape] : frame.shape;
                if (kept.Count > 0 && (frame.dtype != kept[0].dtype || !shape.AsSpan().SequenceEqual(kept[0].shape)))
                    throw new ArgumentException($"Frame {kept.Count} is {Words(shape, frame)}, those before it are " +
                        $"{Words(kept[0].shape, kept[0])}. All must be alike.", nameof(frames));
                using var scope = NewDisposeScope();
                kept.Add(frame.detach().reshape(shape).to(CPU, copy: true).DetachFromDisposeScope()); // [C, H, W]
            }
            if (kept.Count == 0)
                throw new ArgumentException("A series needs at least one frame; none was given.", nameof(frames));
            using var all = stack(kept); // [T, C, H, W]
            return Of(all);
        }
        finally
        {
            kept.ForEach(frame => frame.Dispose());
        }

        string Words(long[] shape, Tensor of) => string.Join(" x ", shape) + (of.dtype == kept[0].dtype ? "" : $" of {of.dtype}");
    }
}

/// <summary>Samples from whole clips in memory: what is called X and Y elsewhere. NaN is a value that is missing.</summary>
public static class FrameClips
{
    /// <summary>Takes clips of a tensor, copied: later changes of the tensor change no sample, and it may be disposed.</summary>
    /// <param name="clips"><c>[N, T, C, H, W]</c>, or <c>[N, T, H, W]</c> for one channel; of any device. Bytes are divided by 255.</param>
    /// <param name="inputFrames">How many frames of a clip the network sees.</param>
    /// <param name="targetFrames">How many it is to forecast; 0 for none. Left out: all that follow the input.</param>
    /// <exception cref="ArgumentException">Another shape, too few frames, or an element type that frames cannot hold.</exception>
    public static ArrayClips Of(Tensor clips, int inputFrames, int? targetFrames = null) =>
        NdArray.Of(clips).Clips(null, inputFrames, targetFrames);

    /// <summary>Takes inputs and targets as two tensors, copied.</summary>
    /// <param name="inputs"><c>[N, Tin, C, H, W]</c>, or <c>[N, Tin, H, W]</c> for one channel.</param>
    /// <param name="targets"><c>[N, Tout, C, H, W]</c>, or <c>[N, Tout, H, W]</c>; as many, of the same frames.</param>
    /// <exception cref="ArgumentException">Other shapes, the two do not fit together, or a type that frames cannot hold.</exception>
    public static ArrayClips Of(Tensor inputs, Tensor targets) => NdArray.Of(inputs).Clips(NdArray.Of(targets));

    /// <summary>Takes clips that lie behind each other, not copied.</summary>
    /// <typeparam name="T">A number, or bool; bytes are divided by 255.</typeparam>
    /// <param name="values"><c>[N, T, C, H, W]</c>, the columns fastest; do not change them while they are read.</param>
    /// <param name="shape">What each clip is.</param>
    /// <exception cref="ArgumentException">The values are no whole number of clips.</exception>
    public static ArrayClips Of<T>(T[] values, SequenceShape shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(shape);
        var (count, rest) = Math.DivRem(values.Length, shape.Values);
        return count > 0 && rest == 0 ? NdArray.Of(values, count, shape.Frames, shape.Channels, shape.Height, shape.Width)
                .Clips("NTCHW", shape.InputFrames, shape.TargetFrames)
            : throw new ArgumentException($"Clips of {shape} have {shape.Values} values each; {values.Length} values are no whole number " +
                "of them, or none.", nameof(values));
    }
}

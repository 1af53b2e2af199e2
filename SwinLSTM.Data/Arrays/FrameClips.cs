using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>Samples from whole clips in memory: what is called X and Y elsewhere.</summary>
public static class FrameClips
{
    /// <summary>Clips of a tensor, copied: later changes of the tensor change no sample, and it may be disposed.</summary>
    /// <param name="clips">[N, T, C, H, W], or [N, T, H, W] for one channel; of any device.</param>
    /// <param name="inputFrames">How many frames of a clip the network sees.</param>
    /// <param name="targetFrames">How many it is to forecast; 0 for none. Left out: all that follow the input.</param>
    /// <param name="valid">Which values were measured: Bool or Byte, of the same shape, or [N, T, H, W] for all channels, or with 1 along an axis.</param>
    /// <param name="masked">Whether values that are not finite count as missing instead of being refused.</param>
    /// <returns>A sample a clip.</returns>
    /// <exception cref="ArgumentException">Another shape, too few frames, or an element type that frames cannot hold.</exception>
    public static ArrayClips Of(Tensor clips, int inputFrames, int? targetFrames = null, Tensor? valid = null, bool masked = false) =>
        NdArray.Of(clips).Clips(null, inputFrames, targetFrames, masked, valid is null ? null : NdArray.Of(valid));

    /// <summary>Inputs and targets as two tensors, copied.</summary>
    /// <param name="inputs">[N, Tin, C, H, W], or [N, Tin, H, W] for one channel.</param>
    /// <param name="targets">[N, Tout, C, H, W], or [N, Tout, H, W]; as many, of the same frames.</param>
    /// <param name="masked">Whether values that are not finite count as missing instead of being refused.</param>
    /// <returns>A sample a clip.</returns>
    /// <exception cref="ArgumentException">Other shapes, the two do not fit together, or an element type that frames cannot hold.</exception>
    public static ArrayClips Of(Tensor inputs, Tensor targets, bool masked = false) => NdArray.Of(inputs).Clips(NdArray.Of(targets), null, masked);

    /// <summary>Clips that lie behind each other, not copied.</summary>
    /// <typeparam name="T">A number, or bool.</typeparam>
    /// <param name="values">[N, T, C, H, W], the columns fastest; do not change them while they are read.</param>
    /// <param name="shape">What each clip is; its element type is that of the values, whatever it says.</param>
    /// <returns>A sample a clip.</returns>
    /// <exception cref="ArgumentException">The values are no whole number of clips.</exception>
    public static ArrayClips Of<T>(ReadOnlyMemory<T> values, SequenceShape shape)
        where T : unmanaged
    {
        var each = (long)shape.Frames * shape.Frame.Values;
        var (count, rest) = Math.DivRem(values.Length, each);
        if (count == 0 || rest != 0)
            throw new ArgumentException($"Clips of {shape.Frames} frames of {shape.Channels} x {shape.Height} x {shape.Width} have {each} values each; {values.Length} values are no whole number of them, or none.", nameof(values));
        return NdArray.Of(values, count, shape.Frames, shape.Channels, shape.Height, shape.Width).Clips("NTCHW", shape.InputFrames, shape.TargetFrames, shape.Frame.Masked);
    }

    /// <inheritdoc cref="Of{T}(ReadOnlyMemory{T}, SequenceShape)"/>
    public static ArrayClips Of<T>(T[] values, SequenceShape shape)
        where T : unmanaged => Of((ReadOnlyMemory<T>)values, shape);
}

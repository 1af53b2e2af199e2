using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>Samples from whole clips in memory: what is called X and Y elsewhere. NaN is a value that is missing.</summary>
public static class FrameClips
{
    /// <summary>Takes clips of a tensor, copied: later changes of the tensor change no sample, and it may be disposed.</summary>
    /// <param name="clips"><c>[N, T, C, H, W]</c>, or <c>[N, T, H, W]</c> for one channel; of any device. Bytes are divided by 255.</param>
    /// <param name="inputFrames">How many frames of a clip the network sees.</param>
    /// <param name="targetFrames">How many it is to forecast; 0 for none. Left out: all that follow the input.</param>
    /// <returns>A sample for each clip.</returns>
    /// <exception cref="ArgumentException">Another shape, too few frames, or an element type that frames cannot hold.</exception>
    public static ArrayClips Of(Tensor clips, int inputFrames, int? targetFrames = null) =>
        NdArray.Of(clips).Clips(null, inputFrames, targetFrames);

    /// <summary>Takes inputs and targets as two tensors, copied.</summary>
    /// <param name="inputs"><c>[N, Tin, C, H, W]</c>, or <c>[N, Tin, H, W]</c> for one channel.</param>
    /// <param name="targets"><c>[N, Tout, C, H, W]</c>, or <c>[N, Tout, H, W]</c>; as many, of the same frames.</param>
    /// <returns>A sample for each clip.</returns>
    /// <exception cref="ArgumentException">
    /// Other shapes, the two do not fit together, or an element type that frames cannot hold.
    /// </exception>
    public static ArrayClips Of(Tensor inputs, Tensor targets) => NdArray.Of(inputs).Clips(NdArray.Of(targets));

    /// <summary>Takes clips that lie behind each other, not copied.</summary>
    /// <typeparam name="T">A number, or bool; bytes are divided by 255.</typeparam>
    /// <param name="values"><c>[N, T, C, H, W]</c>, the columns fastest; do not change them while they are read.</param>
    /// <param name="shape">What each clip is.</param>
    /// <returns>A sample for each clip.</returns>
    /// <exception cref="ArgumentException">The values are no whole number of clips.</exception>
    public static ArrayClips Of<T>(T[] values, SequenceShape shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(shape);
        var (count, rest) = Math.DivRem(values.Length, shape.Values);
        if (count == 0 || rest != 0)
            throw new ArgumentException($"Clips of {shape} have {shape.Values} values each; {values.Length} values are no whole number " +
                "of them, or none.", nameof(values));
        return NdArray.Of(values, count, shape.Frames, shape.Channels, shape.Height, shape.Width).Clips("NTCHW", shape.InputFrames,
            shape.TargetFrames);
    }
}

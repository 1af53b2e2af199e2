using static TorchSharp.torch;

namespace SwinLSTM.Data;

// The arithmetic, for bytes in memory and for tensors: the same numbers to the bit.
public sealed partial class Normalizer
{
    internal void CheckChannels(long channels, string parameter)
    {
        if (offsets.Length != 1 && offsets.Length != channels)
            throw new ArgumentException($"The normaliser has numbers for {offsets.Length} channels, but the frames have {channels}. Fit it on data of these channels, " +
                "or give one offset and one scale for all.", parameter);
    }

    /// <summary>Offsets and scales in the type in which values of an element type are normalised, [C, 1, 1] each.</summary>
    internal (Tensor Offset, Tensor Scale) Tensors(ScalarType element, Device device)
    {
        return (Numbers(offsets), Numbers(scales));

        // Tensors even where there is one number: some devices multiply by the reciprocal of a scalar instead of dividing by it.
        Tensor Numbers(double[] numbers) => tensor(numbers, [numbers.Length, 1, 1]).to(FrameConversion.Arithmetic(element), device); // [C, 1, 1]
    }

    internal static Tensor Apply(Tensor frames, Tensor offset, Tensor scale) =>
        frames.to(offset.dtype).sub(offset).div_(scale).to(ScalarType.Float32); // [..., C, H, W]

    /// <summary>Normalises frames in memory; missing values become 0.</summary>
    internal void Apply(FrameFormat frame, ReadOnlySpan<byte> bytes, Span<byte> valid, Span<float> to)
    {
        if (offsets.Length == 1)
        {
            FrameConversion.Normalize(frame.Element, bytes, to, offsets[0], scales[0]);
        }
        else
        {
            var values = frame.Height * frame.Width;
            for (int plane = 0, from = 0; from < to.Length; plane++, from += values)
                FrameConversion.Normalize(frame.Element, bytes.Slice(from * frame.ElementBytes, values * frame.ElementBytes), to.Slice(from, values),
                    offsets[plane % offsets.Length], scales[plane % offsets.Length]);
        }
        FrameConversion.ClearMissing(valid, to);
    }
}

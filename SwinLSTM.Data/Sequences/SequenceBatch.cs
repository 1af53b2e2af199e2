using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>Samples of a data set as tensors.</summary>
public static class SequenceBatch
{
    /// <summary>Reads the samples with the given indices, in that order.</summary>
    /// <param name="dataset">Where the samples come from.</param>
    /// <param name="indices">B indices; one may occur more than once.</param>
    /// <param name="device">Where the tensors shall be; the CPU if left out.</param>
    /// <returns>
    /// Inputs [B, Tin, C, H, W] and targets [B, Tout, C, H, W], float32: bytes divided by 255 (0 to 1), other types as they are, missing
    /// values 0. Both belong to the caller.
    /// </returns>
    /// <exception cref="ArgumentException">No indices, or more than fit in one batch.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample of such an index.</exception>
    /// <exception cref="InvalidDataException">A value is not finite and the frames are not masked.</exception>
    public static (Tensor Inputs, Tensor Targets) Batch(this ISequenceDataset dataset, ReadOnlySpan<long> indices, Device? device = null)
    {
        var shape = dataset.Shape;
        if (indices.IsEmpty)
            throw new ArgumentException("A batch needs at least one index; none was given.", nameof(indices));
        if ((long)indices.Length * shape.SampleBytes > Array.MaxLength)
            throw new ArgumentException($"A batch of {indices.Length} samples of {shape.SampleBytes} bytes is larger than {Array.MaxLength} bytes. " +
                $"At most {Array.MaxLength / shape.SampleBytes} fit; use several batches.", nameof(indices));

        using var scope = NewDisposeScope();
        var frames = empty([indices.Length, shape.Frames, shape.Channels, shape.Height, shape.Width], shape.Frame.Element); // [B, T, C, H, W]
        var bytes = frames.bytes;
        var valid = new byte[shape.ValidBytes];
        for (var i = 0; i < indices.Length; i++)
            dataset.ReadChecked(indices[i], bytes.Slice(i * shape.SampleBytes, shape.SampleBytes), valid);

        // Bytes travel to the device, a quarter of what floats would be.
        var there = frames.to(device ?? CPU);
        var inputs = Unit(there.narrow(1, 0, shape.InputFrames)); // [B, Tin, C, H, W]
        var targets = Unit(there.narrow(1, shape.InputFrames, shape.TargetFrames)); // [B, Tout, C, H, W]
        return (inputs.MoveToOuterDisposeScope(), targets.MoveToOuterDisposeScope());
    }

    /// <summary>Reads the samples <paramref name="first"/> to <c>first + count - 1</c>.</summary>
    /// <inheritdoc cref="Batch(ISequenceDataset, ReadOnlySpan{long}, Device?)"/>
    /// <param name="dataset">Where the samples come from.</param>
    /// <param name="first">The index of the first sample.</param>
    /// <param name="count">How many samples, B.</param>
    /// <param name="device">Where the tensors shall be; the CPU if left out.</param>
    public static (Tensor Inputs, Tensor Targets) Batch(this ISequenceDataset dataset, long first, int count, Device? device = null)
    {
        if (first < 0 || count < 1 || first > dataset.Count - count)
            throw new ArgumentOutOfRangeException(nameof(first),
                $"A batch of {count} from sample {first} does not lie within samples 0 to {dataset.Count - 1}; it needs at least one.");

        var indices = new long[count];
        for (var i = 0; i < count; i++)
            indices[i] = first + i;
        return dataset.Batch(indices, device);
    }

    private static Tensor Unit(Tensor frames) => frames.dtype == ScalarType.Byte ? frames.to(ScalarType.Float32).div(255f) : frames.to(ScalarType.Float32);
}

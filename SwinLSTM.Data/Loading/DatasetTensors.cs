using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>Samples of a data set as tensors, without a loader, or by TorchSharp's own.</summary>
public static class DatasetTensors
{
    /// <summary>Reads the samples with the given indices, in that order, as in the first pass.</summary>
    /// <param name="dataset">Where the samples come from.</param>
    /// <param name="indices">B indices; one may occur more than once.</param>
    /// <param name="device">Where the tensors shall be; the CPU if left out.</param>
    /// <returns>The samples. Its tensors belong to the caller's dispose scope, if there is one; disposing it frees them as well.</returns>
    /// <exception cref="ArgumentException">No indices, or more than fit in one batch.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample of such an index.</exception>
    /// <exception cref="InvalidDataException">A value is infinite.</exception>
    public static FrameBatch Batch(this ISequenceDataset dataset, ReadOnlySpan<long> indices, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (indices.IsEmpty)
            throw new ArgumentException("A batch needs at least one index; none was given.", nameof(indices));
        BatchMaker.CheckSize(dataset.Shape, indices.Length, nameof(indices));
        using var maker = new BatchMaker(dataset, device, indices.Length);
        return maker.Make(indices.ToArray(), epoch: 0);
    }

    /// <summary>Reads the samples <paramref name="first"/> to <c>first + count - 1</c>, B of them, as in the first pass.</summary>
    /// <inheritdoc cref="Batch(ISequenceDataset, ReadOnlySpan{long}, Device?)" path="/returns"/>
    /// <inheritdoc cref="Batch(ISequenceDataset, ReadOnlySpan{long}, Device?)" path="/exception"/>
    public static FrameBatch Batch(this ISequenceDataset dataset, long first, int count, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (first < 0 || count < 1 || first > dataset.Count - count)
            throw new ArgumentOutOfRangeException(nameof(first),
                $"A batch of {count} from sample {first} does not lie within samples 0 to {dataset.Count - 1}; it needs at least one.");
        return dataset.Batch([.. Enumerable.Range(0, count).Select(i => first + i)], device);
    }

    /// <summary>Makes a data set of TorchSharp's, for its <c>torch.utils.data.DataLoader</c>: each sample is a tensor <c>frames</c> of
    /// <c>[T, C, H, W]</c>, as in the first pass.</summary>
    public static utils.data.Dataset ToTorchDataset(this ISequenceDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return new Adapter(dataset);
    }

    private sealed class Adapter(ISequenceDataset dataset) : utils.data.Dataset
    {
        public override long Count => dataset.Count;

        public override Dictionary<string, Tensor> GetTensor(long index)
        {
            var shape = dataset.Shape;
            var frames = empty([shape.Frames, shape.Channels, shape.Height, shape.Width], ScalarType.Float32); // [T, C, H, W]
            dataset.ReadChecked(index, MemoryMarshal.Cast<byte, float>(frames.bytes));
            return new() { ["frames"] = frames };
        }
    }
}

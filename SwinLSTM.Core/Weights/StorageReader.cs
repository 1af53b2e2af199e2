using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>Turns the views that a pickle describes into tensors of their own, from the storages of an archive.</summary>
internal sealed class StorageReader(TorchArchive archive, BadFile bad, long fileLength) : IDisposable
{
    // Views may share a storage, so a small file can describe large tensors. Tied and expanded weights stay far below this.
    private const int MostGrowth = 8;

    private readonly Dictionary<StorageRef, int> uses = [];
    private readonly Dictionary<StorageRef, Tensor> loaded = [];
    private long total;

    /// <summary>Checks a view against its storage and that against the archive; before any <see cref="Read"/>, for every tensor.</summary>
    public void Check(string name, TensorRef view)
    {
        StorageRef storage = view.Storage;
        int elementBytes = DTypeNames.BytesOf(storage.Type);
        long length = archive.LengthOf(EntryOf(storage))
            ?? throw bad.Because("Every storage is an entry of the archive.",
                $"no {BadFile.Quote(EntryOf(storage))}, wanted by {BadFile.Quote(name)}");
        if (storage.Count < 0 || length / elementBytes != storage.Count || length % elementBytes != 0)
            throw bad.Because("A storage's entry is as long as its elements.",
                $"{length} bytes in {BadFile.Quote(EntryOf(storage))} for {storage.Count} elements of {elementBytes} bytes");
        long elements = Elements(name, view, elementBytes);
        total += elements * elementBytes;
        if (total > MostGrowth * fileLength)
            throw bad.Because($"The tensors take at most {MostGrowth} times the file's {fileLength} bytes.", $"more, from {BadFile.Quote(name)} on");
        uses[storage] = uses.GetValueOrDefault(storage) + 1;
    }

    /// <summary>The tensor of a view that <see cref="Check"/> accepted: contiguous, and sharing memory with no other.</summary>
    public Tensor Read(TensorRef view)
    {
        Tensor storage = Load(view.Storage);
        bool last = --uses[view.Storage] == 0;
        Tensor tensor = last && CoversStorage(view) ? storage.view(view.Shape) : Copy(storage, view);
        if (last)
        {
            loaded.Remove(view.Storage);
            storage.Dispose();
        }

        return tensor;
    }

    public void Dispose()
    {
        foreach (Tensor storage in loaded.Values)
            storage.Dispose();
    }

    private static string EntryOf(StorageRef storage) => $"data/{storage.Key}";

    private long Elements(string name, TensorRef view, int elementBytes)
    {
        if (view.Shape.Length != view.Strides.Length || TensorExtent.Elements(view.Shape, elementBytes) is not { } elements)
            throw bad.Because($"A tensor has at most {TensorExtent.MostAxes} sizes, none negative, whose bytes fit 63 bits, and as many strides.",
                $"{BadFile.Quote(name)} of {view.Shape.Length} sizes and {view.Strides.Length} strides");
        Int128 end = view.Offset + (Int128)1;
        foreach ((long size, long stride) in view.Shape.Zip(view.Strides))
            end += (Int128)stride * (size - 1);
        if (view.Offset < 0 || view.Strides.Any(stride => stride < 0) || (elements > 0 && end > view.Storage.Count))
            throw bad.Because("A tensor's offset and strides are not negative and stay inside its storage.",
                $"{BadFile.Quote(name)} at offset {view.Offset} reaches element {end} of {view.Storage.Count}");
        return elements;
    }

    private Tensor Load(StorageRef storage)
    {
        if (loaded.TryGetValue(storage, out Tensor? there))
            return there;
        Tensor tensor = empty([storage.Count], storage.Type, CPU); // [N]
        loaded.Add(storage, tensor);
        archive.Read(EntryOf(storage), content => TensorBytes.Read(tensor, content));
        return tensor;
    }

    private static Tensor Copy(Tensor storage, TensorRef view)
    {
        Tensor copy = empty(view.Shape, storage.dtype, CPU);
        if (copy.NumberOfElements == 0)
            return copy;
        using Tensor strided = storage.as_strided(view.Shape, view.Strides, view.Offset);
        copy.copy_(strided);
        return copy;
    }

    // Row-major over every element, which leaves no room for an offset: then no copy is needed. The stride of a size of 1 means nothing.
    private static bool CoversStorage(TensorRef view)
    {
        long expected = 1;
        for (int axis = view.Shape.Length - 1; axis >= 0; axis--)
        {
            if (view.Shape[axis] != 1 && view.Strides[axis] != expected)
                return false;
            expected *= view.Shape[axis];
        }

        return expected == view.Storage.Count;
    }
}

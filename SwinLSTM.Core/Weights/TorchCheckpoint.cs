namespace SwinLSTM;

/// <summary>Reads the state dicts that PyTorch's <c>torch.save</c> writes (<c>.pth</c>, <c>.pt</c>), without Python.</summary>
/// <remarks>
/// <para>The file is the state dict itself, or a dict that holds it under <c>state_dict</c>, <c>model_state_dict</c> or <c>model</c>; what
/// else such a dict holds (epochs, optimizer states) is skipped. Names stay as they are.</para>
/// <para>A pickle can name any function of Python. This reader knows the few that tensors need and refuses the rest; nothing that a file
/// names is ever run. Element types are those of <see cref="Safetensors"/>. Like PyTorch, it does not compare checksums.</para>
/// </remarks>
public static class TorchCheckpoint
{
    private const string Remedy = "Save the state dict again in PyTorch 1.6 or later: torch.save(model.state_dict(), path).";

    // Tensors may share a storage, so a small file can describe large ones. Tied and expanded weights stay far below this.
    private const int MostGrowth = 8;

    private static readonly string[] Holders = ["state_dict", "model_state_dict", "model"];

    /// <summary>Reads all tensors of a state dict, in its order. Each has memory of its own, even where the file's share some.</summary>
    /// <exception cref="InvalidDataException">The file is no such state dict, names a function that is not known, or breaks a rule of the
    /// format.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static TensorFile Read(string path)
    {
        var bad = new BadFile(path, Remedy);
        using var stream = File.OpenRead(path);
        using var archive = new TorchArchive(stream, bad);
        var views = FindTensors(PickleReader.Read(archive.ReadPickle(), bad), bad);
        Int128 left = MostGrowth * (Int128)stream.Length;
        foreach (var (name, view) in views)
        {
            archive.Check(view.Storage, name);
            left -= CheckedBytes(name, view, bad);
            if (left < 0)
                throw bad.Because($"The tensors take at most {MostGrowth} times the file's {stream.Length} bytes.",
                    $"more, from {BadFile.Quote(name)} on");
        }

        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>();
        foreach (var sharing in views.GroupBy(entry => entry.Value.Storage))
        {
            using var parts = NewDisposeScope();
            var storage = archive.Read(sharing.Key); // [N]
            foreach (var (name, (_, offset, shape, strides)) in sharing)
                tensors[name] = empty(shape, storage.dtype).copy_(storage.as_strided(shape, strides, offset)).MoveToOuterDisposeScope();
        }

        return new TensorFile(new Dictionary<string, string>(), views.Keys.Select(name => (name, tensors[name])));
    }

    /// <summary>Tells whether a stream begins as torch.save writes: a zip archive, or a bare pickle. Its position stays.</summary>
    /// <remarks>By what the file is, not by what it is called: a safetensors file begins with the length of its header, which may look like
    /// either, and then the header's brace.</remarks>
    internal static bool IsTorchSave(Stream stream)
    {
        Span<byte> first = stackalloc byte[9];
        var position = stream.Position;
        first = first[..stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)];
        stream.Position = position;
        return first is [(byte)'P' or 0x80, .., not (byte)'{'];
    }

    private static OrderedDictionary<string, TensorRef> FindTensors(object? root, BadFile bad)
    {
        if (root is not PickleDict dict) throw bad.Because("The file holds a dict.", PickleReader.Describe(root));
        var held = Holders.Select(holder => dict.Entries.Find(entry => holder.Equals(entry.Key)).Value).OfType<PickleDict>();
        var views = new OrderedDictionary<string, TensorRef>();
        foreach (var (key, value) in held.FirstOrDefault(dict).Entries)
        {
            if (key is not string name || value is not TensorRef view)
                throw bad.Because(
                    $"A state dict has names and tensors, and is the whole file or under one of {string.Join(", ", Holders)}.",
                    $"{PickleReader.Describe(value)} under {PickleReader.Describe(key)}");
            if (!views.TryAdd(name, view)) throw bad.Because("Names are unique.", $"{BadFile.Quote(name)} twice");
        }

        return views;
    }

    // The bytes of a tensor that lies inside its storage.
    private static long CheckedBytes(string name, TensorRef view, BadFile bad)
    {
        var (storage, offset, shape, strides) = view;
        var bytes = TensorData.CheckedBytes(storage.Type, shape, name, bad);
        var end = offset + (Int128)1;
        foreach (var (size, stride) in shape.Zip(strides)) end += (Int128)stride * (size - 1);
        if (shape.Length != strides.Length || offset < 0 || strides.Any(stride => stride < 0) || (bytes > 0 ? end : offset) > storage.Count)
            throw bad.Because("A tensor has as many strides as sizes; they and its offset are not negative and stay inside its storage.",
                $"{BadFile.Quote(name)} of {shape.Length} sizes and {strides.Length} strides " +
                $"at offset {offset} reaches element {end} of {storage.Count}");
        return bytes;
    }
}

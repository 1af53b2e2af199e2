namespace SwinLSTM;

/// <summary>Reads the state dicts that PyTorch's <c>torch.save</c> writes (<c>.pth</c>, <c>.pt</c>), without Python.</summary>
/// <remarks>
/// <para>The file is the state dict itself, or a dict that holds it under <c>state_dict</c>, <c>model_state_dict</c> or <c>model</c>; what
/// else such a dict holds (epochs, optimizer states) is skipped. Names stay as they are; see <see cref="CheckpointPrefix"/>.</para>
/// <para>A pickle can name any function of Python. This reader knows the few that tensors need and refuses the rest; nothing that a
/// file names is ever run. Element types: the floats, integers and bools of <see cref="Safetensors"/>.</para>
/// </remarks>
public static class TorchCheckpoint
{
    private const string Remedy = "Save the state dict again in PyTorch 1.6 or later: torch.save(model.state_dict(), path).";

    private static readonly string[] Holders = ["state_dict", "model_state_dict", "model"];

    /// <summary>Reads all tensors of a state dict, in its order. Each has memory of its own, even where the file's share some.</summary>
    /// <exception cref="InvalidDataException">The file is no such state dict, names a function that is not known, or breaks a rule of the
    /// format.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static TensorFile Read(string path)
    {
        var bad = new BadFile(path, Remedy);
        using FileStream stream = File.OpenRead(path);
        using var archive = new TorchArchive(stream, bad);
        List<(string Name, TensorRef View)> views = FindTensors(PickleReader.Read(archive.ReadPickle(), bad), bad);
        using var storages = new StorageReader(archive, bad, stream.Length);
        foreach ((string name, TensorRef view) in views)
            storages.Check(name, view);

        var file = new TensorFile(new Dictionary<string, string>());
        try
        {
            foreach ((string name, TensorRef view) in views)
                file.Add(name, storages.Read(view));
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static List<(string Name, TensorRef View)> FindTensors(object? root, BadFile bad)
    {
        var names = new HashSet<string>();
        var views = new List<(string, TensorRef)>();
        foreach ((object? key, object? value) in FindStateDict(root, bad).Entries)
        {
            if (key is not string name || value is not TensorRef view)
                throw bad.Because(
                    $"A state dict has names and tensors, and is the whole file or under one of {string.Join(", ", Holders)}.",
                    $"{PickleKinds.Describe(value)} under {PickleKinds.Describe(key)}");
            if (!names.Add(name))
                throw bad.Because("Names are unique.", $"{BadFile.Quote(name)} twice");
            views.Add((name, view));
        }

        return views;
    }

    private static PickleDict FindStateDict(object? root, BadFile bad)
    {
        if (root is not PickleDict dict)
            throw bad.Because("The file holds a dict.", PickleKinds.Describe(root));
        foreach (string holder in Holders)
            foreach ((object? key, object? value) in dict.Entries)
                if (key is string name && name == holder && value is PickleDict inner)
                    return inner;
        return dict;
    }
}

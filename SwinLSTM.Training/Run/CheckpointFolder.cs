using System.Globalization;
using System.IO.Hashing;
using System.Text;
using static TorchSharp.torch;

namespace SwinLSTM.Training;

/// <summary>The checkpoints of a run: safetensors files whose checksum covers every byte that is read back. One process has the folder at a
/// time.</summary>
internal sealed class CheckpointFolder : IDisposable
{
    private const string StateKey = "training", ChecksumKey = "xxh128", Pattern = "step-*.safetensors";
    private readonly string checkpoints;
    private readonly int keep;
    private readonly FileStream hold;

    public CheckpointFolder(string folder, int keep)
    {
        (Folder, this.keep, checkpoints) = (folder, keep, System.IO.Path.Combine(folder, "checkpoints"));
        Directory.CreateDirectory(checkpoints);
        try
        {
            hold = new(In("run.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"Another run is at work in '{folder}'. Wait for its end, or give this one a folder of its own.", e);
        }

        // What a killed run was writing.
        foreach (var file in Directory.EnumerateFiles(checkpoints, "*.tmp").Concat(Directory.EnumerateFiles(folder, "*.swinlstm.*.tmp")))
            File.Delete(file);
    }

    public string Folder { get; }

    public string In(string name) => System.IO.Path.Combine(Folder, name);

    /// <summary>Writes a checkpoint, then lets go of the oldest.</summary>
    /// <returns>The file.</returns>
    public string Write(TrainingState state, IReadOnlyList<(string Name, Tensor Tensor)> tensors)
    {
        using var scope = NewDisposeScope();
        var path = System.IO.Path.Combine(checkpoints, string.Create(CultureInfo.InvariantCulture, $"step-{state.Step:D9}.safetensors"));
        var host = tensors.Select(t => (t.Name, Tensor: t.Tensor.detach().cpu().contiguous())).ToList();
        var text = state.ToJson();
        Safetensors.Write(path, host, new Dictionary<string, string> { [StateKey] = text, [ChecksumKey] = Checksum(text, host) });
        foreach (var old in Files().Skip(keep)) File.Delete(old);
        return path;
    }

    /// <summary>Reads the newest checkpoint that is whole.</summary>
    /// <returns>Null if the folder has none at all.</returns>
    /// <exception cref="InvalidDataException">There are some, and all are damaged.</exception>
    public (TrainingState State, TensorFile File, string Path, IReadOnlyList<string> Damaged)? Latest()
    {
        List<string> damaged = [];
        foreach (var path in Files())
        {
            try
            {
                var file = Safetensors.Read(path);
                try
                {
                    return (Checked(file), file, path, damaged);
                }
                catch
                {
                    file.Dispose();
                    throw;
                }
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                damaged.Add($"{System.IO.Path.GetFileName(path)}: {e.Message}");
            }
        }

        return damaged.Count == 0 ? null : throw new InvalidDataException($"No checkpoint in '{checkpoints}' can be read:\n  "
            + $"{string.Join("\n  ", damaged)}\nPut a good copy there, or begin anew in another folder.");
    }

    public void Dispose() => hold.Dispose();

    private static TrainingState Checked(TensorFile file)
    {
        var text = file.Metadata.GetValueOrDefault(StateKey) ?? throw new InvalidDataException("It is no checkpoint of a training run.");
        return Checksum(text, file.Names.Select(name => (name, file[name]))) == file.Metadata.GetValueOrDefault(ChecksumKey)
            ? TrainingState.FromJson(text)
            : throw new InvalidDataException("Its checksum is not that of its content; the file is damaged.");
    }

    private static string Checksum(string text, IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        const long piece = 1 << 26;
        var hash = new XxHash128();
        hash.Append(Encoding.UTF8.GetBytes(text));
        foreach (var (name, tensor) in tensors.OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            hash.Append(Encoding.UTF8.GetBytes($"{name} {tensor.dtype} {string.Join(',', tensor.shape)}"));
            using var flat = tensor.view(-1); // [N]
            for (var from = 0L; from < flat.NumberOfElements; from += piece)
            {
                using var part = flat.narrow(0, from, Math.Min(piece, flat.NumberOfElements - from)); // [n]
                hash.Append(part.bytes);
            }
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>Newest first.</summary>
    private string[] Files() => [.. Directory.GetFiles(checkpoints, Pattern).OrderDescending(StringComparer.Ordinal)];
}

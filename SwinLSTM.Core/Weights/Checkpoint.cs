using TorchSharp;
using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>Our own files: the options and the weights of a network in one safetensors file, so that there is nothing to repeat and no mismatch to make.</summary>
/// <remarks>The metadata entry <c>swinlstm</c> holds a version, <c>options</c> the options as JSON. Masks and index tables are derived, never saved. Python's safetensors reads it.</remarks>
public static class Checkpoint
{
    private const string VersionKey = "swinlstm", OptionsKey = "options", Version = "1";

    /// <summary>Writes a network, whole or not at all.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="dtype">Element type in the file; null keeps the weights'. Float16 halves a float32 file.</param>
    /// <param name="notes">Text to keep with it, such as how it was trained. Keys that the file uses itself are refused.</param>
    /// <exception cref="ArgumentException">A note has a key that the file uses itself.</exception>
    public static void Save(this SwinLstmNetwork network, string path, ScalarType? dtype = null, IReadOnlyDictionary<string, string>? notes = null)
    {
        var metadata = new Dictionary<string, string> { [VersionKey] = Version, [OptionsKey] = network.Options.ToJson() };
        foreach (var (key, text) in notes ?? new Dictionary<string, string>())
            if (!metadata.TryAdd(key, text)) throw new ArgumentException($"notes has the key '{key}', which the file uses itself. Use another key.", nameof(notes));
        using var scope = NewDisposeScope();
        Safetensors.Write(path, network.state_dict().Select(w => (w.Key, dtype is { } type ? w.Value.to(type) : w.Value)), metadata);
    }

    /// <summary>Reads a network that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">Where the network shall be; null is the CPU.</param>
    /// <param name="dtype">Element type of the weights; null is float32, whatever the file's is.</param>
    /// <param name="frame">Frames of another size than it was trained for, with as many channels; null keeps the size.</param>
    /// <returns>The network, in eval mode.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or is no such file. Nothing larger than the file was built.</exception>
    /// <exception cref="ArgumentException">The frame has other channels than the weights, or a size that no frame has.</exception>
    public static SwinLstmNetwork Load(string path, Device? device = null, ScalarType? dtype = null, FrameShape? frame = null)
    {
        using var stream = File.OpenRead(path);
        return Load(stream, path, device, dtype, frame);
    }

    /// <inheritdoc cref="Load(string, Device?, ScalarType?, FrameShape?)"/>
    /// <param name="stream">The file's bytes, in a stream that can seek. It stays open.</param>
    /// <param name="path">What messages call it.</param>
    /// <param name="device">Where the network shall be; null is the CPU.</param>
    /// <param name="dtype">Element type of the weights; null is float32, whatever the file's is.</param>
    /// <param name="frame">Frames of another size than it was trained for, with as many channels; null keeps the size.</param>
    public static SwinLstmNetwork Load(Stream stream, string path, Device? device = null, ScalarType? dtype = null, FrameShape? frame = null)
    {
        using var file = Safetensors.Read(stream, path);
        var trained = Options(path, file);
        if (frame is not null && frame.Channels != trained.Frame.Channels)
            throw new ArgumentException($"frame has {frame.Channels} channels; the weights of '{path}' take {trained.Frame.Channels}. Only height and width can change.", nameof(frame));
        var options = frame is null ? trained : trained with { Frame = frame };
        OptionsRules.Validate(options);
        using var resized = WindowResizing.Tables(file, trained, options);
        // Any seed: all weights are replaced, and the caller's random state is not ours to draw from.
        var network = options.Build(seed: 0);
        try
        {
            var report = WeightTransfer.Load(network, [.. network.state_dict().Select(w => new OfficialEntry(w.Key, w.Value.shape, w.Key))], resized.Names, resized, resized.Names);
            if (!report.Fits) throw new InvalidDataException($"'{path}' does not hold the weights of its own options: {report}\nThe file is damaged; use another copy.");
            network.eval();
            network.to(device ?? CPU, dtype ?? ScalarType.Float32);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static SwinLstmOptions Options(string path, TensorFile file)
    {
        if (!file.Metadata.TryGetValue(VersionKey, out var version) || !file.Metadata.TryGetValue(OptionsKey, out var json))
            throw new InvalidDataException($"'{path}' is no checkpoint of this library: its metadata lack '{VersionKey}' and '{OptionsKey}'. Published weights are loaded with OfficialCheckpoint.Load.");
        if (version != Version)
            throw new InvalidDataException($"'{path}' is of version {version}; this library reads version {Version}. Use a newer release of it.");
        try
        {
            var options = OptionsJson.FromJson(json);
            // Before anything is built: a small file must not ask for a large network.
            long held = file.Names.Sum(n => file[n].NumberOfElements), needed = options.CountParameters();
            return held == needed ? options : throw new InvalidDataException($"'{path}' holds {held} values; a network of its options has {needed} weights. The file is damaged; use another copy.");
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"'{path}' holds options that break rules. {e.Message}", e);
        }
    }
}

using SwinLSTM.Data;
using static TorchSharp.torch;

namespace SwinLSTM.Training;

/// <summary>A network and the normaliser that it was trained with, in one file: so that a forecast is in the units of the data.</summary>
/// <remarks>The file is a <see cref="Checkpoint"/> whose note <c>normalizer</c> holds <see cref="Normalizer.ToJson"/>; <see cref="Checkpoint.Load(string, Device?, ScalarType?, FrameShape?)"/> reads the network alone.</remarks>
public static class NormalizerCheckpoint
{
    private const string Key = "normalizer";

    /// <summary>Writes a network and its normaliser, whole or not at all.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="normalizer">What the network saw in training.</param>
    /// <param name="dtype">Element type in the file; null keeps the weights'.</param>
    /// <param name="notes">Text to keep with it. The keys <c>normalizer</c> and those of <see cref="Checkpoint"/> are taken.</param>
    /// <exception cref="ArgumentException">A note has a key that is taken, or the normaliser is for other channels than the network's.</exception>
    public static void Save(this SwinLstmNetwork network, string path, Normalizer normalizer, ScalarType? dtype = null, IReadOnlyDictionary<string, string>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(normalizer);
        CheckChannels(network, normalizer, message => new ArgumentException(message, nameof(normalizer)));
        var all = new Dictionary<string, string> { [Key] = normalizer.ToJson() };
        foreach (var (key, text) in notes ?? new Dictionary<string, string>())
            if (!all.TryAdd(key, text)) throw new ArgumentException($"notes has the key '{key}', which the normaliser has. Use another key.", nameof(notes));
        network.Save(path, dtype, all);
    }

    /// <summary>Reads a network and its normaliser.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">Where the network shall be; null is the CPU.</param>
    /// <param name="dtype">Element type of the weights; null is float32, whatever the file's is.</param>
    /// <param name="frame">Frames of another size than it was trained for, with as many channels; null keeps the size.</param>
    /// <returns>The network, in eval mode, and what its frames were normalised with.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, holds no normaliser, or one for other channels.</exception>
    /// <exception cref="ArgumentException">The frame has other channels than the weights, or a size that no frame has.</exception>
    public static (SwinLstmNetwork Network, Normalizer Normalizer) Load(string path, Device? device = null, ScalarType? dtype = null, FrameShape? frame = null)
    {
        using var stream = File.OpenRead(path);
        var normalizer = Read(stream, path);
        stream.Position = 0;
        var network = Checkpoint.Load(stream, path, device, dtype, frame);
        try
        {
            CheckChannels(network, normalizer, message => new InvalidDataException($"'{path}': {message}"));
            return (network, normalizer);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Forecasts in the units of the data: normalises the known frames, and undoes that on the forecast.</summary>
    /// <param name="network">The network.</param>
    /// <param name="past">Known frames <c>[B, T, C, H, W]</c> as they were measured, of any type that frames have, where the network is.</param>
    /// <param name="horizon">Frames to forecast, at least 1.</param>
    /// <param name="normalizer">What the network saw in training.</param>
    /// <returns><c>[B, horizon, C', H, W]</c>, of the network's type.</returns>
    /// <exception cref="ArgumentException">Not five axes, no frame, a horizon below 1, or other channels than the normaliser's.</exception>
    public static Tensor Forecast(this FramePredictor network, Tensor past, int horizon, Normalizer normalizer)
    {
        ArgumentNullException.ThrowIfNull(normalizer);
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var seen = normalizer.Apply(past); // [B, T, C, H, W]
        if (network.parameters().FirstOrDefault() is { } weight) seen = seen.to(weight.dtype); // [B, T, C, H, W]
        return normalizer.Undo(network.Forecast(seen, horizon)).MoveToOuterDisposeScope(); // [B, horizon, C', H, W]
    }

    private static Normalizer Read(Stream stream, string path)
    {
        using var file = Safetensors.Read(stream, path);
        if (!file.Metadata.TryGetValue(Key, out var json))
            throw new InvalidDataException($"'{path}' holds no normaliser: its metadata lack '{Key}'. Read it with Checkpoint.Load, and use the normaliser that it was trained with.");
        try
        {
            return Normalizer.FromJson(json);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{path}': {e.Message}", e);
        }
    }

    private static void CheckChannels(SwinLstmNetwork network, Normalizer normalizer, Func<string, Exception> error)
    {
        var (given, needed) = (normalizer.Scales.Count, network.Options.Frame.Channels);
        if (given != 1 && given != needed)
            throw error($"The normaliser has numbers for {given} channels, but the network takes {needed}. Use the one that it was trained with.");
    }
}

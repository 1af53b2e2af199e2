using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>Weights under the names of the authors' code or of OpenSTL, read and written without Python.</summary>
public static class OfficialCheckpoint
{
    /// <summary>Fills a network with published weights, all or nothing.</summary>
    /// <param name="network">The network; its options must be those that the weights were trained with, but for the frame's size.</param>
    /// <param name="path">A PyTorch state dict (<c>.pth</c>, <c>.pt</c>) or a safetensors file, with the authors' names or OpenSTL's, with or without
    /// the prefixes of wrappers (<c>module.</c>, <c>model.</c>).</param>
    /// <returns>What became of each name.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or does not fit the network; the message lists every name that does not. The network is as it was.</exception>
    /// <exception cref="NotSupportedException">The published code cannot build such a network, so it has no published names.</exception>
    public static LoadReport Load(SwinLstmNetwork network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var file = Read(path);
        var names = CheckpointPrefix.Strip(file.Names);
        var style = names.Any(n => n.Contains(".STBs.", StringComparison.Ordinal)) ? NameStyle.OpenStl : NameStyle.Authors;
        var report = WeightTransfer.Load(network, OfficialNames.Of(network.Options, style), names, file, file.Names);
        return report.Fits ? report : throw new InvalidDataException(
            $"'{path}' does not fit the network, which stays as it was: {report}\nBuild the network with the options that the weights were trained with: stages, channels, heads, window.");
    }

    /// <summary>Writes a network under published names, whole or not at all: with the weights that never run, as zeros, and with masks and index tables,
    /// so that the published code loads it strictly (<c>safetensors.torch.load_file</c>, then <c>load_state_dict</c>).</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The safetensors file to write or replace.</param>
    /// <param name="style">Whose names.</param>
    /// <exception cref="NotSupportedException">The published code cannot build such a network.</exception>
    public static void Export(SwinLstmNetwork network, string path, NameStyle style = NameStyle.Authors)
    {
        ArgumentNullException.ThrowIfNull(network);
        var entries = OfficialNames.Of(network.Options, style);
        if (Padding(network.Options) is { } padding)
            throw new NotSupportedException($"The published code cannot build this network: it does not pad, and {padding}. Export a network for another frame size; the weights are the same.");
        using var scope = NewDisposeScope();
        var weights = network.state_dict();
        Safetensors.Write(path, entries.Select(e => (e.Name, e.Ours is not null ? weights[e.Ours] : e.Derive?.Invoke() ?? zeros(e.Shape))),
            new Dictionary<string, string> { ["format"] = "pt" });
    }

    /// <summary>The first thing that would have to be padded, if anything.</summary>
    private static string? Padding(SwinLstmOptions options)
    {
        var (frame, patch) = (options.Frame, options.PatchSize);
        if (frame.Height % patch != 0 || frame.Width % patch != 0) return $"frames of {frame.Height} × {frame.Width} pixels do not divide into patches of {patch}";
        foreach (var stage in StageLayout.Of(options))
        {
            var window = stage.Window(options);
            if (stage.Grid.PaddedTo(window) != stage.Grid) return $"windows of {window} do not divide a grid of {stage.Grid}";
            if (stage.Options.Then == Resampling.Merge && stage.Grid.PaddedTo(2) != stage.Grid) return $"a grid of {stage.Grid} does not halve";
        }

        return null;
    }

    /// <summary>By what the file is, not by what it is called: a zip archive begins with PK, a bare pickle with 0x80, a safetensors file with
    /// the length of its header, which may look like either, and then the header's brace.</summary>
    private static TensorFile Read(string path)
    {
        Span<byte> first = stackalloc byte[9];
        using (var stream = File.OpenRead(path)) stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        return first is [(byte)'P' or 0x80, .., not (byte)'{'] ? TorchCheckpoint.Read(path) : Safetensors.Read(path);
    }
}

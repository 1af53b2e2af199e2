namespace SwinLSTM;

/// <summary>Weights under the names of the authors' code or of OpenSTL, read and written without Python.</summary>
public static class OfficialCheckpoint
{
    /// <summary>Opens published weights: names and shapes tell depths, heads, channels, patch and window, so there are no options to
    /// guess.</summary>
    /// <param name="path">A PyTorch state dict (<c>.pth</c>, <c>.pt</c>) or a safetensors file of a SwinLSTM-B or -D, with the authors'
    /// names or OpenSTL's, with or without the prefixes of wrappers (<c>module.</c>, <c>model.</c>).</param>
    /// <returns>The network on the CPU, in eval mode, for frames of any size.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or holds no SwinLSTM that the published code can build.</exception>
    public static SwinLstmNetwork Open(string path) => Open(path, out _);

    /// <inheritdoc cref="Open(string)"/>
    /// <param name="path">The file.</param>
    /// <param name="report">What became of each name, and what the file does not say.</param>
    public static SwinLstmNetwork Open(string path, out LoadReport report)
    {
        using var file = Read(path);
        SwinLstmNetwork? network = null;
        try
        {
            var options = OfficialOptions.Read(file);
            // Before anything is built: a small file must not ask for a large network. The tables of shrunk windows are smaller than ours.
            var tables = (long)options.Window.Offsets * options.Stages.Sum(s => (long)s.Depth * s.Heads);
            if (options.CountParameters() is var needed && needed > file.Values + tables)
                throw new FormatException($"It holds {file.Values} values; a network of its names and shapes has {needed} weights.");
            network = options.Build(seed: 0);
            report = Fill(network, file) with { Assumed = OfficialOptions.Assumed };
            if (!report.Fits) throw new FormatException($"{report}");
            network.eval();
            return network;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException)
        {
            network?.Dispose();
            throw new InvalidDataException($"'{path}' cannot be opened as a SwinLSTM. {e.Message}", e);
        }
    }

    /// <summary>Fills a network with published weights, all or nothing.</summary>
    /// <param name="network">The network; its options must be those that the weights were trained with.</param>
    /// <param name="path">The file, as for <see cref="Open(string)"/>.</param>
    /// <returns>What became of each name.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or does not fit the network; the message shows the options that the file
    /// has. The network is as it was.</exception>
    /// <exception cref="NotSupportedException">The published code cannot build such a network, so it has no published names.</exception>
    public static LoadReport Load(SwinLstmNetwork network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var file = Read(path);
        var report = Fill(network, file);
        return report.Fits ? report : throw new InvalidDataException(
            $"'{path}' does not fit the network, which stays as it was: {report}\n{Suggest(file)}");
    }

    /// <summary>Writes a network under published names, whole or not at all: with the weights that never run, as zeros, and with masks and
    /// index tables, so that the published code loads it strictly (<c>safetensors.torch.load_file</c>, then
    /// <c>load_state_dict</c>).</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The safetensors file to write or replace.</param>
    /// <param name="height">The height of the frames that the published code shall take, which fixes its masks, indices and tables.</param>
    /// <param name="width">Their width.</param>
    /// <param name="style">Whose names.</param>
    /// <exception cref="NotSupportedException">The published code cannot build such a network, or cannot take such frames.</exception>
    public static void Export(SwinLstmNetwork network, string path, int height, int width, NameStyle style = NameStyle.Authors)
    {
        ArgumentNullException.ThrowIfNull(network);
        var options = network.Options;
        var grid = TokenGrid.Of(Require.AtLeast(1, height, nameof(height)), Require.AtLeast(1, width, nameof(width)), options.PatchSize);
        var entries = OfficialNames.Of(network, style, grid);
        if (Padding(options, height, width) is { } padding)
            throw new NotSupportedException($"The published code cannot take these frames: it does not pad, and {padding}. "
                + "Export for another frame size; the weights are the same.");
        using var scope = NewDisposeScope();
        var weights = network.state_dict();
        Safetensors.Write(path, entries.Select(e => (e.Name, Value(e))), new Dictionary<string, string> { ["format"] = "pt" });

        Tensor Value(WeightEntry entry)
        {
            if (entry.Ours is null) return entry.Derive?.Invoke() ?? zeros(entry.Shape!);
            var ours = weights[entry.Ours];
            return RelativePositionBias.IsTable(entry.Ours) && RelativePositionBias.SquareWindow(entry.Shape!) is { } window
                ? RelativePositionBias.Resize(ours, options.Window, window)
                : ours;
        }
    }

    // Without the prefixes of wrappers.
    private static TensorFile Read(string path)
    {
        using var stream = File.OpenRead(path);
        using var file = TorchCheckpoint.IsTorchSave(stream) ? TorchCheckpoint.Read(path) : Safetensors.Read(stream, path);
        if (file.Metadata.ContainsKey("swinlstm"))
            throw new InvalidDataException($"'{path}' is a model of this library. Load it with ForecastModel.Load.");
        var prefix = OfficialOptions.SharedPrefix(file.Names);
        return file.With(name => name[prefix..], (_, tensor) => tensor);
    }

    private static LoadReport Fill(SwinLstmNetwork network, TensorFile file)
    {
        using var whole = file.With(name => name, (name, tensor) =>
            RelativePositionBias.IsTable(name) && RelativePositionBias.SquareWindow(tensor.shape) is { } small
                ? RelativePositionBias.Widen(tensor, small, network.Options.Window)
                : tensor);
        return StateDictLoader.Load(network, OfficialNames.Of(network, OfficialOptions.Style(file.Names)), whole);
    }

    private static string Suggest(TensorFile file)
    {
        try
        {
            return $"The file's own options: {OfficialOptions.Read(file).ToJson()}. OfficialCheckpoint.Open builds that network.";
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    /// <summary>Names the first thing that would have to be padded, if anything.</summary>
    private static string? Padding(SwinLstmOptions options, int height, int width)
    {
        var patch = options.PatchSize;
        if (height % patch != 0 || width % patch != 0) return $"frames of {height} × {width} pixels do not divide into patches of {patch}";
        foreach (var (grid, stage) in TokenGrid.Of(height, width, patch).OfStages(options).Zip(options.Stages))
        {
            var window = WindowLayout.Of(grid, options.Window, shifted: false).Window;
            if (grid.PaddedTo(window) != grid) return $"windows of {window} do not divide a grid of {grid}";
            if (stage.Then == Resampling.Downsample && grid.PaddedTo(2) != grid) return $"a grid of {grid} does not halve";
        }

        return null;
    }
}

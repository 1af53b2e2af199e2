namespace SwinLSTM;

/// <summary>The published state dicts, entry by entry in their order: the one table behind loading, reporting and export.</summary>
/// <remarks>Names: the authors' code (SwinLSTM_B.py, SwinLSTM_D.py) and OpenSTL's copy of it. Never run, and so dead: <c>red</c> of odd
/// blocks and <c>Upsample.patch_embed</c>. Derived: <c>relative_position_index</c> of every block and <c>attn_mask</c> of shifted ones, and
/// with them the size of a position table: they follow from the frame's size, which a grid of patches stands for.</remarks>
internal static class OfficialNames
{
    /// <summary>Lists the entries of a network.</summary>
    /// <param name="options">The network's options.</param>
    /// <param name="style">Whose names.</param>
    /// <param name="grid">The grid of a frame's patches; null where it is not known, as on loading: entries that depend on it then have any
    /// shape.</param>
    /// <exception cref="NotSupportedException">The published code cannot build such a network.</exception>
    public static IReadOnlyList<WeightEntry> Of(SwinLstmOptions options, NameStyle style, TokenGrid? grid = null)
    {
        RefuseUnpublished(options, style);
        var grids = grid is { } known ? known.OfStages(options).Select(g => (TokenGrid?)g) : options.Stages.Select(_ => (TokenGrid?)null);
        List<OfficialCell> cells = [.. options.Stages.Zip(options.StageChannels(), grids)
            .Select((s, i) => new OfficialCell($"stages.{i}.cell.", s.Third, options.Window, s.Second, s.First.Heads, s.First.Depth,
                new CellOptions { FeedForwardRatio = options.FeedForwardRatio }.HiddenChannels(s.Second)))];
        var authors = style == NameStyle.Authors;
        var down = options.Stages.Count(s => s.Then == Resampling.Downsample);
        if (down == 0)
        {
            return
            [
                .. Embedding("ST.patch_embed", options, dead: false),
                .. Unembedding(authors ? "ST.PatchInflated.ConvT" : "ST.patch_inflated.Conv", options),
                .. cells.SelectMany((cell, i) => cell.Entries(authors ? $"ST.layers.{i}." : "ST.layer.", style)),
            ];
        }

        return
        [
            .. Embedding("Downsample.patch_embed", options, dead: false),
            .. cells.Take(down).SelectMany((cell, i) => cell.Entries($"Downsample.layers.{i}.", style)),
            .. cells.Take(down).SelectMany((cell, i) => Resampled($"Downsample.downsample.{i}", $"stages.{i}.downsample", "reduction",
                2L * cell.Channels, 4L * cell.Channels, 4L * cell.Channels)),
            .. Embedding("Upsample.patch_embed", options, dead: true),
            .. Unembedding("Upsample.Unembed.Conv", options),
            .. cells.Skip(down).SelectMany((cell, i) => cell.Entries($"Upsample.layers.{i}.", style)),
            .. cells.Skip(down).SelectMany((cell, i) => Resampled($"Upsample.upsample.{i}", $"stages.{down + i}.upsample", "expand",
                2L * cell.Channels, cell.Channels, cell.Channels / 2)),
        ];
    }

    private static IEnumerable<WeightEntry> Embedding(string name, SwinLstmOptions options, bool dead) =>
    [
        .. WeightAndBias($"{name}.proj", dead ? null : "embedding.proj",
            [options.EmbedChannels, options.Channels, options.PatchSize, options.PatchSize]),
        .. WeightAndBias($"{name}.norm", dead ? null : "embedding.norm", [options.EmbedChannels]),
    ];

    private static IEnumerable<WeightEntry> Unembedding(string name, SwinLstmOptions options) =>
    [
        new($"{name}.weight", [options.EmbedChannels, options.Channels, 3, 3], "unembedding.head.weight"),
        new($"{name}.bias", [options.Channels], "unembedding.head.bias"),
    ];

    private static IEnumerable<WeightEntry> Resampled(string name, string ours, string layer, long rows, long columns, long normalised) =>
    [
        new($"{name}.{layer}.weight", [rows, columns], $"{ours}.{layer}.weight"),
        .. WeightAndBias($"{name}.norm", $"{ours}.norm", [normalised]),
    ];

    private static IEnumerable<WeightEntry> WeightAndBias(string name, string? ours, long[] shape) =>
    [
        new($"{name}.weight", shape, ours is null ? null : $"{ours}.weight"),
        new($"{name}.bias", [shape[0]], ours is null ? null : $"{ours}.bias"),
    ];

    private static void RefuseUnpublished(SwinLstmOptions options, NameStyle style)
    {
        var changes = options.Stages.Select(s => s.Then).ToList();
        var down = changes.TakeWhile(c => c == Resampling.Downsample).Count();
        var ladder = changes.Skip(down).All(c => c == Resampling.Upsample);
        string? why =
            options.PatchSize != 2 ? $"its head restores patches of 2 pixels only, and PatchSize is {options.PatchSize}"
            : options.PredictedChannels != options.Channels
                ? $"it has as many channels out as in, and {options.PredictedChannels} of {options.Channels} come out"
            : options.TargetChannels is { } targets && !targets.SequenceEqual(Enumerable.Range(0, options.Channels))
                ? $"it predicts all channels in their order, and TargetChannels is {targets}"
            : options.Activation != OutputActivation.Sigmoid ? $"it ends with a sigmoid, and Activation is {options.Activation}"
            : options.Window.Height != options.Window.Width ? $"its windows are square, and Window is {options.Window}"
            : !ladder && options.ChangesResolution
                ? $"it only keeps one resolution, or goes down and then up, and Stages are {options.Stages}"
            : style == NameStyle.OpenStl && down == 0 && changes.Count > 1
                ? $"OpenSTL's SwinLSTM-B has one cell, and Stages has {changes.Count}"
            : null;
        if (why is not null) throw new NotSupportedException(
            $"The published code cannot build this network: {why}. Use ForecastModel.Save, which keeps any network.");
    }

    /// <summary>The entries of one cell.</summary>
    /// <param name="Ours">What our names of its weights begin with.</param>
    /// <param name="Grid">The grid it works on; null where that is not known.</param>
    /// <param name="Window">The window asked for.</param>
    /// <param name="Channels">Channels of a token.</param>
    /// <param name="Heads">Attention heads.</param>
    /// <param name="Depth">Blocks.</param>
    /// <param name="Hidden">Hidden width of the perceptrons.</param>
    internal sealed record OfficialCell(string Ours, TokenGrid? Grid, WindowSize Window, int Channels, int Heads, int Depth, int Hidden)
    {
        public IEnumerable<WeightEntry> Entries(string prefix, NameStyle style) => Enumerable.Range(0, Depth).SelectMany(i =>
            Block(prefix + (style == NameStyle.Authors ? $"Swin.layers.{i}" : $"STBs.{i}"), $"{Ours}blocks.{i}", shifted: i % 2 == 1));

        private IEnumerable<WeightEntry> Block(string theirs, string ours, bool shifted)
        {
            long d = Channels;
            var layout = Grid is { } grid ? WindowLayout.Of(grid, Window, shifted) : null;
            var used = layout?.Window ?? Window;
            long n = used.Tokens;
            if (layout?.IsShifted ?? shifted)
                yield return new($"{theirs}.attn_mask", layout is null ? null : [layout.Windows, n, n], null,
                    () => WindowShift.Mask(layout!)!);
            foreach (var entry in Pair("norm1", "norm1", [d])) yield return entry;
            yield return new($"{theirs}.attn.relative_position_bias_table", [used.Offsets, Heads],
                $"{ours}.attention.relative_position_bias_table");
            yield return new($"{theirs}.attn.relative_position_index", layout is null ? null : [n, n], null,
                () => RelativePositionBias.Index(used, used));
            foreach (var entry in Pair("attn.qkv", "attention.qkv", [3 * d, d])) yield return entry;
            foreach (var entry in Pair("attn.proj", "attention.proj", [d, d])) yield return entry;
            foreach (var entry in Pair("norm2", "norm2", [d])) yield return entry;
            foreach (var entry in Pair("mlp.fc1", "feed_forward.fc1", [Hidden, d])) yield return entry;
            foreach (var entry in Pair("mlp.fc2", "feed_forward.fc2", [d, Hidden])) yield return entry;
            foreach (var entry in Pair("red", shifted ? null : "fuse", [d, 2 * d])) yield return entry;

            IEnumerable<WeightEntry> Pair(string name, string? own, long[] shape) =>
                WeightAndBias($"{theirs}.{name}", own is null ? null : $"{ours}.{own}", shape);
        }
    }
}

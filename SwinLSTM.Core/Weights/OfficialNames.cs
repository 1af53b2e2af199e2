namespace SwinLSTM;

/// <summary>The published state dicts, entry by entry in their order: the one table behind loading, reporting and export.</summary>
/// <remarks>
/// Names: the authors' code (SwinLSTM_B.py, SwinLSTM_D.py) and OpenSTL's copy of it. Never run, and so dead: <c>red</c> of odd blocks and
/// <c>Upsample.patch_embed</c>. Derived: <c>relative_position_index</c> of every block and <c>attn_mask</c> of shifted ones.
/// </remarks>
internal static class OfficialNames
{
    /// <summary>The entries of a network.</summary>
    /// <exception cref="NotSupportedException">The published code cannot build such a network.</exception>
    public static IReadOnlyList<OfficialEntry> Of(SwinLstmOptions options, NameStyle style)
    {
        RefuseUnpublished(options, style);
        var layouts = StageLayout.Of(options);
        var merging = layouts.Count(l => l.Options.Then == Resampling.Merge);
        return merging == 0 ? [.. B(options, layouts, style)] : [.. D(options, layouts, merging, style)];
    }

    /// <summary>The entries of a cell by itself.</summary>
    public static IEnumerable<OfficialEntry> Cell(string prefix, string ours, SwinLstmCell cell, NameStyle style) =>
        Cell(prefix, ours, cell.Grid, cell.Blocks[0].Attention.Layout.Window, cell.Channels, cell.Heads, cell.Blocks.Count, cell.HiddenChannels, style);

    private static IEnumerable<OfficialEntry> B(SwinLstmOptions options, IReadOnlyList<StageLayout> layouts, NameStyle style)
    {
        var authors = style == NameStyle.Authors;
        return
        [
            .. Embedding("ST.patch_embed", options, dead: false),
            .. Unembedding(authors ? "ST.PatchInflated.ConvT" : "ST.patch_inflated.Conv", options),
            .. layouts.SelectMany((layout, i) => Cell(authors ? $"ST.layers.{i}" : "ST.layer", i, layout, options, style)),
        ];
    }

    private static IEnumerable<OfficialEntry> D(SwinLstmOptions options, IReadOnlyList<StageLayout> layouts, int merging, NameStyle style) =>
    [
        .. Embedding("Downsample.patch_embed", options, dead: false),
        .. layouts.Take(merging).SelectMany((layout, i) => Cell($"Downsample.layers.{i}", i, layout, options, style)),
        .. layouts.Take(merging).SelectMany((layout, i) => Resampled($"Downsample.downsample.{i}", $"stages.{i}.merging", "reduction", 2L * layout.Channels, 4L * layout.Channels, 4L * layout.Channels)),
        .. Embedding("Upsample.patch_embed", options, dead: true),
        .. Unembedding("Upsample.Unembed.Conv", options),
        .. layouts.Skip(merging).SelectMany((layout, i) => Cell($"Upsample.layers.{i}", merging + i, layout, options, style)),
        .. layouts.Skip(merging).SelectMany((layout, i) => Resampled($"Upsample.upsample.{i}", $"stages.{merging + i}.expanding", "expand", 2L * layout.Channels, layout.Channels, layout.Channels / 2)),
    ];

    private static IEnumerable<OfficialEntry> Cell(string prefix, int stage, StageLayout layout, SwinLstmOptions options, NameStyle style) =>
        Cell(prefix + ".", $"stages.{stage}.cell.", layout.Grid, layout.Window(options), layout.Channels, layout.Options.Heads, layout.Options.Depth, layout.HiddenChannels(options), style);

    private static IEnumerable<OfficialEntry> Cell(string prefix, string ours, PatchGrid grid, WindowSize window, int channels, int heads, int depth, int hidden, NameStyle style) =>
        Enumerable.Range(0, depth).SelectMany(i => Block(
            prefix + (style == NameStyle.Authors ? $"Swin.layers.{i}" : $"STBs.{i}"), $"{ours}blocks.blocks.{i}",
            WindowLayout.Of(grid, window, shifted: i % 2 == 1), channels, heads, hidden, fuses: i % 2 == 0));

    private static IEnumerable<OfficialEntry> Block(string theirs, string ours, WindowLayout layout, long d, long heads, long hidden, bool fuses)
    {
        long n = layout.Window.Tokens;
        if (layout.IsShifted) yield return new($"{theirs}.attn_mask", [layout.Windows, n, n], null, () => WindowShift.Mask(layout)!);
        foreach (var entry in Pair("norm1", "norm1", [d])) yield return entry;
        yield return new($"{theirs}.attn.relative_position_bias_table", [layout.Window.Offsets, heads], $"{ours}.attention.relative_position_bias_table");
        yield return new($"{theirs}.attn.relative_position_index", [n, n], null, () => RelativePositionBias.Index(layout.Window));
        foreach (var entry in Pair("attn.qkv", "attention.qkv", [3 * d, d])) yield return entry;
        foreach (var entry in Pair("attn.proj", "attention.proj", [d, d])) yield return entry;
        foreach (var entry in Pair("norm2", "norm2", [d])) yield return entry;
        foreach (var entry in Pair("mlp.fc1", "feed_forward.fc1", [hidden, d])) yield return entry;
        foreach (var entry in Pair("mlp.fc2", "feed_forward.fc2", [d, hidden])) yield return entry;
        foreach (var entry in Pair("red", fuses ? "fuse.both" : null, [d, 2 * d])) yield return entry;

        IEnumerable<OfficialEntry> Pair(string name, string? own, long[] shape) => WeightAndBias($"{theirs}.{name}", own is null ? null : $"{ours}.{own}", shape);
    }

    private static IEnumerable<OfficialEntry> Embedding(string name, SwinLstmOptions options, bool dead) =>
    [
        .. WeightAndBias($"{name}.proj", dead ? null : "embedding.proj", [options.EmbedChannels, options.Frame.Channels, options.PatchSize, options.PatchSize]),
        .. WeightAndBias($"{name}.norm", dead ? null : "embedding.norm", [options.EmbedChannels]),
    ];

    private static IEnumerable<OfficialEntry> Unembedding(string name, SwinLstmOptions options) =>
    [
        new($"{name}.weight", [options.EmbedChannels, options.Frame.Channels, 3, 3], "inflation.head.weight"),
        new($"{name}.bias", [options.Frame.Channels], "inflation.head.bias"),
    ];

    private static IEnumerable<OfficialEntry> Resampled(string name, string ours, string layer, long rows, long columns, long normalised) =>
    [
        new($"{name}.{layer}.weight", [rows, columns], $"{ours}.{layer}.weight"),
        .. WeightAndBias($"{name}.norm", $"{ours}.norm", [normalised]),
    ];

    private static IEnumerable<OfficialEntry> WeightAndBias(string name, string? ours, long[] shape) =>
    [
        new($"{name}.weight", shape, ours is null ? null : $"{ours}.weight"),
        new($"{name}.bias", [shape[0]], ours is null ? null : $"{ours}.bias"),
    ];

    private static void RefuseUnpublished(SwinLstmOptions options, NameStyle style)
    {
        var changes = options.Stages.Select(s => s.Then).ToList();
        var merging = changes.TakeWhile(c => c == Resampling.Merge).Count();
        var ladder = changes.Skip(merging).All(c => c == Resampling.Expand);
        string? why =
            options.PatchSize != 2 ? $"its head restores patches of 2 pixels only, and PatchSize is {options.PatchSize}"
            : options.OutputChannels is { } outputs && outputs != options.Frame.Channels ? $"it has as many channels out as in, and OutputChannels is {outputs}"
            : options.Activation != OutputActivation.Sigmoid ? $"it ends with a sigmoid, and Activation is {options.Activation}"
            : options.Window.Height != options.Window.Width ? $"its windows are square, and Window is {options.Window}"
            : !(ladder || changes.All(c => c == Resampling.Keep)) ? $"it only keeps one resolution, or goes down and then up, and Stages are {options.Stages}"
            : style == NameStyle.OpenStl && merging == 0 && changes.Count > 1 ? $"OpenSTL's SwinLSTM-B has one cell, and Stages has {changes.Count}"
            : null;
        if (why is not null) throw new NotSupportedException($"The published code cannot build this network: {why}. Use Checkpoint, which keeps any network.");
    }
}

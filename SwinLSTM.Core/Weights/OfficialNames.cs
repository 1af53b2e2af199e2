namespace SwinLSTM;

/// <summary>Whose names a file of weights uses for a SwinLSTM.</summary>
public enum NameStyle
{
    /// <summary>The authors' code, such as <c>ST.layers.0.Swin.layers.0.norm1.weight</c>.</summary>
    Authors,

    /// <summary>OpenSTL, such as <c>ST.layer.STBs.0.norm1.weight</c>. It knows one cell in a SwinLSTM-B.</summary>
    OpenStl,
}

/// <summary>The published state dicts, entry by entry in their order: the one table behind loading, reporting and export.</summary>
/// <remarks>Names: the authors' code (SwinLSTM_B.py, SwinLSTM_D.py) and OpenSTL's copy of it. Never run, and so dead: <c>red</c> of odd
/// blocks and <c>Upsample.patch_embed</c>; they have the shape of the weight that does run. Derived: <c>relative_position_index</c> of
/// every block and <c>attn_mask</c> of shifted ones, and with them the size of a position table: they follow from the frame's size, which a
/// grid of patches stands for.</remarks>
internal sealed class OfficialNames
{
    private readonly Dictionary<string, Tensor> weights;
    private readonly List<WeightEntry> entries = [];

    private OfficialNames(Module module) => weights = module.state_dict();

    /// <summary>Lists the entries of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="style">Whose names.</param>
    /// <param name="grid">The grid of a frame's patches; null where it is not known, as on loading: entries that depend on it then have any
    /// shape.</param>
    /// <exception cref="NotSupportedException">The published code cannot build such a network.</exception>
    public static IReadOnlyList<WeightEntry> Of(SwinLstmNetwork network, NameStyle style, TokenGrid? grid = null)
    {
        var options = network.Options;
        RefuseUnpublished(options, style);
        var (names, authors) = (new OfficialNames(network), style == NameStyle.Authors);
        var grids = grid?.OfStages(options).ToArray();
        var (down, all) = (options.Stages.Count(s => s.Then == Resampling.Downsample), options.Stages.Count);
        if (down == 0)
        {
            names.Layers("ST.patch_embed", "embedding", "proj", "norm");
            names.Layer(authors ? "ST.PatchInflated.ConvT" : "ST.patch_inflated.Conv", "unembedding.head");
            if (authors) Cells("ST.layers", 0, all);
            else Cell("ST.layer", 0);
        }
        else
        {
            names.Layers("Downsample.patch_embed", "embedding", "proj", "norm");
            Cells("Downsample.layers", 0, down);
            for (var i = 0; i < down; i++) names.Layers($"Downsample.downsample.{i}", $"stages.{i}.downsample", "reduction", "norm");
            names.Layer("Upsample.patch_embed.proj", "embedding.proj", dead: true);
            names.Layer("Upsample.patch_embed.norm", "embedding.norm", dead: true);
            names.Layer("Upsample.Unembed.Conv", "unembedding.head");
            Cells("Upsample.layers", down, all);
            for (var i = down; i < all; i++) names.Layers($"Upsample.upsample.{i - down}", $"stages.{i}.upsample", "expand", "norm");
        }

        return names.entries;

        void Cells(string theirs, int from, int to)
        {
            for (var i = from; i < to; i++) Cell($"{theirs}.{i - from}", i);
        }

        void Cell(string theirs, int stage) => names.Blocks($"{theirs}.{(authors ? "Swin.layers" : "STBs")}",
            $"stages.{stage}.cell.blocks", options.Stages[stage].Depth, options.Window, grids?[stage]);
    }

    /// <summary>Lists the entries of a cell alone, under the authors' names.</summary>
    public static IReadOnlyList<WeightEntry> Of(SwinLstmCell cell, int depth, WindowSize window, TokenGrid grid)
    {
        var names = new OfficialNames(cell);
        names.Blocks("Swin.layers", "blocks", depth, window, grid);
        return names.entries;
    }

    private void Blocks(string theirs, string ours, int depth, WindowSize window, TokenGrid? grid)
    {
        for (var i = 0; i < depth; i++)
        {
            var (name, own, shifted) = ($"{theirs}.{i}", $"{ours}.{i}", i % 2 == 1);
            var layout = grid is { } known ? WindowLayout.Of(known, window, shifted) : null;
            var used = layout?.Window ?? window;
            var table = $"{own}.attention.relative_position_bias_table";
            long n = used.Tokens;
            if (layout?.IsShifted ?? shifted)
                Derived($"{name}.attn_mask", layout is null ? null : [layout.Windows, n, n], () => WindowShift.Mask(layout!)!);
            Layer($"{name}.norm1", $"{own}.norm1");
            entries.Add(new($"{name}.attn.relative_position_bias_table", [used.Offsets, weights[table].size(1)], table));
            Derived($"{name}.attn.relative_position_index", layout is null ? null : [n, n], () => RelativePositionBias.Index(used, used));
            Layers($"{name}.attn", $"{own}.attention", "qkv", "proj");
            Layer($"{name}.norm2", $"{own}.norm2");
            Layers($"{name}.mlp", $"{own}.feed_forward", "fc1", "fc2");
            Layer($"{name}.red", $"{ours}.{i - (i % 2)}.fuse", dead: shifted);
        }
    }

    private void Layers(string theirs, string ours, params ReadOnlySpan<string> layers)
    {
        foreach (var layer in layers) Layer($"{theirs}.{layer}", $"{ours}.{layer}");
    }

    private void Layer(string theirs, string ours, bool dead = false)
    {
        foreach (var part in new[] { "weight", "bias" })
            if (weights.TryGetValue($"{ours}.{part}", out var weight))
                entries.Add(new($"{theirs}.{part}", weight.shape, dead ? null : $"{ours}.{part}"));
    }

    private void Derived(string name, long[]? shape, Func<Tensor> derive) => entries.Add(new(name, shape, null, derive));

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
}

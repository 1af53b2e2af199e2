namespace SwinLSTM;

/// <summary>Grid and channels of every stage of a network: what its options amount to.</summary>
/// <param name="Options">The stage.</param>
/// <param name="Grid">The grid its cell works on.</param>
/// <param name="Channels">The channels its cell works with.</param>
/// <param name="NextGrid">The grid after it.</param>
internal sealed record StageLayout(StageOptions Options, PatchGrid Grid, int Channels, PatchGrid NextGrid)
{
    /// <summary>The layouts of valid options, in the order the stages run.</summary>
    public static IReadOnlyList<StageLayout> Of(SwinLstmOptions options)
    {
        var levels = new Stack<PatchGrid>();
        var grid = PatchGrid.Of(options.Frame.Height, options.Frame.Width, options.PatchSize);
        var layouts = new List<StageLayout>();
        foreach (var stage in options.Stages)
        {
            var channels = options.EmbedChannels << levels.Count;
            var before = grid;
            if (stage.Then == Resampling.Merge)
            {
                levels.Push(grid);
                grid = grid.Merged();
            }
            else if (stage.Then == Resampling.Expand)
            {
                grid = levels.Pop();
            }

            layouts.Add(new(stage, before, channels, grid));
        }

        return layouts;
    }

    /// <summary>The window its blocks really use.</summary>
    public WindowSize Window(SwinLstmOptions options) => WindowLayout.Of(Grid, options.Window, shifted: false).Window;

    /// <summary>Hidden width of its perceptrons.</summary>
    public int HiddenChannels(SwinLstmOptions options) => new CellOptions { FeedForwardRatio = options.FeedForwardRatio }.HiddenChannels(Channels);

    /// <summary>Weights of the stage, without building it.</summary>
    public long ParameterCount(SwinLstmOptions options)
    {
        long d = Channels, hidden = HiddenChannels(options);
        var block = (4 * d) + ((long)Window(options).Offsets * Options.Heads) + (4 * d * d) + (4 * d) + (2 * d * hidden) + hidden + d;
        var resampling = Options.Then switch
        {
            Resampling.Merge => (8 * d) + (8 * d * d),
            Resampling.Expand => d + (2 * d * d),
            _ => 0,
        };
        return (Options.Depth * block) + ((Options.Depth + 1) / 2 * ((2 * d * d) + d)) + resampling;
    }
}

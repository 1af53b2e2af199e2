namespace SwinLSTM;

/// <summary>Every rule that <see cref="SwinLstmOptions"/> obey, in one place: each with the option, the value received and a way
/// out.</summary>
internal static class OptionsRules
{
    // Beyond these no network fits into a machine, and products of sizes still fit into 64 bits.
    public const int MostChannels = 65_536;
    private const int MostBlocks = 1_024, MostStages = 64;

    public static void Validate(SwinLstmOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Refuse(nameof(SwinLstmOptions), Broken(options), nameof(options));
    }

    /// <summary>Throws one exception that lists every broken rule.</summary>
    public static void Refuse(string kind, IEnumerable<string> broken, string parameter)
    {
        var list = string.Concat(broken.Select(rule => $"\n  {rule}"));
        if (list != "") throw new ArgumentException($"{kind} are invalid:{list}", parameter);
    }

    public static IEnumerable<string> Broken(SwinLstmOptions o)
    {
        if (o.Channels is < 1 or > MostChannels) yield return $"Channels is {o.Channels}; a frame has 1 to {MostChannels} channels.";
        if (o.TargetChannels is { } targets)
        {
            if (targets.Count == 0 || targets.Distinct().Count() != targets.Count || targets.Any(c => c < 0 || c >= o.Channels))
                yield return $"TargetChannels is {targets}; list channels from 0 to {o.Channels - 1}, each once, or null for all.";
            if (o.OutputChannels is { } outputs && outputs != targets.Count)
                yield return $"OutputChannels is {outputs} and TargetChannels lists {targets.Count}; leave one of them null.";
        }

        if (o.OutputChannels is < 1 or > MostChannels)
            yield return $"OutputChannels is {o.OutputChannels}; give 1 to {MostChannels}, or null for as many as go in.";
        if (o.PatchSize is not (1 or 2 or 4 or 8)) yield return $"PatchSize is {o.PatchSize}; it must be 1, 2, 4 or 8.";
        if (o.EmbedChannels is < 1 or > MostChannels) yield return $"EmbedChannels is {o.EmbedChannels}; it must be 1 to {MostChannels}.";
        if (o.Window.Height is < 1 or > 256 || o.Window.Width is < 1 or > 256)
            yield return $"Window is {o.Window}; each side must be 1 to 256 tokens.";
        foreach (var rule in (o.Cell with { StochasticDepth = [o.StochasticDepth] }).Broken()) yield return rule;
        if (!Enum.IsDefined(o.Activation)) yield return $"Activation is {(int)o.Activation}; choose Sigmoid, None or Tanh.";
        if (o.Stages is null || o.Stages.Count == 0)
            yield return "Stages is empty; a network needs at least one, such as new StageOptions(Depth: 12, Heads: 4).";
        else if (o.Stages.Count > MostStages) yield return $"Stages has {o.Stages.Count} entries; at most {MostStages} are supported.";
        else foreach (var rule in BrokenStages(o.Stages, o.EmbedChannels)) yield return rule;
    }

    private static IEnumerable<string> BrokenStages(ValueList<StageOptions> stages, int embedChannels)
    {
        var level = 0;
        for (var i = 0; i < stages.Count; i++)
        {
            if (stages[i] is not { } stage)
            {
                yield return $"Stages[{i}] is missing; give its depth and heads.";
                yield break;
            }

            var channels = embedChannels * Math.Pow(2, level);
            if (stage.Depth is < 1 or > MostBlocks)
                yield return $"Stages[{i}].Depth is {stage.Depth}; a cell has 1 to {MostBlocks} blocks.";
            if (channels > MostChannels)
                yield return $"Stages[{i}] would have {channels} channels; at most {MostChannels} are supported: "
                    + "downsample less often or embed fewer channels.";
            if (stage.Heads < 1) yield return $"Stages[{i}].Heads is {stage.Heads}; attention needs at least 1 head.";
            else if (channels <= MostChannels && channels >= 1 && channels % stage.Heads != 0)
                yield return $"Stages[{i}]: {channels} channels cannot be shared by {stage.Heads} heads; "
                    + Nearest((int)channels, stage.Heads);
            if (!Enum.IsDefined(stage.Then)) yield return $"Stages[{i}].Then is {(int)stage.Then}; choose None, Downsample or Upsample.";
            if (stage.Then == Resampling.Upsample && level == 0)
            {
                yield return $"Stages[{i}] upsamples beyond the first resolution; put a stage that downsamples before it.";
                yield break;
            }

            level += stage.Descends;
        }

        if (level > 0)
            yield return $"Stages downsample {level} time(s) more than they upsample; a network ends at the resolution it began with, "
                + "so add as many stages that upsample.";
    }

    private static string Nearest(int channels, int heads)
    {
        var below = channels / heads * heads;
        return $"channels must be a multiple of heads ({(below == 0 ? "" : $"{below} or ")}{below + heads} would do).";
    }
}

namespace SwinLSTM;

/// <summary>Every rule that <see cref="SwinLstmOptions"/> obey, in one place.</summary>
internal static class OptionsRules
{
    // Beyond these no network fits into a machine, and products of sizes still fit into 64 bits.
    private const int LargestSide = 65_536, MostChannels = 65_536, MostBlocks = 1_024, MostStages = 64;

    // Padded to whole windows, a grid still counts its tokens in 31 bits.
    private const long MostTokens = 1L << 30;

    /// <summary>Throws one exception that lists every broken rule.</summary>
    public static void Validate(SwinLstmOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var broken = Broken(options).ToList();
        if (broken.Count > 0)
            throw new ArgumentException($"SwinLstmOptions are invalid:{string.Concat(broken.Select(b => $"\n  {b}"))}", nameof(options));
    }

    /// <summary>The broken rules: each with the option, the value received and a way out.</summary>
    public static IEnumerable<string> Broken(SwinLstmOptions o)
    {
        if (o.Frame is null) yield return "Frame is missing; give the shape of a frame, such as new FrameShape(1, 64, 64).";
        else
        {
            if (o.Frame.Channels is < 1 or > MostChannels) yield return $"Frame.Channels is {o.Frame.Channels}; a frame has 1 to {MostChannels} channels.";
            if (o.Frame.Height is < 1 or > LargestSide || o.Frame.Width is < 1 or > LargestSide)
                yield return $"Frame is {o.Frame.Height} × {o.Frame.Width} pixels; each side must be 1 to {LargestSide}.";
            else if (o.PatchSize is 1 or 2 or 4 or 8 && Patches(o.Frame.Height, o.PatchSize) * Patches(o.Frame.Width, o.PatchSize) is var tokens and > MostTokens)
                yield return $"Frame of {o.Frame.Height} × {o.Frame.Width} pixels has {tokens} patches of {o.PatchSize} pixels; at most {MostTokens} are supported: use a larger patch.";
        }

        if (o.OutputChannels is < 1 or > MostChannels) yield return $"OutputChannels is {o.OutputChannels}; give 1 to {MostChannels}, or null for as many as go in.";
        if (o.PatchSize is not (1 or 2 or 4 or 8)) yield return $"PatchSize is {o.PatchSize}; it must be 1, 2, 4 or 8.";
        if (o.EmbedChannels is < 1 or > MostChannels) yield return $"EmbedChannels is {o.EmbedChannels}; it must be 1 to {MostChannels}.";
        if (o.Window.Height is < 1 or > 256 || o.Window.Width is < 1 or > 256) yield return $"Window is {o.Window}; each side must be 1 to 256 tokens.";
        if (!(o.FeedForwardRatio > 0 && o.FeedForwardRatio <= 64)) yield return $"FeedForwardRatio is {o.FeedForwardRatio}; it must be above 0 and at most 64 (4 as published).";
        if (!Enum.IsDefined(o.Activation)) yield return $"Activation is {(int)o.Activation}; choose Sigmoid, None or Tanh.";
        foreach (var (name, rate) in new[] { ("StochasticDepth", o.StochasticDepth), ("Dropout", o.Dropout), ("AttentionDropout", o.AttentionDropout) })
            if (!(rate >= 0 && rate < 1)) yield return $"{name} is {rate}; a rate must be at least 0 and below 1.";

        if (o.Stages is null || o.Stages.Count == 0) yield return "Stages is empty; a network needs at least one, such as new StageOptions(Depth: 12, Heads: 4).";
        else if (o.Stages.Count > MostStages) yield return $"Stages has {o.Stages.Count} entries; at most {MostStages} are supported.";
        else foreach (var rule in BrokenStages(o.Stages, o.EmbedChannels)) yield return rule;
    }

    private static IEnumerable<string> BrokenStages(StageList stages, int embedChannels)
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
            if (stage.Depth is < 1 or > MostBlocks) yield return $"Stages[{i}].Depth is {stage.Depth}; a cell has 1 to {MostBlocks} blocks.";
            if (channels > MostChannels) yield return $"Stages[{i}] would have {channels} channels; at most {MostChannels} are supported: merge less often or embed fewer channels.";
            if (stage.Heads < 1) yield return $"Stages[{i}].Heads is {stage.Heads}; attention needs at least 1 head.";
            else if (channels <= MostChannels && channels >= 1 && channels % stage.Heads != 0) yield return $"Stages[{i}]: {channels} channels cannot be shared by {stage.Heads} heads; {Nearest((int)channels, stage.Heads)}";
            if (!Enum.IsDefined(stage.Then)) yield return $"Stages[{i}].Then is {(int)stage.Then}; choose Keep, Merge or Expand.";
            if (stage.Then == Resampling.Expand && level == 0)
            {
                yield return $"Stages[{i}] expands beyond the first resolution; put a stage that merges before it.";
                yield break;
            }

            level += stage.Then switch { Resampling.Merge => 1, Resampling.Expand => -1, _ => 0 };
        }

        if (level > 0) yield return $"Stages merge {level} time(s) more than they expand; a network ends at the resolution it began with, so add as many stages that expand.";
    }

    private static long Patches(int side, int patchSize) => ((long)side + patchSize - 1) / patchSize;

    private static string Nearest(int channels, int heads) =>
        $"channels must be a multiple of heads ({(channels < heads ? "" : $"{channels / heads * heads} or ")}{(channels / heads * heads) + heads} would do).";
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace SwinLSTM;

/// <summary>Reads the options of a network off the names and shapes of its published weights.</summary>
internal static partial class OfficialOptions
{
    /// <summary>What no weight shows, for the report.</summary>
    public const string Assumed = "StochasticDepth 0.1, Dropout 0, AttentionDropout 0 and a sigmoid at the end, as published; "
        + "the window is the largest of the stages";

    // Of data-parallel wrappers, of trainers that hold the network as `model`, of compiled modules.
    private static readonly string[] Prefixes = ["module.", "model.", "_orig_mod."];

    /// <summary>Returns the length of the wrappers' prefixes that all names share, however many and in any order.</summary>
    public static int SharedPrefix(IReadOnlyCollection<string> names)
    {
        var length = 0;
        // Something must be left of every name.
        while (names.Count > 0 && Array.Find(Prefixes, prefix => names.All(name => name.Length > length + prefix.Length
            && name.AsSpan(length).StartsWith(prefix, StringComparison.Ordinal))) is { } next) length += next.Length;
        return length;
    }

    /// <summary>Tells whose names these are.</summary>
    public static NameStyle Style(IEnumerable<string> names) =>
        names.Any(n => n.Contains(".STBs.", StringComparison.Ordinal)) ? NameStyle.OpenStl : NameStyle.Authors;

    /// <summary>Reads the options of a file whose names have no prefixes of wrappers.</summary>
    /// <exception cref="FormatException">The names are not those of a SwinLSTM, or shapes contradict each other.</exception>
    public static SwinLstmOptions Read(TensorFile file)
    {
        var embedding = Shape("ST.patch_embed.proj.weight") ?? Shape("Downsample.patch_embed.proj.weight");
        var tables = file.Names.Select(n => TableName().Match(n)).Where(m => m.Success).ToList();
        if (embedding is not [_, _, _, _] || tables.Count == 0)
            throw new FormatException("It holds no SwinLSTM: names such as 'ST.patch_embed.proj.weight' or "
                + "'Downsample.patch_embed.proj.weight', and position tables of blocks, are looked for; "
                + $"its first names are [{string.Join(", ", file.Names.Take(3).Select(n => BadFile.Quote(n)))}].");

        // The state dict lists the encoder before the decoder, and the decoder in the order it runs.
        var stages = tables.GroupBy(m => (Then: Part(m.Groups["part"]), Stage: Number(m.Groups["stage"])))
            .OrderBy(g => g.Key.Then).ThenBy(g => g.Key.Stage).ToList();
        var window = tables.Max(m => RelativePositionBias.SquareWindow(Shape(m.Value))
            ?? throw new FormatException($"'{m.Value}' is no table of a square window."));
        return new()
        {
            Channels = Int(embedding[1]),
            PatchSize = Int(embedding[2]),
            EmbedChannels = Int(embedding[0]),
            Stages = [.. stages.Select(s => new StageOptions(s.Count(), Int(Shape(s.First().Value)![1]), s.Key.Then))],
            Window = window,
            FeedForwardRatio = Shape($"{stages[0].First().Groups["block"].Value}mlp.fc1.weight") is [var wide, var narrow and > 0]
                ? (double)wide / narrow : 4,
        };

        long[]? Shape(string name) => file.TryGet(name, out var tensor) ? tensor.shape : null;
        static Resampling Part(Group name) => Enum.TryParse<Resampling>(name.ValueSpan, out var then) ? then : Resampling.None;
        static int Int(long size) =>
            size <= int.MaxValue ? (int)size : throw new FormatException($"A size of {size} is beyond any network.");
        static int Number(Group digits) => !digits.Success ? 0
            : int.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n
            : throw new FormatException($"A stage is numbered {digits.Value}.");
    }

    [GeneratedRegex(
        @"^(?<block>(?<part>ST|Downsample|Upsample)\.layers?(\.(?<stage>\d+))?\.(Swin\.layers|STBs)\.\d+\.)"
        + @"attn\.relative_position_bias_table$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex TableName();
}

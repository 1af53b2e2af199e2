using System.Globalization;
using System.Text.RegularExpressions;

namespace SwinLSTM;

/// <summary>Reads the options of a network off the names and shapes of its published weights.</summary>
internal static partial class OfficialOptions
{
    /// <summary>What no weight shows, for the report.</summary>
    public const string Assumed = "StochasticDepth 0.1, Dropout 0, AttentionDropout 0 and a sigmoid at the end, as published; "
        + "the window is the largest of the stages";

    /// <summary>Whose names these are.</summary>
    public static NameStyle Style(IEnumerable<string> names) =>
        names.Any(n => n.Contains(".STBs.", StringComparison.Ordinal)) ? NameStyle.OpenStl : NameStyle.Authors;

    /// <summary>Reads them.</summary>
    /// <param name="names">The file's names, without prefixes of wrappers.</param>
    /// <param name="file">The tensors, in the same order.</param>
    /// <exception cref="FormatException">The names are not those of a SwinLSTM, or shapes contradict each other.</exception>
    public static SwinLstmOptions Read(IReadOnlyList<string> names, TensorFile file)
    {
        var places = names.Select((name, i) => (name, i)).ToDictionary(n => n.name, n => n.i);
        var embedding = Shape("ST.patch_embed.proj.weight") ?? Shape("Downsample.patch_embed.proj.weight");
        var blocks = names.Select(n => TableName().Match(n)).Where(m => m.Success).Select(m => (
            Prefix: m.Groups["cell"].Value,
            Then: Enum.TryParse<Resampling>(m.Groups["part"].Value, out var then) ? then : Resampling.None,
            Stage: m.Groups["stage"].Success ? Number(m.Groups["stage"]) : 0, Name: m.Value)).ToList();
        if (embedding is not [_, _, _, _] || blocks.Count == 0)
            throw new FormatException("It holds no SwinLSTM: names such as 'ST.patch_embed.proj.weight' or "
                + "'Downsample.patch_embed.proj.weight', and position tables of blocks, are looked for; "
                + $"its first names are [{string.Join(", ", names.Take(3).Select(n => BadFile.Quote(n)))}].");

        // The state dict lists the encoder before the decoder, and the decoder in the order it runs.
        var stages = blocks.GroupBy(b => (b.Then, b.Stage)).OrderBy(g => g.Key.Then).ThenBy(g => g.Key.Stage).ToList();
        var window = blocks.Max(b => PositionTables.Window(Shape(b.Name))
            ?? throw new FormatException($"'{b.Name}' is no table of a square window."));
        var first = stages[0].First();
        var hidden = Shape($"{first.Prefix}{first.Name[first.Prefix.Length..].Split(".attn.")[0]}.mlp.fc1.weight");
        return new()
        {
            Channels = Int(embedding[1]),
            PatchSize = Int(embedding[2]),
            EmbedChannels = Int(embedding[0]),
            Stages = [.. stages.Select(s => new StageOptions(s.Count(), Int(Shape(s.First().Name)![1]), s.Key.Then))],
            Window = window,
            FeedForwardRatio = hidden is [var wide, var narrow] && narrow > 0 ? (double)wide / narrow : 4,
        };

        long[]? Shape(string name) => places.TryGetValue(name, out var i) ? file[file.Names[i]].shape : null;
        static int Int(long size) =>
            size <= int.MaxValue ? (int)size : throw new FormatException($"A size of {size} is beyond any network.");
        static int Number(Group digits) => int.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? n
            : throw new FormatException($"A stage is numbered {digits.Value}.");
    }

    [GeneratedRegex(
        @"^(?<cell>(?<part>ST|Downsample|Upsample)\.layers?(\.(?<stage>\d+))?\.)(Swin\.layers|STBs)\.\d+\."
        + @"attn\.relative_position_bias_table$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex TableName();
}

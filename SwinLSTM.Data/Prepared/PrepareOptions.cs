namespace SwinLSTM.Data;

/// <summary>How frames are prepared.</summary>
public sealed record PrepareOptions
{
    /// <summary>
    /// What the frames are made from, in your own words: paths, their sizes and dates, settings. It is kept in the file, and what was begun
    /// under other words is not continued. Default empty.
    /// </summary>
    public string Source { get; init; } = "";

    /// <summary>Whether what an interrupted call left behind is thrown away instead of continued. Default false.</summary>
    public bool Restart { get; init; }

    /// <summary>Whether a file that is there already is replaced, once the new one is whole. Default false: it is refused, unless it was made from the same.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Bytes of values that are read and written at a time. Default 8 MiB; at least one frame is.</summary>
    public int BlockBytes { get; init; } = 8 << 20;

    /// <summary>
    /// Blocks that are read at the same time, each by a thread of its own; memory is that many blocks and one more. Default 1, which
    /// reads each source from its beginning to its end, as videos need it; 4 suit arrays and generators.
    /// </summary>
    public int Readers { get; init; } = 1;

    internal void Check()
    {
        (bool Broken, string Rule)[] rules =
        [
            (Source is null, "Source is null; leave it empty instead."),
            (BlockBytes < 1, $"BlockBytes is {BlockBytes}; at least one byte is needed."),
            (Readers is < 1 or > 64, $"Readers is {Readers}; 1 to 64 are possible."),
        ];
        var broken = rules.Where(rule => rule.Broken).Select(rule => $"\n  {rule.Rule}").ToList();
        if (broken.Count > 0)
            throw new ArgumentException("PrepareOptions are invalid:" + string.Concat(broken));
    }
}

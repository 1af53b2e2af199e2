namespace SwinLSTM.Data;

/// <summary>How frames are prepared.</summary>
public sealed record PrepareOptions
{
    /// <summary>How values are stored. Default <see cref="FrameStorage.Float32"/>.</summary>
    public FrameStorage Storage { get; init; }

    /// <summary>What the frames are made from, in your own words: paths, their sizes and dates, settings. It is kept with them, and what
    /// was begun under other words is not continued. Default empty.</summary>
    public string Source { get; init; } = "";

    /// <summary>Whether what an interrupted call left behind is thrown away instead of continued. Default false.</summary>
    public bool Restart { get; init; }

    /// <summary>Whether a folder that is there already is replaced, once the new one is whole. Default false: it is refused, unless it was
    /// made from the same.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Bytes of values that are read and written at a time. Default 8 MiB; at least one frame is.</summary>
    public int BlockBytes { get; init; } = 8 << 20;

    /// <summary>Blocks that are read at the same time, each by a thread of its own; memory is that many blocks and one more. Default 1,
    /// which reads each source from its beginning to its end, as videos need it; 4 suit arrays and generators.</summary>
    public int Readers { get; init; } = 1;

    internal void Check() => SequenceRules.CheckAll(nameof(PrepareOptions),
    [
        (!Enum.IsDefined(Storage), $"Storage is {Storage}; it is Float32 or Bytes."),
        (Source is null, "Source is null; leave it empty instead."),
        (BlockBytes < 1, $"BlockBytes is {BlockBytes}; at least one byte is needed."),
        (Readers is < 1 or > 64, $"Readers is {Readers}; 1 to 64 are possible."),
    ]);
}

/// <summary>How prepared frames store a value.</summary>
public enum FrameStorage
{
    /// <summary>As it is.</summary>
    Float32,
    /// <summary>Rounded to one of 256 steps from 0 to 1, in a quarter of the space: for pictures and digits, which come in these steps.
    /// None may be missing.</summary>
    Bytes,
}

/// <summary>How far preparing has come.</summary>
/// <param name="Frames">Frames that are written; those that an earlier call wrote count.</param>
/// <param name="Total">Frames there are.</param>
/// <param name="Bytes">Bytes that are written.</param>
/// <param name="Series">What the series that was written last is called.</param>
public readonly record struct PrepareProgress(long Frames, long Total, long Bytes, string Series);

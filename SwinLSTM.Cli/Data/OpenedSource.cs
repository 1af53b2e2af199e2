using SwinLSTM.Data;

namespace SwinLSTM.Cli;

/// <summary>What a source turned out to be: series of frames, or whole samples, or a published set with its splits; whether its values come
/// from bytes; and what must be closed after it.</summary>
internal sealed record OpenedSource(bool Bytes, IDisposable? Owner = null) : IDisposable
{
    public IReadOnlyList<IFrameSeries> Series { get; init; } = [];
    public ISequenceDataset? Samples { get; init; }
    public DatasetSplits? Splits { get; init; }

    /// <summary>The options that say how to read it.</summary>
    public string Reads { get; init; } = "";

    /// <summary>Opens something within a file, which is closed if that fails.</summary>
    public static OpenedSource Within<T>(T owner, Func<T, OpenedSource> open) where T : IDisposable
    {
        try
        {
            return open(owner);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    public void Dispose() => Owner?.Dispose();
}

using SwinLSTM.Data;

namespace SwinLSTM.Cli;

/// <summary>What a source turned out to be: series of frames, or whole samples; and what must be closed after it.</summary>
internal sealed record OpenedSource(IReadOnlyList<IFrameSeries> Series, ISequenceDataset? Samples, IDisposable? Owner, bool InOrder = false) : IDisposable
{
    public static OpenedSource Of(ISequenceDataset samples, IDisposable? owner = null) => new([], samples, owner);

    public static OpenedSource Of(IReadOnlyList<IFrameSeries> series, IDisposable? owner, bool inOrder = false) => new(series, null, owner, inOrder);

    public void Dispose() => Owner?.Dispose();
}

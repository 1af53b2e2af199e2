namespace SwinLSTM.Data;

/// <summary>Batches of a data set, made ahead by threads while the last one is used. What it gives follows from the data set and the
/// options alone: one worker and eight give the same batches, bit for bit. It holds nothing between walks; any number of walks may run at
/// once.</summary>
/// <remarks>A batch belongs to the reader, who disposes it. Leaving a walk in any way (its end, <c>break</c>, an exception, cancellation)
/// stops its workers, after the sample that each is reading, and frees what was made ahead. A sample that cannot be read gives a
/// <see cref="SampleReadException"/> in place of its batch; batches before it come first.</remarks>
public sealed class SequenceLoader
{
    private readonly BatchPlan plan;

    /// <summary>Prepares batches; nothing is read yet.</summary>
    /// <param name="dataset">Where samples come from. It stays the caller's, and must live as long as walks do.</param>
    /// <param name="options">How; batches of 16 in order, on the CPU, if left out.</param>
    /// <exception cref="ArgumentException">Options that break a rule, or a batch that is too large.</exception>
    public SequenceLoader(ISequenceDataset dataset, LoaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        options ??= new();
        options.Check(dataset);
        BatchMaker.CheckSize(dataset.Shape, Math.Min(options.BatchSize, dataset.Count), nameof(options));
        (Dataset, Options, plan) = (dataset, options, new(dataset.Count, options));
    }

    /// <summary>Where samples come from.</summary>
    public ISequenceDataset Dataset { get; }

    /// <summary>How batches are made.</summary>
    public LoaderOptions Options { get; }

    /// <summary>Batches of one pass over the data.</summary>
    public long BatchesPerEpoch => plan.Batches;

    /// <summary>One pass over the data.</summary>
    /// <param name="epoch">Which, from 0: it decides the shuffled order and what is random about samples.</param>
    /// <param name="cancellation">Ends the wait for a batch.</param>
    /// <exception cref="ArgumentOutOfRangeException">The pass is below 0.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="SampleReadException">A sample could not be read.</exception>
    public IEnumerable<FrameBatch> Epoch(long epoch, CancellationToken cancellation = default) =>
        Stream(new(epoch, 0), BatchesPerEpoch, cancellation);

    /// <summary>Batches from a place on, pass after pass without a pause between them.</summary>
    /// <param name="from">
    /// The first batch, such as <see cref="FrameBatch.Position"/> of the last one before an interruption; the beginning if left out.
    /// </param>
    /// <param name="batches">How many; endlessly many if left out. The rest of a pass is <c>BatchesPerEpoch - from.Batch</c>.</param>
    /// <param name="cancellation">Ends the wait for a batch.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place, or a count below 0.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="SampleReadException">A sample could not be read.</exception>
    public IEnumerable<FrameBatch> Stream(LoaderPosition from = default, long batches = long.MaxValue,
        CancellationToken cancellation = default)
    {
        Check(from, batches);
        return Walk(from, batches, cancellation);
    }

    private IEnumerable<FrameBatch> Walk(LoaderPosition from, long batches, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var largest = (int)Math.Min(Options.BatchSize, Dataset.Count);
        using var run = new BatchRun(Dataset, plan, Options, from, batches, () => new(Dataset, Options.Device, largest));
        while (run.Next(cancellation) is { } batch)
            yield return batch;
    }

    private void Check(LoaderPosition from, long batches)
    {
        if (from.Epoch < 0 || from.Batch < 0 || from.Batch >= BatchesPerEpoch)
            throw new ArgumentOutOfRangeException(nameof(from), $"Passes are counted from 0 and have batches 0 to {BatchesPerEpoch - 1}; " +
                $"{from} was asked for. A saved place fits only the data set and the batch size it was saved with.");
        ArgumentOutOfRangeException.ThrowIfNegative(batches);
    }
}

/// <summary>A sample could not be read. It reaches the reader of a <see cref="SequenceLoader"/> where the sample's batch would have come;
/// the reason is the inner exception.</summary>
public sealed class SampleReadException : Exception
{
    internal SampleReadException(SampleId sample, string origin, Exception reason)
        : base($"Sample {sample.Index} of pass {sample.Epoch} ({origin}) could not be read: {reason.Message}", reason) =>
        (Sample, Origin) = (sample, origin);

    /// <summary>Which sample of which pass.</summary>
    public SampleId Sample { get; }

    /// <summary>Where it comes from: its file and its place there, as <see cref="ISequenceDataset.Describe"/> says.</summary>
    public string Origin { get; }

    internal static SampleReadException Of(ISequenceDataset dataset, SampleId sample, Exception reason)
    {
        string origin;
        try
        {
            origin = dataset.Describe(sample.Index);
        }
        catch (Exception) // the reason for the failure is worth more than the words for its place
        {
            origin = "of unknown origin";
        }
        return new(sample, origin, reason);
    }
}

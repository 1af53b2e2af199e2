using System.Runtime.ExceptionServices;

namespace SwinLSTM.Data;

/// <summary>One walk over batches: threads that make them ahead, and the one reader that takes them in order. A worker asks for room before
/// it takes a number, so at most as many batches exist as there are slots, and batch n has slot n modulo their count to itself.</summary>
internal sealed class BatchRun : IDisposable, IAsyncDisposable
{
    private readonly Func<BatchMaker> newMaker;
    private readonly ISequenceDataset dataset;
    private readonly BatchPlan plan;
    private readonly LoaderPosition from;
    private readonly long count;
    private readonly Slot[] slots;
    private readonly Thread[] workers;
    private readonly SemaphoreSlim room;
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource allLeft = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long claimed, taken;
    private int working;

    public BatchRun(ISequenceDataset dataset, BatchPlan plan, LoaderOptions options, LoaderPosition from, long count,
        Func<BatchMaker> newMaker)
    {
        (this.dataset, this.plan, this.from, this.count, this.newMaker) = (dataset, plan, from, count, newMaker);
        slots = new Slot[Math.Min(options.Prefetch, count)];
        for (var i = 0; i < slots.Length; i++)
            slots[i] = new();
        room = new(slots.Length);
        workers = new Thread[Math.Min(options.Workers, slots.Length)];
        working = workers.Length;
        if (working == 0)
            allLeft.SetResult();
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = new(Work) { IsBackground = true, Name = $"{nameof(SequenceLoader)} worker {i}" };
            workers[i].UnsafeStart();
        }
    }

    /// <summary>The next batch, which is the reader's; null after the last.</summary>
    public FrameBatch? Next(CancellationToken cancellation)
    {
        if (taken == count)
            return null;
        slots[taken % slots.Length].Ready.Wait(cancellation);
        return Take();
    }

    /// <inheritdoc cref="Next"/>
    public async ValueTask<FrameBatch?> NextAsync(CancellationToken cancellation)
    {
        if (taken == count)
            return null;
        await slots[taken % slots.Length].Ready.WaitAsync(cancellation).ConfigureAwait(false);
        return Take();
    }

    /// <summary>Stops the workers, waits for the sample that each is reading, and frees what nobody took.</summary>
    public void Dispose()
    {
        stop.Cancel();
        Free();
    }

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await allLeft.Task.ConfigureAwait(false);
        Free();
    }

    private FrameBatch Take()
    {
        var slot = slots[taken % slots.Length];
        var (batch, failure) = (slot.Batch, slot.Failure);
        (slot.Batch, slot.Failure) = (null, null);
        taken++;
        room.Release();
        failure?.Throw();
        return batch!;
    }

    private void Work()
    {
        BatchMaker? maker = null;
        try
        {
            while (true)
            {
                room.Wait(stop.Token);
                var number = Interlocked.Increment(ref claimed) - 1;
                if (number >= count)
                    break;
                var slot = slots[number % slots.Length];
                try
                {
                    slot.Batch = Make(maker ??= newMaker(), number);
                }
                catch (Exception reason) when (!stop.IsCancellationRequested)
                {
                    slot.Failure = ExceptionDispatchInfo.Capture(maker?.Reading is { } sample ? SampleReadException.Of(dataset, sample,
                        reason) : reason);
                }
                slot.Ready.Release();
            }
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // Nobody reads on, so nobody is to be told.
        }
        finally
        {
            maker?.Dispose();
            if (Interlocked.Decrement(ref working) == 0)
                allLeft.SetResult();
        }
    }

    private FrameBatch Make(BatchMaker maker, long number)
    {
        var at = plan.After(from, number);
        return maker.Make(plan.Indices(at), at.Epoch, plan.After(at, 1), stop.Token);
    }

    private void Free()
    {
        foreach (var worker in workers)
            worker.Join();
        foreach (var slot in slots)
        {
            slot.Batch?.Dispose();
            slot.Ready.Dispose();
        }
        room.Dispose();
        stop.Dispose();
    }

    private sealed class Slot
    {
        public SemaphoreSlim Ready { get; } = new(0, 1);

        public FrameBatch? Batch { get; set; }

        public ExceptionDispatchInfo? Failure { get; set; }
    }
}

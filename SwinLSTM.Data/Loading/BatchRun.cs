using System.Collections.Concurrent;

namespace SwinLSTM.Data;

/// <summary>One walk over batches: threads that make them ahead, and the one reader that takes them in order. At most as many batches exist
/// as are made ahead; the next one begins when one is taken.</summary>
internal sealed class BatchRun : IDisposable
{
    private readonly Func<BatchMaker> newMaker;
    private readonly ISequenceDataset dataset;
    private readonly BatchPlan plan;
    private readonly LoaderPosition from;
    private readonly long count;
    private readonly Thread[] workers;
    private readonly BlockingCollection<(long Number, TaskCompletionSource<FrameBatch> Made)> jobs = [];
    private readonly Queue<Task<FrameBatch>> ahead = [];
    private readonly CancellationTokenSource stop = new();
    private long begun;

    public BatchRun(ISequenceDataset dataset, BatchPlan plan, LoaderOptions options, LoaderPosition from, long count,
        Func<BatchMaker> newMaker)
    {
        (this.dataset, this.plan, this.from, this.count, this.newMaker) = (dataset, plan, from, count, newMaker);
        while (begun < Math.Min(options.Prefetch, count))
            Begin();
        workers = new Thread[Math.Min(options.Workers, begun)];
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = new(Work) { IsBackground = true, Name = $"{nameof(SequenceLoader)} worker {i}" };
            workers[i].UnsafeStart();
        }
    }

    /// <summary>The next batch, which is the reader's; null after the last.</summary>
    public FrameBatch? Next(CancellationToken cancellation)
    {
        if (!ahead.TryPeek(out var next))
            return null;
        Task.WaitAny([next], cancellation);
        ahead.Dequeue();
        Begin();
        return next.GetAwaiter().GetResult();
    }

    /// <summary>Stops the workers, waits for the sample that each is reading, and frees what nobody took.</summary>
    public void Dispose()
    {
        stop.Cancel();
        foreach (var worker in workers)
            worker.Join();
        foreach (var made in ahead)
            if (made.IsCompletedSuccessfully)
                made.Result.Dispose();
            else
                _ = made.Exception; // nobody is to be told
        jobs.Dispose();
        stop.Dispose();
    }

    private void Begin()
    {
        if (begun == count)
            return;
        var made = new TaskCompletionSource<FrameBatch>(TaskCreationOptions.RunContinuationsAsynchronously);
        ahead.Enqueue(made.Task);
        jobs.Add((begun++, made));
    }

    private void Work()
    {
        BatchMaker? maker = null;
        try
        {
            foreach (var (number, made) in jobs.GetConsumingEnumerable(stop.Token))
                try
                {
                    var at = plan.After(from, number);
                    made.SetResult((maker ??= newMaker()).Make(plan.Indices(at), at.Epoch, plan.After(at, 1), stop.Token));
                }
                catch (Exception reason)
                {
                    made.SetException(maker?.Reading is { } sample && !stop.IsCancellationRequested
                        ? SampleReadException.Of(dataset, sample, reason) : reason);
                }
        }
        catch (OperationCanceledException)
        {
            // Nobody reads on.
        }
        finally
        {
            maker?.Dispose();
        }
    }
}

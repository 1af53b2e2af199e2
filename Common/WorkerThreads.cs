using System.Runtime.ExceptionServices;

namespace SwinLSTM;

/// <summary>Threads that compute at the same time, with one intra-op thread each: no operator waits for another core, and what a worker
/// computes does not depend on how many there are.</summary>
internal sealed class WorkerThreads : IDisposable
{
    private readonly ManualResetEventSlim[] begin;
    private readonly ExceptionDispatchInfo?[] failures;
    private readonly CountdownEvent end;
    private Action<int>? work;

    public WorkerThreads(int count)
    {
        begin = [.. Enumerable.Range(0, count).Select(_ => new ManualResetEventSlim())];
        (failures, end) = (new ExceptionDispatchInfo?[count], new(count));
        // The setting is the calling thread's and that of threads made later: it is given back once all workers have theirs.
        var threads = TorchSharp.torch.get_num_threads();
        for (var i = 0; i < count; i++)
        {
            var number = i;
            new Thread(() => Live(number)) { IsBackground = true, Name = $"SwinLSTM worker {i}" }.UnsafeStart();
        }

        end.Wait();
        TorchSharp.torch.set_num_threads(threads);
    }

    public int Count => begin.Length;

    /// <summary>Runs <paramref name="what"/> on every worker, each with its number, and waits for all of them.</summary>
    /// <remarks>The exception of the first worker that has one is thrown when all are done.</remarks>
    public void Run(Action<int> what) => Run(what, Count);

    /// <summary>Runs it on the first <paramref name="count"/> workers alone.</summary>
    public void Run(Action<int> what, int count)
    {
        work = what;
        end.Reset(count);
        for (var i = 0; i < count; i++) begin[i].Set();
        end.Wait();
        work = null;
        Array.Find(failures, failure => failure is not null)?.Throw();
    }

    public void Dispose()
    {
        work = null;
        foreach (var signal in begin) signal.Set();
    }

    private void Live(int number)
    {
        // Asking comes first: a thread's first operator, or question, sets the number that the process has, whatever was set before.
        _ = TorchSharp.torch.get_num_threads();
        TorchSharp.torch.set_num_threads(1);
        end.Signal();
        while (true)
        {
            begin[number].Wait();
            begin[number].Reset();
            if (work is not { } now) return;
            failures[number] = null;
            try
            {
                now(number);
            }
            catch (Exception e)
            {
                failures[number] = ExceptionDispatchInfo.Capture(e);
            }

            end.Signal();
        }
    }
}

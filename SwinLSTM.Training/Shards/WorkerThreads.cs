using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace SwinLSTM.Training;

/// <summary>Threads that compute at the same time, with one intra-op thread each: no operator waits for another core, and what a worker
/// computes does not depend on how many there are.</summary>
internal sealed class WorkerThreads : IDisposable
{
    private readonly Barrier begin, end;
    private readonly ExceptionDispatchInfo?[] failures;
    private Action<int>? work;

    public WorkerThreads(int count)
    {
        (Count, begin, end, failures) = (count, new(count + 1), new(count + 1), new ExceptionDispatchInfo?[count]);
        // The setting is the calling thread's and that of threads made later: it is given back once all workers have theirs.
        var threads = get_num_threads();
        for (var i = 0; i < count; i++)
        {
            var number = i;
            new Thread(() => Live(number)) { IsBackground = true, Name = $"SwinLSTM worker {i}" }.UnsafeStart();
        }

        begin.SignalAndWait();
        set_num_threads(threads);
        end.SignalAndWait();
    }

    public int Count { get; }

    /// <summary>Runs <paramref name="what"/> on every worker, each with its number, and waits for all of them.</summary>
    /// <remarks>The exception of the first worker that has one is thrown when all are done.</remarks>
    public void Run(Action<int> what)
    {
        work = what;
        begin.SignalAndWait();
        end.SignalAndWait();
        Array.Find(failures, failure => failure is not null)?.Throw();
    }

    public void Dispose()
    {
        work = null;
        begin.SignalAndWait();
    }

    private void Live(int number)
    {
        set_num_threads(1);
        begin.SignalAndWait();
        end.SignalAndWait();
        while (true)
        {
            begin.SignalAndWait();
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

            end.SignalAndWait();
        }
    }
}

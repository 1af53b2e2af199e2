using System.Diagnostics;
using FluentAssertions;
using SwinLSTM.Training;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>What a rank does when a test starts this assembly as a program (<see cref="RankJob"/>): the first argument says what. What does
/// not hold throws, which ends the job with a failure.</summary>
internal static class RankProgram
{
    private static string[] arguments = [];

    private static readonly Dictionary<string, Action<Ranks>> verbs = new()
    {
        ["sum"] = Sum,
        ["broadcast"] = Broadcast,
        ["refuse"] = Refuse,
        ["throw"] = ranks => FailOnLast(ranks, () => throw new InvalidDataException("No such frame.")),
        ["throw-in-thread"] = ranks => FailOnLast(ranks, () => new Thread(() => throw new InvalidDataException("No such frame.")).Start()),
        ["exit"] = ranks => FailOnLast(ranks, () => Environment.Exit(3)),
        ["exit-with-256"] = ranks => FailOnLast(ranks, () => Environment.Exit(256)),
        ["abort"] = ranks => FailOnLast(ranks, () => ranks.Abort(5)),
        ["kill"] = ranks => FailOnLast(ranks, () => Process.GetCurrentProcess().Kill()),
        ["crash"] = ranks => FailOnLast(ranks, () => Environment.FailFast("The end.")),
        ["null"] = ThrowNullReference,
        ["stop"] = Stop,
        ["stop-slowly"] = StopSlowly,
        ["train"] = ranks => TrainingOnRanks.Train(ranks, arguments[1], int.Parse(arguments[2]), dieAt: int.Parse(arguments[3])),
    };


    /// <summary>Runs <paramref name="arguments"/>[0] and prints "done".</summary>
    public static void Main(string[] arguments)
    {
        RankProgram.arguments = arguments;
        Console.WriteLine($"process {Environment.ProcessId}");
        verbs[arguments[0]](Mpi.World());
        Console.WriteLine("done");
    }

    private static void Sum(Ranks ranks)
    {
        foreach (var size in new long[] { 0, 1, 7, 1000, 100_003 })
        {
            // As if every tensor had gigabytes: many pieces, the last one shorter.
            foreach (var piece in new[] { 1 << 28, 4096 })
            {
                ((MpiRanks)ranks).PieceBytes = piece;
                foreach (var type in new[] { float32, float64, int64 }) SumExactly(ranks, size, type);
                SumRounded(ranks, size);
            }
        }

        // A part of a larger tensor, of more axes, and a parameter: the rest stays.
        using var all = ones(4, 3, 2);
        ranks.SumInPlace(all[1..3]);
        all.sum([1, 2]).data<float>().ToArray().Should().Equal(6, 6 * ranks.Count, 6 * ranks.Count, 6);
        using var weight = new TorchSharp.Modules.Parameter(ones(2));
        ranks.SumInPlace(weight);
        weight.data<float>().ToArray().Should().Equal(ranks.Count, ranks.Count);
    }

    private static void SumExactly(Ranks ranks, long size, ScalarType type)
    {
        using var scope = NewDisposeScope();
        // Integers of 64 bits beyond what a double holds; floats that add without rounding.
        var step = type == int64 ? (1L << 55) + 1 : 1;
        var index = arange(size, int64);
        var values = ((index % 1000 + ranks.Rank) * step).to_type(type);
        ranks.SumInPlace(values);
        var (n, ids) = (ranks.Count, ranks.Count * (ranks.Count - 1) / 2);
        AreSame(values, ((index % 1000 * n + ids) * step).to_type(type)).Should().BeTrue($"{size} values of {type} on rank {ranks.Rank}");
    }

    private static void SumRounded(Ranks ranks, long size)
    {
        using var scope = NewDisposeScope();
        Tensor Of(int rank) => randn(size, generator: new Generator(17UL + (ulong)rank));
        var values = Of(ranks.Rank);
        ranks.SumInPlace(values);
        if (ranks.Count == 2) AreSame(values, Of(0) + Of(1)).Should().BeTrue();
        else values.allclose(Enumerable.Range(0, ranks.Count).Select(Of).Aggregate((a, b) => a + b), atol: 1e-6).Should().BeTrue();
        var first = values.clone();
        ranks.Broadcast(first);
        AreSame(values, first).Should().BeTrue("all ranks have the same bits");
    }

    private static void Broadcast(Ranks ranks)
    {
        foreach (var piece in new[] { 1 << 28, 1000 })
        {
            ((MpiRanks)ranks).PieceBytes = piece;
            foreach (var type in new[] { @bool, uint8, int8, int16, int32, int64, float16, bfloat16, float32, float64, complex64 })
            {
                using var scope = NewDisposeScope();
                var expected = (arange(1999, int64) % 2).to_type(type);
                var values = (ranks.Rank == 0 ? expected : ones_like(expected)).clone().view(1, 1999);
                ranks.Broadcast(values);
                AreSame(values, expected).Should().BeTrue($"{type} on rank {ranks.Rank}");
            }
        }

        ranks.Broadcast(empty(0));
        ranks.BroadcastText(ranks.Rank == 0 ? "Größe" : "").Should().Be("Größe");
        ranks.Barrier();
    }

    private static bool AreSame(Tensor a, Tensor b) => a.bytes.SequenceEqual(b.bytes);

    private static void Refuse(Ranks ranks)
    {
        RanksTests.RefuseTensors(ranks);
        ranks.Should().BeSameAs(Mpi.World());
    }

    // The last rank fails while the others wait for it.
    private static void FailOnLast(Ranks ranks, Action fail)
    {
        ranks.Barrier();
        if (ranks.Rank == ranks.Count - 1)
        {
            Console.WriteLine("fails");
            Thread.Sleep(200); // until mpirun has passed it on
            fail();
            Thread.Sleep(Timeout.Infinite);
        }

        using var values = ones(1000);
        ranks.SumInPlace(values);
        Console.WriteLine("was not waiting");
    }

    private static void ThrowNullReference(Ranks ranks)
    {
        string? nothing = ranks.Count < 0 ? "" : null;
        FluentActions.Invoking(() => nothing!.Length).Should().Throw<NullReferenceException>();
        ranks.Barrier();
    }

    private static void Stop(Ranks ranks)
    {
        using var signal = new StopSignal();
        using var flag = zeros(1, int64);
        for (var isFirst = true; flag.item<long>() == 0; isFirst = false)
        {
            Thread.Sleep(10);
            flag.fill_(signal.Requested ? 1 : 0);
            ranks.SumInPlace(flag);
            if (isFirst) Console.WriteLine("listens");
        }

        // Each rank gets the signal, not one of them alone.
        signal.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(20)).Should().BeTrue();
    }

    private static void StopSlowly(Ranks ranks)
    {
        using var signal = new StopSignal();
        Console.WriteLine("listens");
        signal.Token.WaitHandle.WaitOne();
        Console.WriteLine("saves");
        Thread.Sleep(Timeout.Infinite);
    }
}

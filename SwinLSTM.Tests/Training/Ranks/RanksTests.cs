using FluentAssertions;
using SwinLSTM.Training;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

[Collection(nameof(Swinlstm))]
public sealed class RanksTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Sums_are_exact_and_the_same_on_all_ranks(int ranks) => Succeed(ranks, "sum");

    [Fact]
    public void A_broadcast_copies_any_type() => Succeed(3, "broadcast");

    [Fact]
    public void Ranks_refuse_what_they_cannot_exchange() => Succeed(2, "refuse");

    [Fact]
    public void A_null_reference_stays_an_exception() => Succeed(2, "null");

    [Fact]
    public void One_rank_is_a_job_too() => Succeed(1, "sum");

    [Theory]
    [InlineData("throw")]
    [InlineData("exit", 3)]
    [InlineData("kill")]
    public void A_rank_that_fails_ends_the_job(string how, int? exitCode = null) => Fail(how, exitCode);

    [Theory]
    [InlineData("throw-in-thread")]
    [InlineData("exit-with-256")]
    [InlineData("abort", 5)]
    [InlineData("crash")]
    [Trait("Category", "Long")]
    public void In_whatever_way_a_rank_fails_the_job_ends(string how, int? exitCode = null) => Fail(how, exitCode);

    private static void Fail(string how, int? exitCode)
    {
        using var job = RankJob.Start(3, how);
        var code = job.End();
        code.Should().NotBe(0, job.Output + job.Error);
        if (exitCode is { } expected) code.Should().Be(expected, job.Error);
        job.TimeSince("fails").Should().BeLessThan(TimeSpan.FromSeconds(20));
        job.Output.Should().NotContain("was not waiting").And.NotContain("done");
        if (how.StartsWith("throw", StringComparison.Ordinal))
            job.Error.Should().Contain("Rank 2 of 3 fails and ends the job. System.IO.InvalidDataException: No such frame.\n   at ");
    }

    [Fact]
    public void Signals_reach_all_ranks_which_agree_on_the_step()
    {
        using var job = RankJob.Start(3, "stop");
        job.WaitFor("listens", 3).Signal("USR1").ShouldSucceed(3);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [Trait("Category", "Long")]
    public void Other_signals_end_the_job(string signal)
    {
        if (Cannot(signal)) return;
        using var job = RankJob.Start(2, "stop");
        job.WaitFor("listens", 2).Signal(signal).End(); // MPICH's exit code is 0 at times, whatever program it runs
        job.Output.Should().NotContain("done");
    }

    [Theory]
    [InlineData("USR1")]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void Signals_stop_one_process(string signal)
    {
        if (OperatingSystem.IsWindows() || Cannot(signal)) return;
        using var job = RankJob.Alone("stop");
        job.WaitFor("listens", 1).Signal(signal).ShouldSucceed(1);
    }

    // What a shell runs in its background never hears Ctrl-C.
    private static bool Cannot(string signal) => signal == "INT" && Swinlstm.IgnoresInterrupts;

    [Fact]
    public void A_second_interrupt_ends_the_process()
    {
        if (OperatingSystem.IsWindows() || Cannot("INT")) return;
        using var job = RankJob.Alone("stop-slowly");
        job.WaitFor("listens", 1).Signal("TERM").WaitFor("saves", 1).Signal("TERM").Signal("INT").End().Should().Be(130);
    }

    [Theory]
    [InlineData("OMPI_COMM_WORLD_RANK", "OpenMPI", "libmpi.so.40", "openmpi-bin")]
    [InlineData("PMIX_RANK", "OpenMPI", "libmpi.so.40", "openmpi-bin")]
    [InlineData("PMI_RANK", "MPICH", "libmpich.so.12", "mpich")]
    public void A_missing_library_is_named(string variable, string name, string library, string package)
    {
        if (!OperatingSystem.IsLinux()) return;
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            // Found before the system's, if it has one.
            File.WriteAllText(Path.Combine(folder.FullName, library), "");
            using var job = RankJob.Alone("sum", new() { [variable] = "0", ["LD_LIBRARY_PATH"] = folder.FullName });
            job.End().Should().NotBe(0);
            job.Error.Should().Contain($"{name} started this process ({variable} is set), but its library {library} cannot be loaded. " +
                $"Install it ('apt-get install {package}' on Debian), or start the program without mpirun, as a single process.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_library_of_another_MPI_is_noticed()
    {
        // Without mpirun's other variables the library sees one process.
        using var alone = RankJob.Alone("sum", new() { ["OMPI_COMM_WORLD_RANK"] = "0", ["OMPI_COMM_WORLD_SIZE"] = "2" });
        alone.End().Should().NotBe(0);
        if (alone.Error.Contains("cannot be loaded", StringComparison.Ordinal)) throw new MissingToolException(ForeignTools.Hint);
        alone.Error.Should().Contain("mpirun started 2 processes (OMPI_COMM_WORLD_SIZE), but libmpi.so.40 sees 1");
    }

    /// <summary>Every kind of group says the same about tensors.</summary>
    internal static void RefuseTensors(Ranks ranks)
    {
        using var scope = NewDisposeScope();
        Refusal.Of(
            () => ranks.SumInPlace(ones(3, 2).t()),
            "Ranks exchange contiguous tensors; this one has shape [2, 3] and strides [1, 2]. Exchange a contiguous() copy of it.*");
        Refusal.Of(() => ranks.Broadcast(ones(3, 2)[.., ..1]), "*contiguous tensors; this one has shape [3, 1] and strides [2, 1].*");
        Refusal.Of(
            () => ranks.SumInPlace(ones(3, float16)),
            "Ranks add float32, float64 and int64; this tensor holds Float16. Convert it with to_type first.*");
        Refusal.Of(() => ranks.Abort(256), "An aborted job ends with an exit code from 1 to 255.*");
    }

    private static void Succeed(int ranks, string verb)
    {
        using var job = RankJob.Start(ranks, verb);
        job.ShouldSucceed(ranks);
    }
}

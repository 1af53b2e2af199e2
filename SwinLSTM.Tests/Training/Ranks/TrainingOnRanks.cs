using System.Diagnostics;
using System.Globalization;
using FluentAssertions;
using SwinLSTM.Training;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Ranks train what one process trains.</summary>
public sealed class TrainingOnRanks : IDisposable
{
    // Six parts of a batch of six, however many ranks share them: each sample drops what it drops anywhere.
    private const int Parts = 6, Steps = 8;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ranks");

    public void Dispose() => folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(folder.FullName, name);

    /// <summary>What each rank does.</summary>
    internal static List<double> Train(Ranks ranks, string folder, int steps, int dieAt = 0)
    {
        using var model = new ForecastModel(new SwinLstmOptions()
        {
            EmbedChannels = 16,
            Stages = [new(Depth: 2, Heads: 2)],
            Window = 2,
            StochasticDepth = 0.3,
        }.Build(seed: 1 + ranks.Rank)); // other weights on other ranks: those of rank 0 count
        using var run = new TrainingRun(model, new MovingSquare(count: 13), new()
        {
            BatchSize = Parts,
            Shards = Parts / ranks.Count,
            Steps = steps,
            CheckpointEvery = 2,
            ValidateEvery = 4,
            AverageDecay = 0.9,
        }, folder, new(new MovingSquare(count: 3)), ranks: ranks);
        List<double> losses = [];
        foreach (var report in run.Fit())
        {
            if (report is StepReport step) losses.Add(step.Loss);
            if (report.Step == dieAt && ranks.Rank == 1) Process.GetCurrentProcess().Kill();
        }

        using var scope = NewDisposeScope();
        var sum = cat([.. model.Network.parameters().Select(weight => weight.detach().reshape(-1))]).to(ScalarType.Float64).sum()
            .item<double>();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"weights {sum:R}"));
        if (ranks.Rank == 0)
            Console.WriteLine($"losses {string.Join(' ', losses.Select(loss => loss.ToString("R", CultureInfo.InvariantCulture)))}");
        return losses;
    }

    [Fact]
    public void One_process_leaves_its_tensors_and_loads_no_MPI()
    {
        var ranks = Mpi.World();
        ranks.Should().BeSameAs(Ranks.Single);
        (ranks.Rank, ranks.Count).Should().Be((0, 1));
        using var values = tensor([1f, 2f]);
        ranks.SumInPlace(values);
        ranks.Broadcast(values);
        ranks.Barrier();
        values.data<float>().ToArray().Should().Equal(1, 2);
        RanksTests.RefuseTensors(ranks);
        if (OperatingSystem.IsLinux())
            File.ReadLines("/proc/self/maps").Should().NotContain(line => line.Contains("/libmpi") || line.Contains("/libucs"));
    }

    [Fact]
    public void Losses_are_those_of_one_process_and_all_ranks_end_with_the_same_bits() => TrainOn(ranks: 2);

    [Fact]
    [Trait("Category", "Long")]
    public void Three_ranks_train_what_one_process_trains() => TrainOn(ranks: 3);

    private void TrainOn(int ranks)
    {
        var alone = Train(Ranks.Single, In("alone"), Steps);
        using var job = RankJob.Start(ranks, "train", In("job"), $"{Steps}", "0");
        job.ShouldSucceed(ranks);
        var losses = Line(job, "losses ").Single().Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToList();
        losses.Should().HaveCount(Steps).And.Equal(alone, (a, b) => Math.Abs(a - b) <= 1e-6 * Math.Abs(b));
        Line(job, "weights ").Should().HaveCount(ranks).And.Subject.Distinct().Should().ContainSingle();
        using var one = ForecastModel.Load(Path.Combine(In("alone"), "last.swinlstm"));
        using var many = ForecastModel.Load(Path.Combine(In("job"), "last.swinlstm"));
        foreach (var (a, b) in one.Network.parameters().Zip(many.Network.parameters()))
            (a - b).abs().max().item<float>().Should().BeLessThan(1e-4f);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_job_of_which_a_rank_was_killed_ends_and_goes_on_to_the_same_bytes()
    {
        using (var job = RankJob.Start(2, "train", In("whole"), $"{Steps}", "0")) job.ShouldSucceed(2);
        using (var job = RankJob.Start(2, "train", In("cut"), $"{Steps}", "5")) job.End().Should().NotBe(0);
        using (var job = RankJob.Start(2, "train", In("cut"), $"{Steps}", "0")) job.ShouldSucceed(2);
        foreach (var name in new[] { "last.swinlstm", "best.swinlstm" })
            File.ReadAllBytes(Path.Combine(In("whole"), name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(In("cut"), name)))
                .Should().BeTrue(name);
    }

    private static IEnumerable<string> Line(RankJob job, string begin) => job.Output.Split('\n')
        .Where(line => line.StartsWith(begin, StringComparison.Ordinal)).Select(line => line[begin.Length..]);
}

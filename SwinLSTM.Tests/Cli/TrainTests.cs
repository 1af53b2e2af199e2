using System.Diagnostics;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary><c>swinlstm train</c> through its process: what it writes, how it stops, and that it goes on to the same bytes.</summary>
[Collection(nameof(Swinlstm))]
public sealed class TrainTests : IDisposable
{
    private static readonly string[] tiny =
        ["--inputs", "3", "--horizon", "2", "--patch", "4", "--width", "16", "--depths", "2", "--heads", "2", "--window", "2", "--batch",
        "4", "--shards", "2"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("train");

    public TrainTests() => Waves(In("waves.npy"), 60, 16, 16);

    public void Dispose() => folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(folder.FullName, name);

    private string[] Train(string name, params string[] more) => Train(name, 24, more);

    private string[] Train(string name, int steps, params string[] more) =>
        ["train", "--data", In("waves.npy"), .. tiny, "--steps", $"{steps}", "--validate-every", "6", "--checkpoint-every", "4", "--out",
        In(name), .. more];

    /// <summary>A series <c>[T, H, W]</c> that can be learned.</summary>
    internal static void Waves(string path, int frames, int height, int width)
    {
        var values = new float[frames * height * width];
        for (var i = 0; i < values.Length; i++)
        {
            var (t, rest) = Math.DivRem(i, height * width);
            values[i] = 10 + (4 * MathF.Sin((t + (rest % width)) / 3f)) + MathF.Cos(rest / width);
        }

        NpyFile.Write(path, values, frames, height, width);
    }

    private void ShouldBeAlike(string a, string b)
    {
        foreach (var name in new[] { "last.swinlstm", "best.swinlstm" })
            File.ReadAllBytes(Path.Combine(In(a), name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(In(b), name))).Should()
                .BeTrue($"{name} of {b} is that of {a}");
    }

    [Fact]
    public void A_run_writes_what_its_page_promises()
    {
        var output = Swinlstm.Run(Train("run")).ShouldSucceed().Output;
        output.Should().Contain("swinlstm-b of ").And.Contain("1 x 16 x 16").And.Contain("the best so far")
            .And.Contain("Trained after 24 steps. Score it: swinlstm evaluate ");
        foreach (var name in new[] { "run.json", "log.jsonl", "report.html", "scores.csv", "scores.json", "best.swinlstm",
            "last.swinlstm" })
            File.Exists(Path.Combine(In("run"), name)).Should().BeTrue(name);
        Directory.GetFiles(Path.Combine(In("run"), "tensorboard")).Should().NotBeEmpty();
        File.ReadLines(Path.Combine(In("run"), "log.jsonl")).Count(line => line.Contains("\"loss\"")).Should().Be(24);
        File.ReadAllText(Path.Combine(In("run"), "report.html")).Should().Contain("Training loss").And.Contain("Validation");

        Swinlstm.Run(Train("run")).ShouldRefuse("There is a run in *already. Go on with it: swinlstm train --resume*");
        Swinlstm.Run("train", "--resume", In("run"), "--steps", "26").ShouldSucceed().Output.Should().Contain("Going on from step 24.")
            .And.Contain("after 26 steps");
    }

    [Fact]
    public void A_run_file_is_what_print_config_prints_and_options_go_over_it()
    {
        var printed = Swinlstm.Run([.. Train("one"), "--print-config"]).ShouldSucceed().Output;
        File.WriteAllText(In("run.json"), printed);
        Swinlstm.Run("train", In("run.json"), "--print-config").ShouldSucceed().Output.Should().Be(printed);
        Swinlstm.Run("train", In("run.json"), "--steps", "8", "--print-config").ShouldSucceed().Output.Should()
            .Be(printed.Replace("\"steps\": 24", "\"steps\": 8"));
        Swinlstm.Run(Train("one")).ShouldSucceed();
        Swinlstm.Run("train", In("run.json"), "--out", In("two")).ShouldSucceed();
        ShouldBeAlike("one", "two");
    }

    [Theory]
    [InlineData("""{"modell":{}}""", "*has the key 'modell', which is not known. Did you mean 'model'?*")]
    [InlineData("""{"training":{"batchSise":3}}""", "*'training.batchSise'*Did you mean 'batchSize'?*")]
    [InlineData("""{"training":{"schedule":{"kind":"cosine","warmupSteps":3}}}""",
        "*'training.schedule.warmupSteps'*Did you mean 'warmUpSteps'?*")]
    [InlineData("""{"training":{"batchSize":"many"}}""", "*training.batchSize*print-config*")]
    [InlineData("""{"training":{"batchSize":0}}""", "*--batch (training.batchSize in a run file) is at least 1; 0 was given.*")]
    [InlineData("""{"model":{"kind":"swinlstm-x"}}""", "*swinlstm-b, swinlstm-d or convlstm; 'swinlstm-x' was given*")]
    [InlineData("""{"data":[]}""", "*bad.json': 'data' is an object, in braces; [] was given.*print-config*")]
    [InlineData("""{"model":3}""", "*bad.json': 'model' is an object, in braces; 3 was given.*print-config*")]
    [InlineData("""{"model":{},"model":{}}""", "*bad.json' is no run file: *'model'*")]
    [InlineData("[1]", "*is no run file*")]
    [InlineData("{", "*is no run file*")]
    public void A_run_file_that_is_wrong_is_refused(string json, string message)
    {
        File.WriteAllText(In("bad.json"), json);
        Swinlstm.Run(["train", In("bad.json"), "--data", In("waves.npy"), .. tiny[..4], "--out", In("run")]).ShouldRefuse(message);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Swinlstm.Run("train", "--out", In("run")).ShouldRefuse("Which data? Give --data SOURCE:*");
        Swinlstm.Run("train", "--resume", In("nowhere")).ShouldRefuse("*is no folder of a run*");
        Swinlstm.Run("train", "--data", In("nowhere.npy"), "--out", In("run")).ShouldRefuse("There is no source *nowhere.npy'*");
        Swinlstm.Run([.. Train("run"), "--device", "cuda:7"]).ShouldRefuse("*cpu or cuda; 'cuda:7' was given*");
        Swinlstm.Run([.. Train("run").Select(word => word == "2" ? "60" : word)]).ShouldRefuse("*must hold at least one window*");
    }

    [Fact]
    public void A_damaged_folder_goes_on_from_its_checkpoints_and_not_without_them()
    {
        var run = In("my run");
        Swinlstm.Run(Train("my run", 2)).ShouldSucceed().Output.Should().Contain($"swinlstm evaluate '{run}'");
        var (last, log) = (Path.Combine(run, "last.swinlstm"), Path.Combine(run, "log.jsonl"));
        File.WriteAllText(last, "");
        File.AppendAllText(log, "{\"step\":\"x\"}\n");
        Swinlstm.Run("train", "--resume", run, "--steps", "3").ShouldSucceed().Output.Should().Contain("Going on from step 2.");
        File.ReadAllText(log).Should().NotContain("x\"");
        Directory.Delete(Path.Combine(run, "checkpoints"), recursive: true);
        var before = (File.ReadAllText(log), File.GetLastWriteTimeUtc(last));
        Swinlstm.Run("train", "--resume", run).ShouldRefuse("*run' has models but no checkpoint to go on from*--out.*");
        (File.ReadAllText(log), File.GetLastWriteTimeUtc(last)).Should().Be(before);
    }

    [Fact]
    public Task A_signal_saves_and_the_run_goes_on_to_the_same_bytes() => Stop("USR1");

    [Fact]
    [Trait("Category", "Long")]
    public Task The_end_of_a_job_saves_and_the_run_goes_on_to_the_same_bytes() => Stop("TERM");

    private async Task Stop(string signal)
    {
        if (OperatingSystem.IsWindows()) return;
        Swinlstm.Run(Train("whole")).ShouldSucceed();
        using (var process = Process.Start(Swinlstm.Start(Train("cut", 100_000)))!)
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            while (!process.HasExited && (!File.Exists(Path.Combine(In("cut"), "log.jsonl"))
                || File.ReadLines(Path.Combine(In("cut"), "log.jsonl")).Count() < 3)) Thread.Sleep(20);
            Process.Start("/bin/sh", ["-c", $"kill -{signal} {process.Id}"]).WaitForExit();
            process.WaitForExit(TimeSpan.FromMinutes(1)).Should().BeTrue();
            process.ExitCode.Should().Be(130, await output + await error);
            (await error).Should().Match("Stopped after step *, and saved. Go on with: swinlstm train --resume *");
        }

        // The schedule follows the length of the run, so the rest is compared with a run that was cut by a kill (below), not by length.
        Swinlstm.Run("train", "--resume", In("cut"), "--steps", "1").ShouldSucceed().Output.Should().Contain("Going on from step ");
    }

    [Fact]
    public void Two_runs_do_not_share_a_folder()
    {
        using var process = Process.Start(Swinlstm.Start(Train("run", 100_000)))!;
        try
        {
            _ = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            while (!process.HasExited && !File.Exists(Path.Combine(In("run"), "run.json"))) Thread.Sleep(20);
            Swinlstm.Run("train", "--resume", In("run")).ShouldRefuse("Another run is at work in *");
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    [Fact]
    public void Killed_at_any_moment_it_ends_in_the_same_bytes() => Kill(times: 5);

    [Fact]
    [Trait("Category", "Long")]
    public void Killed_at_fifty_moments_it_ends_in_the_same_bytes() => Kill(times: 50);

    private void Kill(int times)
    {
        Swinlstm.Run(Train("whole")).ShouldSucceed();
        var random = new Random(3);
        var (kills, runs) = (0, 0);
        while (kills < times)
        {
            var name = $"cut {runs++}";
            for (var begun = false; ;)
            {
                begun = begun || File.Exists(Path.Combine(In(name), "run.json"));
                using var process = Process.Start(Swinlstm.Start(begun ? ["train", "--resume", In(name)] : Train(name)))!;
                var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
                // From the start of the program to about its end, writes of checkpoints among it.
                if (kills < times && !process.WaitForExit(random.Next(100, 3_000)))
                {
                    process.Kill();
                    process.WaitForExit();
                    kills++;
                    continue;
                }

                process.WaitForExit();
                process.ExitCode.Should().Be(0, error.Result + output.Result);
                break;
            }

            ShouldBeAlike("whole", name);
        }
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_full_disk_ends_the_run_with_everything_before_it_intact()
    {
        var disk = In("disk");
        Directory.CreateDirectory(disk);
        // Only root may mount.
        if (!OperatingSystem.IsLinux()
            || Process.Start("/bin/sh", ["-c", $"mount -t tmpfs -o size=20m tmpfs {disk} 2>/dev/null"]) is not { } mount) return;
        mount.WaitForExit();
        if (mount.ExitCode != 0) return;
        try
        {
            var full = Swinlstm.Run([.. Train("disk/run", 200).Select(word => word switch { "16" => "160", "4" => "1", _ => word })]);
            full.ShouldRefuse("*was not written; what was there is as it was.*room for them*");
            var checkpoints = Directory.GetFiles(Path.Combine(disk, "run", "checkpoints"), "step-*");
            checkpoints.Should().NotBeEmpty();
            File.ReadAllBytes(checkpoints.Order().Last()).AsSpan(8, 200).IndexOf("training"u8).Should()
                .BeGreaterThanOrEqualTo(0, "the last one is whole");
        }
        finally
        {
            Process.Start("/bin/sh", ["-c", $"umount {disk}"]).WaitForExit();
        }
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Ranks_train_what_one_process_trains_and_only_the_first_speaks()
    {
        var alone = Swinlstm.Run(Train("alone")).ShouldSucceed();
        var start = Swinlstm.Start(Train("ranks"));
        start.ArgumentList[start.ArgumentList.IndexOf("--shards") + 1] = "1";
        string[] words = ["--bind-to", "none", "-n", "2", start.FileName, .. start.ArgumentList];
        start.FileName = "mpirun";
        start.ArgumentList.Clear();
        foreach (var word in words) start.ArgumentList.Add(word);
        foreach (var (name, value) in new[] { ("OMPI_ALLOW_RUN_AS_ROOT", "1"), ("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1"), ("TERM", "dumb") })
            start.Environment[name] = value;
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new MissingToolException($"mpirun could not be started: {e.Message}. {ForeignTools.Hint}");
        }

        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit(TimeSpan.FromMinutes(2)).Should().BeTrue();
        process.ExitCode.Should().Be(0, await error + await output);
        (await output).Split("Trained after 24 steps.").Should().HaveCount(2, "only rank 0 speaks");
        static double[] Losses(string path) => [.. File.ReadLines(path).Where(line => line.Contains("\"loss\"")).Select(line =>
            System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("loss").GetDouble())];
        Losses(Path.Combine(In("ranks"), "log.jsonl")).Should()
            .Equal(Losses(Path.Combine(In("alone"), "log.jsonl")), (a, b) => Math.Abs(a - b) <= 1e-5 * Math.Abs(b));
        alone.Output.Should().Contain("Trained after 24 steps.");
    }
}

using System.Diagnostics;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>The verbs that take a model, on every kind of data, through their process.</summary>
[Collection(nameof(Swinlstm))]
public sealed class ModelVerbTests : IClassFixture<ModelVerbTests.Trained>
{
    private readonly Trained trained;

    public ModelVerbTests(Trained trained) => this.trained = trained;

    /// <summary>One run for all tests of the class.</summary>
    public sealed class Trained : IDisposable
    {
        public Trained()
        {
            TrainTests.Waves(In("waves.npy"), 60, 16, 16);
            Swinlstm.Run("train", "--data", In("waves.npy"), "--inputs", "3", "--horizon", "2", "--patch", "4", "--width", "16", "--depths",
                "2", "--heads", "2", "--window", "2",
                "--batch", "4", "--steps", "4", "--out", In("run")).ShouldSucceed();
        }

        public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("verbs");

        public string In(string name) => Path.Combine(Folder.FullName, name);

        public void Dispose() => Folder.Delete(recursive: true);
    }

    private string In(string name) => trained.In(name);

    [Fact]
    public void A_model_is_scored_beside_the_forecasts_that_cost_nothing()
    {
        var output = Swinlstm.Run("evaluate", In("run"), "--out", In("scores")).ShouldSucceed().Output;
        output.Should().Contain("Persistence").And.Contain("Mean frame").And.Contain("MSE").And.Contain("SSIM")
            .And.Contain("The report is ");
        File.ReadAllText(In("scores/scores.csv")).Should().Contain("\"model\",1,");
        Swinlstm.Run("evaluate", In("run/best.swinlstm"), "--data", In("waves.npy"), "--split", "validation", "--metrics", "swinlstm",
            "--sequences", "2", "--out", In("some"))
            .ShouldSucceed().Output.Should().Contain("2 sequences.");
        Swinlstm.Run("evaluate", In("run"), "--out", "").ShouldRefuse("--out: the folder '' cannot be made: it has no name.*");
        Swinlstm.Run("evaluate", In("nowhere"), "--data", In("waves.npy")).ShouldRefuse("There is no model *nowhere'*");
        Swinlstm.Run("evaluate", In("run/best.swinlstm")).ShouldRefuse("Which data?*");
        Swinlstm.Run("evaluate", In("waves.npy"), "--data", In("waves.npy")).ShouldRefuse("*");
    }

    [Fact]
    public void A_film_is_written_where_ffmpeg_is()
    {
        if (!ForeignTools.HasFfmpeg) throw new MissingToolException(ForeignTools.Hint);
        Swinlstm.Run("forecast", In("run"), "--out", In("next.mp4")).ShouldSucceed();
        ForeignTools.Ffprobe("-show_entries", "stream=nb_frames", "-of", "csv=p=0", In("next.mp4")).Trim().Should().Be("5");
    }

    [Fact]
    public void A_film_that_ffmpeg_refuses_is_refused_in_its_words()
    {
        if (OperatingSystem.IsWindows()) return;
        File.WriteAllText(In("ffmpeg"), "#!/bin/sh\nexec 0<&-\necho no such codec >&2\nexit 1\n");
        File.SetUnixFileMode(In("ffmpeg"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var start = Swinlstm.Start("forecast", In("run"), "--out", In("no.mp4"));
        start.Environment["SWINLSTM_FFMPEG"] = In("ffmpeg");
        using var process = Process.Start(start)!;
        process.StandardError.ReadToEnd().Should().Match("ffmpeg could not write '*no.mp4': no such codec*");
    }

    [Theory]
    [InlineData("TCHW")]
    [InlineData("images")]
    [InlineData("digits")]
    [InlineData("channels")]
    public void Data_of_many_kinds_train(string kind) => Train(kind);

    [Theory]
    [InlineData("NTCHW")]
    [InlineData("npz")]
    [InlineData("prepared")]
    [InlineData("video")]
    [InlineData("crop")]
    [InlineData("missing")]
    [InlineData("several")]
    [Trait("Category", "Long")]
    public void Every_kind_of_data_trains(string kind) => Train(kind);

    private void Train(string kind)
    {
        string[] more = ["--size", "16x16"];
        var data = new[] { In(kind) };
        switch (kind)
        {
            case "TCHW": Write(In(kind), 60, 2, 16, 16); break;
            case "NTCHW": Write(In(kind), 12, 5, 2, 16, 16); break;
            case "channels":
                Write(In(kind), 60, 3, 16, 16);
                more = ["--channels", "2", "0", "--targets", "1", "--model", "swinlstm-d", "--depths", "1", "1", "--heads", "2", "2",
                    "--patch", "2"];
                break;
            case "crop":
                Write(In(kind), 120, 1, 31, 29);
                more = ["--crop", "24x20", "--size", "12x10", "--step", "2", "--stride", "3", "--model", "convlstm"];
                break;
            case "missing":
                Write(In(kind), 60, 1, 16, 16);
                more = ["--normalize", "unit"];
                break;
            case "several":
                data = [In("one.npy"), In("two.npy"), In("three.npy"), In("four.npy")];
                foreach (var path in data) TrainTests.Waves(path, 20, 16, 16);
                more = ["--validation", "0.25", "--test", "0.25"];
                break;
            case "npz":
                ForeignTools.Python($"import numpy as np; a = np.load(r'{In("waves.npy")}'); np.savez(r'{In("both.npz")}', a=a, b=a)");
                (data, more) = ([In("both.npz")], ["--key", "b"]);
                break;
            case "images":
                Directory.CreateDirectory(In(kind));
                for (var i = 0; i < 60; i++) Png.Write(Path.Combine(In(kind), $"{i:000}.png"), new(20, 18, (byte)(4 * i)));
                more = ["--grey", "--size", "16x16"];
                break;
            case "prepared": Swinlstm.Run("prepare", In("waves.npy"), "--out", In(kind)).ShouldSucceed(); break;
            case "digits": (data, more) = (["digits"], ["--count", "40", "--size", "32x32"]); break;
            case "video":
                data = [In("film.mp4")];
                ForeignTools.Ffmpeg("-f", "lavfi", "-i", "testsrc=size=32x32:rate=10:duration=6", data[0]);
                break;
        }

        if (kind is "TCHW" or "NTCHW" or "channels" or "crop" or "missing")
        {
            data = [In(kind) + ".npy"];
            File.Move(In(kind), data[0], overwrite: true);
        }

        string[] network = more.Contains("--model") ? [] : ["--depths", "1", "--heads", "2"];
        string[] cut = more.Contains("--patch") ? [] : ["--patch", "4"];
        var output = Swinlstm.Run(["train", "--data", .. data, "--inputs", "2", "--horizon", "2", "--width", "8", "--window", "2",
            "--batch", "4", "--steps", "2", .. cut, .. network, .. more,
            "--out", In($"run of {kind}")]).ShouldSucceed().Output;
        output.Should().Contain("Trained after 2 steps.");
        Swinlstm.Run("forecast", In($"run of {kind}"), "--out", In($"{kind}-next.npy")).ShouldSucceed();
        Swinlstm.Run("evaluate", In($"run of {kind}"), "--split", "all", "--sequences", "2", "--out", In($"scores of {kind}"))
            .ShouldSucceed().Output.Should().Contain("2 sequences.");
        if (kind == "channels")
            File.ReadAllText(In($"scores of {kind}/report.html")).Should()
                .Contain("101299 to 101301", "so many digits tell the ends apart");

        void Write(string path, params long[] shape)
        {
            var (values, offset) = (new float[shape.Aggregate((a, b) => a * b)], kind == "channels" ? 101_300 : 5);
            for (var i = 0; i < values.Length; i++) values[i] = kind == "missing" && i % 7 == 0 ? float.NaN : offset + MathF.Sin(i / 9f);
            NpyFile.Write(path, values, shape);
        }
    }

    [Fact]
    public void In_a_terminal_progress_is_one_line_that_is_written_over()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/script")) return;
        var start = Swinlstm.Start("train", "--data", In("waves.npy"), "--inputs", "3", "--horizon", "2", "--patch", "4", "--width", "16",
            "--depths", "2", "--heads", "2", "--window", "2",
            "--batch", "4", "--steps", "3", "--out", In("terminal"));
        var command = string.Join(' ', start.ArgumentList.Prepend(start.FileName).Select(word => $"'{word}'"));
        var script = new ProcessStartInfo("/usr/bin/script", ["-qec", command, "/dev/null"])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(script)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(0, output);
        output.Should().Contain("\r").And.Contain("step 1").And.Contain("Trained after 3 steps.");
    }

    [Theory]
    [InlineData("train")]
    [InlineData("evaluate")]
    [InlineData("forecast")]
    [InlineData("inspect")]
    [InlineData("convert")]
    [InlineData("prepare")]
    [InlineData("download")]
    [InlineData("demo")]
    public void Every_verb_has_help_with_an_example(string verb) =>
        Swinlstm.Run(verb, "--help").ShouldSucceed().Output.Should().Contain($"Example: swinlstm {verb}")
            .And.Contain("--device").And.Contain("--threads").And.Contain("--seed");
}

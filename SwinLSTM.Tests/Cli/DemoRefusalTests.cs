using System.Diagnostics;
using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

[Collection(nameof(Swinlstm))]
public sealed class DemoRefusalTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("swinlstm");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Help_lists_every_option()
    {
        var help = Swinlstm.Run("demo", "--help").ShouldSucceed().Output;
        foreach (var option in new[] { "--train", "--minutes", "--steps", "--save", "--weights", "--digits", "--seed", "--sequences",
            "--out", "--device", "--help" })
            help.Should().Contain(option);
    }

    [Theory]
    [InlineData("*'--bogus'*", "--bogus")]
    [InlineData("*--device is cpu or cuda; 'tpu' was given*", "--device", "tpu")]
    [InlineData("*--steps*is at least 1*", "--train", "--steps", "0")]
    [InlineData("*--sequences is at least 6*", "--sequences", "5")]
    [InlineData("*--minutes*is above 0; 0 was given*", "--train", "--minutes", "0")]
    [InlineData("*--minutes*is above 0; NaN was given*", "--train", "--minutes", "NaN")]
    [InlineData("*'five'*--seed*", "--seed", "five")]
    [InlineData("*'many'*--steps*", "--train", "--steps", "many")]
    [InlineData("*'long'*--minutes*", "--train", "--minutes", "long")]
    [InlineData("*--weights: there is no file*any.swinlstm*--train --save FILE*", "--weights", "any.swinlstm")]
    [InlineData("*--save, --steps and --minutes belong to --train; add --train*", "--steps", "3")]
    [InlineData("*--save, --steps and --minutes belong to --train; add --train*", "--minutes", "3")]
    [InlineData("*--save, --steps and --minutes belong to --train; add --train*", "--save", "any.swinlstm")]
    public void Options_that_make_no_sense_are_refused(string message, params string[] arguments) =>
        Swinlstm.Run(["demo", .. arguments]).ShouldRefuse(message);

    [Fact]
    public void The_script_becomes_the_tool_so_that_signals_reach_it()
    {
        if (OperatingSystem.IsWindows()) return;
        File.WriteAllText(Path.Combine(folder.FullName, "dotnet"), "#!/bin/sh\n[ \"$1\" = build ] || echo $$ $1 $2\n");
        File.SetUnixFileMode(Path.Combine(folder.FullName, "dotnet"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo(Repository.At("swinlstm"), ["train"]) { RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{folder.FullName}:{start.Environment["PATH"]}";
        using var process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd().Should().Be(
            $"{process.Id} {Repository.At("artifacts/bin/SwinLSTM.Cli/release/swinlstm.dll")} train\n");
    }

    [Fact]
    public void A_gpu_that_is_not_there_is_refused()
    {
        if (TorchSharp.torch.cuda.is_available()) return;
        Demo("--device", "cuda").ShouldRefuse("*--device cuda*no CUDA GPU*Leave --device out, or install a CUDA build*");
    }

    [Theory]
    [InlineData("--digits")]
    [InlineData("--weights")]
    public void A_file_that_is_not_there_is_named(string option) =>
        Demo(option, Path.Combine(folder.FullName, "nowhere.gz")).ShouldRefuse("*nowhere.gz*");

    [Fact]
    public void Digits_that_are_none_are_refused() =>
        Demo("--digits", Written("noise.idx", [.. Enumerable.Repeat((byte)0x77, 32)])).ShouldRefuse("*noise.idx*begin with 0x00000803*");

    [Fact]
    public void Digits_that_promise_more_than_they_hold_are_refused() =>
        Demo("--digits", Written("liar.idx", [0, 0, 8, 3, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 28, 0, 0, 0, 28, 0])).ShouldRefuse("*liar.idx*");

    [Fact]
    public void One_digit_is_too_few() =>
        Demo("--digits", Written("one.idx", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 9]))
            .ShouldRefuse("*one.idx*at least 2 are needed*");

    [Fact]
    public void Weights_that_are_none_are_refused() =>
        Demo("--weights", Written("noise.swinlstm", [255, 255, 255, 255, 255, 255, 255, 127, 1, 2, 3])).ShouldRefuse("*noise.swinlstm*");

    [Fact]
    public void A_folder_that_cannot_be_made_is_refused_before_any_training()
    {
        var file = Written("file", [1]);
        Swinlstm.Run("demo", "--train", "--steps", "1000000", "--out", Path.Combine(file, "below")).ShouldRefuse("*file*");
    }

    private Swinlstm Demo(params string[] arguments) => Swinlstm.Run(["demo", .. arguments, "--out", folder.FullName]);

    private string Written(string name, byte[] bytes)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}

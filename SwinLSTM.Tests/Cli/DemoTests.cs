using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>Two short trainings of one seed, and a forecast with the weights of the first.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("swinlstm");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    [Trait("Category", "Long")]
    public void It_trains_scores_draws_and_keeps_weights_that_it_can_use()
    {
        var digits = Digits();
        var trained = Demo("first", "--train", "--steps", "3", "--seed", "5", "--save", In("first", "w.swinlstm"), "--digits", digits);
        trained.Output.Should().Contain("3 steps, 48 sequences").And.Contain("Over 8 sequences").And.Contain("frames")
            .And.MatchRegex(@"error is \d\.\d\d of the best trivial one's \([a-z ]+\)")
            .And.Contain("forecast.gif").And.Contain("forecast.png");
        File.ReadAllBytes(In("first", "forecast.png"))[..8].Should().Equal(0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A);
        File.ReadAllBytes(In("first", "forecast.gif"))[..6].Should().Equal("GIF89a"u8.ToArray());

        Demo("second", "--train", "--steps", "3", "--seed", "5", "--save", In("second", "w.swinlstm"), "--digits", digits);
        var (first, second) = (Weights("first"), Weights("second"));
        first.Keys.Should().Equal(second.Keys).And.NotBeEmpty();
        foreach (var name in first.Keys) first[name].Should().Equal(second[name], name);

        Demo("third", "--weights", In("first", "w.swinlstm"), "--digits", digits).Output.Should().Contain("of the best trivial one's");
        File.Exists(In("third", "forecast.gif")).Should().BeTrue();

        Demo("fourth", "--train", "--weights", In("first", "w.swinlstm"), "--steps", "1", "--save", In("fourth", "w.swinlstm"), "--digits",
            digits);
        var further = Weights("fourth");
        first.Keys.Count(name => first[name].AsSpan().SequenceEqual(further[name])).Should()
            .BeInRange(1, first.Count - 1, "a step on from them moves some weights, and not far enough to show in all");
    }

    [Fact]
    public void An_interrupt_ends_it_and_it_still_writes_what_it_has()
    {
        if (OperatingSystem.IsWindows()) return;
        var save = In("stopped", "w.swinlstm");
        var stopped = Swinlstm.Run(Path.GetDirectoryName(save),
            ["demo", "--train", "--minutes", "60", "--sequences", "8", "--save", save, "--out", Path.GetDirectoryName(save)!, "--digits",
            Digits()]);
        stopped.ExitCode.Should().Be(130, stopped.Error);
        stopped.Output.Should().Contain("Stopped").And.Contain("of the best trivial one's");
        File.Exists(In("stopped", "forecast.png")).Should().BeTrue();
        var path = Path.Combine(folder.FullName, "cut");
        stopped = Swinlstm.Run(path, ["demo", "--sequences", "100000", "--out", path, "--digits", Digits()]);
        (stopped.ExitCode, stopped.Error, Directory.Exists(path)).Should().Be((130, "Stopped; nothing was written.\n", false));
    }

    private Swinlstm Demo(string output, params string[] arguments) =>
        Swinlstm.Run(["demo", .. arguments, "--sequences", "8", "--out", Path.Combine(folder.FullName, output)]).ShouldSucceed();

    private string In(string run, string file) => Path.Combine(folder.FullName, run, file);

    private Dictionary<string, byte[]> Weights(string run)
    {
        using var file = Safetensors.Read(In(run, "w.swinlstm"));
        return file.Names.ToDictionary(name => name, name => file[name].bytes.ToArray());
    }

    /// <summary>Twenty digits as an IDX file: quicker than the tens of thousands that the demo draws for itself.</summary>
    private string Digits()
    {
        var path = Path.Combine(folder.FullName, "digits.idx");
        DigitFiles.Write(path, DrawnDigits.Make(20, seed: 9));
        return path;
    }
}

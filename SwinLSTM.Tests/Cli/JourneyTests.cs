using System.Diagnostics;
using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>A person's own frames, from their file to a forecast and a page, with a kill on the way.</summary>
[Collection(nameof(Swinlstm))]
public sealed class JourneyTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("journey");

    public void Dispose() => folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(folder.FullName, name);

    [Fact]
    [Trait("Category", "Long")]
    public void From_an_array_to_a_page_in_a_browser()
    {
        TrainTests.Waves(In("waves.npy"), 80, 16, 16);
        Swinlstm.Run("prepare", In("waves.npy"), "--out", In("prepared")).ShouldSucceed();
        string[] train = ["train", "--data", In("prepared"), "--inputs", "3", "--horizon", "3", "--patch", "4", "--width", "16", "--depths",
            "2", "--heads", "2",
            "--window", "2", "--batch", "4", "--steps", "60", "--validate-every", "20", "--checkpoint-every", "5", "--out", In("run")];
        using (var process = Process.Start(Swinlstm.Start(train))!)
        {
            _ = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            // The run begins with a checkpoint of step 0.
            while (!process.HasExited
                && Directory.EnumerateFiles(folder.FullName, "step-*.safetensors", SearchOption.AllDirectories).All(Is0))
                Thread.Sleep(20);
            process.Kill();
            process.WaitForExit();
        }

        Swinlstm.Run("train", "--resume", In("run")).ShouldSucceed().Output.Should().MatchRegex(@"Going on from step [1-9]\d*\.")
            .And.Contain("Trained after 60 steps.");
        static bool Is0(string path) => Path.GetFileName(path) == "step-000000000.safetensors";

        Swinlstm.Run("evaluate", In("run"), "--out", In("scores")).ShouldSucceed();
        Swinlstm.Run("forecast", In("run"), "--horizon", "6", "--out", In("next.npy"), In("next.gif"), In("next.png")).ShouldSucceed();
        foreach (var page in new[] { In("run/report.html"), In("scores/report.html") })
        {
            var seen = ForeignTools.Chromium($"file://{page}", TimeSpan.FromSeconds(1));
            seen.Should().Contain("Over lead time").And.Contain("Best, median and worst sequences").And.Contain("</svg>")
                .And.Contain("data:image/png;base64,");
            ForeignTools.Chromium($"file://{page}", TimeSpan.FromSeconds(1), In("page.png"));
            new FileInfo(In("page.png")).Length.Should().BeGreaterThan(10_000, "a blank page is smaller");
        }
    }
}

using FluentAssertions;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>The programs under samples/, with settings so small that nothing is learned: what they print, write and refuse.</summary>
public class SampleTests
{
    private static readonly byte[] png = [0x89, 0x50, 0x4E, 0x47], gif = [.. "GIF89a"u8];

    [Fact]
    public void RadarNowcast_trains_on_arrays_and_compares_with_persistence()
    {
        using var sample = new Sample("RadarNowcast");
        var printed = sample.Run("--frames", "250", "--size", "16", "--steps", "3");
        printed.Should().Contain("windows to learn from").And.Contain("step     3: error on validation").And.Contain("     30 ")
            .And.MatchRegex(@"The error is \d+ ?% of persistence's over \d+ windows");
        sample.Wrote("out/nowcast.gif", gif).Wrote("out/nowcast.png", png).Wrote("out/report.html").Wrote("out/scores.csv");
        using var model = ForecastModel.Load(sample.In("out/radar.swinlstm"));
        model.Normalizer.Should().NotBeNull();

        sample.Refuses("--frames is at least 250 *; 20 and 32 were given.*", "--frames", "20");
        sample.Refuses("*Steps is 0; a run has at least one.*", "--frames", "250", "--size", "16", "--steps", "0");
        sample.Refuses("*'many'*", "--steps", "many");
    }

    [Fact]
    public void VideoForecast_writes_the_second_after_the_end()
    {
        using var sample = new Sample("VideoForecast");
        ForeignTools.Ffmpeg("-f", "lavfi", "-i", "testsrc2=size=48x32:rate=4:duration=5", sample.In("clip.mp4"));
        sample.Run("clip.mp4", "--fps", "4", "--height", "16", "--width", "24", "--steps", "2", "--out", "next").Should()
            .Contain("20 frames of 3 x 16 x 24; 9 windows to learn from").And.Contain("The last second, which it had not learned: error");
        sample.Wrote("next/next-01.png", png).Wrote("next/next-04.png", png).Wrote("next/forecast.gif", gif).Wrote("next/forecast.png", png)
            .Wrote("next/video.swinlstm");
        File.Exists(sample.In("next/next-05.png")).Should().BeFalse();

        sample.Refuses("*There is no video 'none.mp4'*", "none.mp4");
        ForeignTools.Ffmpeg("-f", "lavfi", "-i", "testsrc2=size=48x32:rate=4:duration=3", sample.In("short.mp4"));
        sample.Refuses("short.mp4 has 12 frames at 4 a second; at least 16, *", "short.mp4", "--fps", "4");
        File.WriteAllText(sample.In("text.mp4"), "no video");
        sample.Refuses("*'text.mp4' cannot be used as a video*", "text.mp4");
        sample.Refuses("*Required argument*", "--steps", "2");
    }

    [Fact]
    public void EmbedTheCell_trains_saves_and_loads_a_network_of_its_own()
    {
        using var sample = new Sample("EmbedTheCell");
        sample.Run("--steps", "2", "--channels", "16").Should().Contain("own network: error").And.Contain("Persistence: error")
            .And.Contain("own.swinlstm forecasts the same.");
        sample.Wrote("out/own.png", png);
        var load = () => ForecastModel.Load(sample.In("out/own.swinlstm"));
        load.Should().Throw<InvalidDataException>().WithMessage("*ForecastModel.Load(path, network)*");

        sample.Refuses("*cannot be shared by 4 heads*", "--channels", "30");
    }

    [Fact]
    public void PublishedWeights_opens_the_authors_file_and_scores_it_by_their_protocol()
    {
        using var sample = new Sample("PublishedWeights");
        var options = SwinLstmOptions.B with { PatchSize = 2, EmbedChannels = 16, Stages = [new(Depth: 2, Heads: 2)] };
        using var network = options.Build(seed: 3);
        OfficialCheckpoint.Export(network, sample.In("authors.safetensors"), height: 64, width: 64);
        var drawn = sample.Run("authors.safetensors", "--sequences", "2");
        drawn.Should().Contain("0 missing").And.Contain("drawn digits, 2 sequences, protocol SwinLSTM").And.Contain("published weights")
            .And.Contain("Persistence").And.MatchRegex(@"lead +MSE +SSIM");
        using var ours = ForecastModel.Load(sample.Wrote("out/report.html").In("out/published.swinlstm"));
        ours.Network.parameters().Should().HaveSameCount(network.parameters());

        DigitFiles.Write(sample.In("digits.idx"), DrawnDigits.Make(20, seed: 9));
        sample.Run("authors.safetensors", "--sequences", "2", "--digits", "digits.idx").Should().Contain("digits.idx, 2 sequences");

        sample.Refuses("*none.pth*", "none.pth");
        sample.Refuses("*is a model of this library. Load it with ForecastModel.Load.*", "out/published.swinlstm");
        sample.Refuses("--sequences is 0; *", "authors.safetensors", "--sequences", "0");
        sample.Refuses("*give one of them.", "authors.safetensors", "--digits", "digits.idx", "--test-set", "digits.idx");
    }

    [Fact]
    public void FineTune_goes_on_from_weights_on_other_data()
    {
        using var sample = new Sample("FineTune");
        using (var first = new Sample("FineTune"))
        {
            // From the demo's weights, on digits; what comes out is what the next one begins with.
            first.Run("--steps", "2", "--size", "24").Should().Contain("fine-tuned").And.Contain("as it came").And.Contain("from scratch")
                .And.Contain("Persistence");
            first.Wrote("out/tuned.png", png);
            File.Copy(first.In("out/tuned.swinlstm"), sample.In("trained.swinlstm"));
        }

        NpyFile.Write(sample.In("mine.npy"), rand(240, 16, 16));
        sample.Run("--weights", "trained.swinlstm", "--data", "mine.npy", "--steps", "1").Should().Contain("fine-tuned");
        using var tuned = ForecastModel.Load(sample.In("out/tuned.swinlstm"));
        tuned.Notes.Should().Contain("from", "trained.swinlstm").And.Contain("fine-tuned", "1 steps").And.ContainKey("data");

        sample.Refuses("*none.swinlstm*", "--weights", "none.swinlstm");
        sample.Refuses("*mine.npy*", "--weights", "mine.npy");
        NpyFile.Write(sample.In("short.npy"), rand(30, 16, 16));
        sample.Refuses("*must hold at least one window*", "--data", "short.npy");
    }
}

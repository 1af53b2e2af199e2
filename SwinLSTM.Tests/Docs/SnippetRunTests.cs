using FluentAssertions;
using Readme;
using SwinLSTM.Data;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>What the documents show also runs, and does what they say.</summary>
public sealed class SnippetRunTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("swinlstm");
    private readonly string before = Environment.CurrentDirectory;
    private readonly TorchSharp.DisposeScope scope = NewDisposeScope();
    private readonly TextWriter console = Console.Out;
    private readonly StringWriter printed = new();

    public SnippetRunTests()
    {
        Environment.CurrentDirectory = folder.FullName;
        Console.SetOut(printed);
    }

    public void Dispose()
    {
        Console.SetOut(console);
        Environment.CurrentDirectory = before;
        scope.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Front_page_a_first_program()
    {
        var program = Snippet.OfPage("README.md").First();
        (program.Usings.Count + program.Code.Split('\n').Count(line => line != "")).Should().BeLessThanOrEqualTo(12);
        FrontPage.FirstProgram();
        printed.ToString().Should().Be(Repository.Text("README.md").Split("```text\n")[1].Split("```")[0]);
    }

    [Fact]
    public void Front_page_a_first_forecast()
    {
        Saved("digits.swinlstm");
        FrontPage.FirstForecast();
        File.ReadAllBytes("forecast.gif")[..6].Should().Equal("GIF89a"u8.ToArray());
    }

    [Fact]
    public void Front_page_a_network_of_ones_own() => FluentActions.Invoking(FrontPage.BuildYourOwn).Should().NotThrow();

    [Fact]
    public void Data_page_prepared_files()
    {
        PreparePage.Samples();
        PreparePage.Series([new CountedSeries("monday.avi", 40, new(1, 4, 4))], new Progress<PrepareProgress>(), CancellationToken.None);
        folder.EnumerateDirectories().Select(made => made.Name).Should().BeEquivalentTo("validation", "walks");
    }

    [Fact]
    public async Task Data_page_downloads()
    {
        byte[] idx = [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4];
        using var server = new LocalServer(request => LocalServer.File(request, idx));
        var sum = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(idx));
        File.WriteAllText("files.json",
            $$"""[{ "name": "mnist-train", "fileName": "d.idx", "addresses": ["{{server.At("d")}}"], "sha256": "{{sum}}" }]""");
        (await PreparePage.Download(CancellationToken.None)).Count.Should().Be(1);
    }

    [Fact]
    public void Front_page_the_cell_in_a_module()
    {
        using var module = new Nowcaster();
        var (rain, state) = module.call(rand([2, 3, 128, 96]), null);
        rain.shape.Should().Equal(2, 32, 24, 1);
        state.Hidden.shape.Should().Equal(2, 32, 24, 64);
        module.call(rand([2, 3, 128, 96]), state).Rain.shape.Should().Equal(2, 32, 24, 1);
    }

    [Fact]
    public void Front_page_a_stream()
    {
        using var network = Tiny();
        var shown = new List<long[]>();
        FrontPage.Streaming(network, [Frames(1).squeeze(1), Frames(1).squeeze(1)], ahead => shown.Add(ahead.shape));
        shown.Should().HaveCount(2).And.OnlyContain(shape => shape.SequenceEqual(new long[] { 1, 5, 1, 32, 32 }));
        using var resumed = network.ResumeStream("camera.state");
        resumed.Forecast(1).shape.Should().Equal(1, 1, 1, 32, 32);
    }

    [Fact]
    public void Front_page_published_weights()
    {
        using (var network = new SwinLstmD(SwinLstmOptions.D)) OfficialCheckpoint.Export(network, "trained_model_state_dict", 64, 64);
        FrontPage.PublishedWeights();
        printed.ToString().Should().StartWith("242 loaded, 44 known and unused, 0 missing, ", "README.md says so");
        File.Exists("swinlstm-d.swinlstm").Should().BeTrue();
    }

    [Fact]
    public void Front_page_training_and_its_forecast()
    {
        FrontPage.Training(steps: 2);
        printed.ToString().Should().StartWith("step 1, loss 0.");
        FrontPage.FirstForecast();
        File.Exists("forecast.gif").Should().BeTrue();
    }

    [Fact]
    public void Core_page()
    {
        Saved("radar.swinlstm");
        using (var network = Tiny()) CorePage.OneStep(network, Frames(1).squeeze(1));

        FluentActions.Invoking(() => CorePage.FirstForecast(Frames(2))).Should().NotThrow();
    }

    [Fact]
    public void Data_page()
    {
        DataPage.Sequences();
        DataPage.Pictures(Frames(3), Frames(2), Frames(2));
        File.Exists("forecast.png").Should().BeTrue();
    }

    [Fact]
    public void Loader_page()
    {
        var weather = new Degrees(600);
        var splits = LoaderPage.Splits(weather, [.. Enumerable.Range(0, 10).Select(_ => new Degrees(30))]);
        splits.Validation.Count.Should().Be(60 - 24 - 23, "a tenth of the frames, less the gap");
        using var network = Tiny();
        LoaderPage.Normalize(splits, network, rand([1, 3, 1, 32, 32]) + 280);
        printed.ToString().Should().StartWith("step 1, loss ");

        var large = LoaderPage.Transform(splits.Each(part => part.Resize(96, 128)));
        large.Train.Shape.Should().Be(new SequenceShape(12, 12, new Data.FrameShape(1, 24, 32)));
        large.Test.Describe(0).Should().NotContain("random");

        LoaderPage.Batches(splits.Train).Should().Be(splits.Train.Count);
        var (loader, batches) = (new SequenceLoader(splits.Train), 0);
        using var cancellation = new CancellationTokenSource();
        FluentActions.Invoking(() => LoaderPage.Resume(loader, (_, _) =>
        {
            if (++batches == 3) cancellation.Cancel();
        }, cancellation.Token)).Should().Throw<OperationCanceledException>();
        File.ReadAllText("place.json").Should().Be("{\"Epoch\":0,\"Batch\":3}");
    }

    [Fact]
    public void Metrics_page()
    {
        var frames = Frames(2);
        MetricsPage.Measure([(frames, frames)]);
        printed.ToString().Should().Contain("MSE (sum over a frame): 0, at the last lead time 0")
            .And.Contain("SSIM (uniform 7x7, range 1): 1, at the last lead time 1");
    }

    [Fact]
    public void Metrics_of_pixels_masks_and_sets()
    {
        var (truth, forecast) = (Frames(3).repeat(1, 1, 2, 1, 1), Frames(3).repeat(1, 1, 2, 1, 1));
        FluentActions.Invoking(() => MetricsPage.Choices(forecast, forecast)).Should().NotThrow();
        (truth[0, 1, 0, 5, 5], forecast[0, 1, 0, 5, 5], truth[0, 0, 0, 1, 1]) = (tensor(-1f), tensor(float.NaN), tensor(float.NaN));
        MetricsPage.Masked(forecast, truth);
        printed.ToString().Should().EndWith(", 1 values left out\n");
        File.WriteAllText("other-machine.json", Protocols.Standard().CreateMetrics().ToJson());
        MetricsPage.Apart([(truth, truth), (truth, truth), (truth, truth)]);
        printed.ToString().Should().EndWith("gradient ratio = 1\n");
        var own = new MetricsPage.LargestError();
        own.Add(zeros([2, 1, 1, 1, 2]), tensor([1f, -3, 0, 2], [2, 1, 1, 1, 2])).Should().Equal(3, 2);
        own.Result.Should().Be(2.5);
    }

    [Fact]
    public void Metrics_of_protocols()
    {
        var frames = Frames(2);
        MetricsPage.Published([(frames, frames)]);
        printed.ToString().Should().StartWith("      MSE       SSIM\n   0.0000     1.0000\nlead        MSE ");
    }

    [Fact]
    public void Metrics_of_events_ensembles_skill_sharpness_and_perception()
    {
        var (truth, worse) = (Frames(3), Frames(3));
        ForecastScoresPage.Events(truth, truth);
        ForecastScoresPage.Ensembles(rand([1, 8, 3, 1, 32, 32]), truth);
        ForecastScoresPage.Skill([Frames(5), Frames(4)], Frames(2), worse, truth);
        ForecastScoresPage.Sharpness(truth, truth);
        Safetensors.Write("lpips.safetensors", DrawnLpips.Tensors().Select(entry => (entry.Key, entry.Value)));
        ForecastScoresPage.Perception(truth, truth);
        printed.ToString().Should().Contain("CSI over all thresholds 1.0000, pooled 1.0000, FSS 1.0000").And.Contain("CRPS (fair) = 0.")
            .And.Contain("against persistence = ").And.Contain("of the truth's detail, edges")
                .And.Contain("LPIPS (AlexNet, range 0 to 1) = 0");
    }

    [Fact]
    public void Training_page()
    {
        using var network = Tiny();
        var data = new MovingDigits(DrawnDigits.Make(10),
            new() { Digits = 1, DigitSize = 14, Height = 32, Width = 32, InputFrames = 2, TargetFrames = 2, Count = 100 });
        using var model = new ForecastModel(network);
        TrainingPage.Train(model, data, TimeSpan.FromMilliseconds(1), CancellationToken.None);
        TrainingPage.Whole([.. Enumerable.Range(0, 240 * 32 * 32).Select(i => i % 997 == 0 ? float.NaN : i % 37)], steps: 2,
            CancellationToken.None);
        printed.ToString().Should().Contain("step 2, loss ").And.Contain(", the best so far").And.Contain("Finished");
        using (var past = rand([1, 5, 1, 40, 24])) TrainingPage.Best(past);
        var options = TrainingPage.Options(steps: 1);
        TrainingPage.Ranks(model, data, options[1]);
        TrainingPage.OwnLoss(model, data, options[2]);
        EvaluationPage.Report(model, data);
        Directory.GetFiles("out").Select(Path.GetFileName).Should().BeEquivalentTo("report.html", "scores.csv", "scores.json");
    }

    [Fact]
    public void Memory_page()
    {
        using var network = Tiny();
        using var optimizer = optim.AdamW(network.parameters());
        using var before = Bias(network).clone();
        MemoryPage.TrainByHand(network, optimizer, [(Frames(2), Frames(2))]);
        Bias(network).item<float>().Should().NotBe(before.item<float>());

        var shapes = new List<long[]>();
        Tensor[] frames = [Frames(1).squeeze(1), Frames(1).squeeze(1), Frames(1).squeeze(1)];
        var alive = Tensor.TotalCount;
        MemoryPage.StepByStep(network, frames, next => shapes.Add(next.shape));
        shapes.Should().HaveCount(3);
        Tensor.TotalCount.Should().BeLessThanOrEqualTo(alive, "the state before is disposed and the last one too");
    }

    [Fact]
    public void Fidelity_page() => FidelityPage.OrderOfThePaper().Stages.Select(stage => stage.Depth).Should().Equal(2, 6, 6, 2);

    private static SwinLstmNetwork Tiny() =>
        (SwinLstmOptions.B with { PatchSize = 4, EmbedChannels = 8, Stages = [new(Depth: 1, Heads: 2)] }).Build(seed: 1);

    private static Tensor Bias(SwinLstmNetwork network) => network.state_dict()["unembedding.head.bias"];

    private static void Saved(string path)
    {
        using var model = new ForecastModel(Tiny());
        model.Save(path);
    }

    private static Tensor Frames(int time) => rand([1, time, 1, 32, 32]);

    /// <summary>Frames around 280, each a little warmer than the one before.</summary>
    private sealed class Degrees(int length) : IFrameSeries
    {
        public long Length => length;

        public Data.FrameShape Frame { get; } = new(1, 32, 32);

        public string Name => "degrees";

        public void Read(FrameRange range, Span<float> frames)
        {
            for (var i = 0; i < frames.Length; i++)
                frames[i] = 280f + (range.First + (i / 1_024)) / 10f + (i % 7);
        }
    }
}

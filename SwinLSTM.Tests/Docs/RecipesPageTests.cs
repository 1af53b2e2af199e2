using FluentAssertions;
using Readme;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Recipes of the packages' READMEs, run.</summary>
public sealed class RecipesPageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string before = Environment.CurrentDirectory;
    private readonly TextWriter console = Console.Out;
    private readonly StringWriter printed = new();
    private readonly TorchSharp.DisposeScope scope = NewDisposeScope();

    public RecipesPageTests()
    {
        Environment.CurrentDirectory = folder[""];
        Console.SetOut(printed);
        NpyFile.Write("radar.npy", rand([240, 8, 8]));
    }

    public void Dispose()
    {
        Console.SetOut(console);
        Environment.CurrentDirectory = before;
        scope.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Frames_from_a_NumPy_file_into_batches()
    {
        var shapes = new List<long[]>();
        RecipesPage.Numpy((inputs, targets) => shapes.AddRange([inputs.shape, targets.shape]));
        shapes[0].Should().Equal(16, 10, 1, 8, 8);
        shapes[1].Should().Equal(16, 12, 1, 8, 8);
    }

    [Fact]
    public void Scores_against_persistence_and_of_heavy_rain()
    {
        var (past, truth) = (rand([2, 4, 1, 8, 8]) * 20, rand([2, 3, 1, 8, 8]) * 20);
        RecipesPage.Persistence(past, truth, truth);
        printed.ToString().Should().Be("1.00, at the last lead time 1.00\n");
        RecipesPage.Rain(truth, truth);
        printed.ToString().Should().EndWith("10 mm/h and more: found 100 %, false alarms 0 %\n");
    }

    [Fact]
    public void The_best_model_is_kept()
    {
        using var radar = NpyFile.Open("radar.npy");
        var splits = DatasetSplits.Chronological(radar.Series(), new() { InputFrames = 2, TargetFrames = 2 });
        var options = SwinLstmOptions.B with { PatchSize = 4, EmbedChannels = 8, Stages = [new(Depth: 1, Heads: 2)] };
        using var model = new ForecastModel(options.Build(seed: 1));
        RecipesPage.Best(model, splits, new() { Steps = 2, BatchSize = 2 }, CancellationToken.None);
        printed.ToString().Should().StartWith("step 2: ").And.Contain("the best so far");
    }
}

using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>Every run file under recipes/ is one that the tool takes: it trains two steps of it, on made frames of the right
/// shape.</summary>
[Collection(nameof(Swinlstm))]
public sealed class RecipeTests : IDisposable
{
    private static readonly Dictionary<string, (int Frames, int Channels, int Side)> shapes = new()
    {
        ["moving-mnist-d"] = (20, 1, 64),
        ["moving-mnist-b"] = (20, 1, 64),
        ["taxibj-b"] = (8, 2, 32),
        ["kth-b"] = (30, 1, 128),
        ["human36m-b"] = (8, 3, 128),
        ["laptop"] = (20, 1, 32),
    };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("recipes");

    public void Dispose() => folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(folder.FullName, name);

    [Fact]
    public void Every_recipe_has_a_shape_here() =>
        Repository.Files("recipes", "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Should().BeEquivalentTo(shapes.Keys);

    [Theory]
    [InlineData("taxibj-b")]
    [InlineData("laptop")]
    public void It_trains_two_steps(string recipe) => Train(recipe);

    [Theory]
    [InlineData("moving-mnist-d")]
    [InlineData("moving-mnist-b")]
    [InlineData("kth-b")]
    [InlineData("human36m-b")]
    [Trait("Category", "Long")]
    public void Large_ones_train_two_steps_too(string recipe) => Train(recipe);

    private void Train(string recipe)
    {
        var (frames, channels, side) = shapes[recipe];
        const int samples = 6;
        var values = new float[samples * frames * channels * side * side];
        for (var i = 0; i < values.Length; i++) values[i] = i % 101 / 100f;
        NpyFile.Write(In("made.npy"), values, samples, frames, channels, side, side);
        var run = Swinlstm.Run("train", Repository.At($"recipes/{recipe}.json"), "--data", In("made.npy"), "--batch", "1", "--shards", "1",
            "--steps", "2",
            "--validation", "0.2", "--test", "0.2", "--out", In("run"));
        run.ShouldSucceed().Output.Should().Contain("Trained after 2 steps.");
        File.Exists(In("run/best.swinlstm")).Should().BeTrue();
    }
}

using FluentAssertions;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>The reference network of two levels with its state dict as PyTorch saved it, and files made from such dicts.</summary>
internal static class NetworkFiles
{
    /// <summary>Its options; its frames are 32 × 32.</summary>
    public static SwinLstmOptions TwoLevels { get; } = new()
    {
        EmbedChannels = 16,
        Stages =
        [
            new(2, 2, Resampling.Downsample), new(4, 4, Resampling.Downsample),
            new(2, 4, Resampling.Upsample), new(4, 2, Resampling.Upsample),
        ],
    };

    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Fixtures", "d_two_levels");

    public static string StateDict => Path.Combine(Folder, "state_dict_after_training.pth");

    /// <summary>A safetensors file with the entries of another weight file, each changed at will; null leaves one out.</summary>
    public static void Rewrite(
        string from, string to, Func<string, Tensor, (string, Tensor)?> change, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var scope = NewDisposeScope();
        using var file = from.EndsWith(".pth", StringComparison.Ordinal) ? TorchCheckpoint.Read(from) : Safetensors.Read(from);
        Safetensors.Write(to, file.Names.Select(n => change(n, file[n])).OfType<(string, Tensor)>(), metadata ?? file.Metadata);
    }

    /// <summary>Same names, and under each the same numbers to the bit; an assertion of equivalence would compare every number with every
    /// other.</summary>
    public static void ShouldBe(this Dictionary<string, double[]> actual, Dictionary<string, double[]> expected)
    {
        actual.Keys.Should().BeEquivalentTo(expected.Keys);
        foreach (var (name, numbers) in expected) actual[name].AsSpan().SequenceEqual(numbers).Should().BeTrue(name);
    }

    /// <summary>Every weight of a network by name, as numbers.</summary>
    public static Dictionary<string, double[]> Weights(nn.Module network) =>
        network.state_dict().ToDictionary(w => w.Key, w => Numbers.Of(w.Value));
}

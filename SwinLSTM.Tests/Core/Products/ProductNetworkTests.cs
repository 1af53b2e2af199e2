using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Whole networks with and without the product of our own.</summary>
public sealed class ProductNetworkTests
{
    [Theory]
    [MemberData(nameof(SwinLstmNetworkTests.Names), MemberType = typeof(SwinLstmNetworkTests))]
    public void Small_networks_give_what_they_give_by_libtorch(string name) => Compare(Variants.Named(name));

    // Channels that every layer can be given to it with, on odd grids, at each patch.
    [Theory]
    [InlineData(1, 9, 20)]
    [InlineData(2, 30, 21)]
    [InlineData(4, 64, 35)]
    [InlineData(8, 65, 100)]
    public void Larger_networks_do_so_too(int patch, int height, int width)
    {
        var options = SwinLstmOptions.D with
        {
            PatchSize = patch,
            EmbedChannels = 32,
            Stages = [new(2, 2, Resampling.Downsample), new(2, 4, Resampling.Upsample), new(2, 2)],
        };
        Compare(new(options, height, width));
    }

    private static void Compare(Variant variant)
    {
        using var scope = NewDisposeScope();
        using var network = variant.Build(seed: 1);
        var frames = variant.Frames(1, time: 3, batch: 2);
        network.eval();
        var (mine, gradients) = Run(ours: true);
        var (theirs, expected) = Run(ours: false);
        mine.ShouldBeNear(theirs, 1e-5);
        foreach (var (gradient, other) in gradients.Zip(expected))
            gradient.ShouldBeNear(other, (1e-5 * other.abs().max().item<float>()) + 1e-6);
        using var constant = no_grad();
        network.Forecast(frames, 1).ShouldBeNear(mine.detach().narrow(1, 2, 1), 1e-5);

        (Tensor, Tensor[]) Run(bool ours)
        {
            try
            {
                MatrixProduct.IsEnabled = ours && MatrixProduct.IsSupported;
                network.zero_grad();
                var all = network.Unroll(frames, 1); // [B, 3, C', H, W]
                all.square().sum().backward();
                return (all, [.. network.parameters().Where(weight => weight.grad is not null).Select(weight => weight.grad!.clone())]);
            }
            finally
            {
                MatrixProduct.IsEnabled = MatrixProduct.IsSupported;
            }
        }
    }
}

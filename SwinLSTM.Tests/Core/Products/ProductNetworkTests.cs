using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Whole networks with and without the product of our own.</summary>
public sealed class ProductNetworkTests
{
    [Theory]
    [MemberData(nameof(SwinLstmNetworkTests.Names), MemberType = typeof(SwinLstmNetworkTests))]
    public void Networks_give_what_they_give_by_libtorch(string name)
    {
        using var scope = NewDisposeScope();

        using SwinLstmNetwork network = Variants.Named(name).Build(seed: 1);
        var frame = Variants.Named(name).Frame(1);
        network.eval();
        using var constant = no_grad();
        var mine = network.call(frame, null).Next;
        var again = network.call(frame, null).Next;
        Tensor theirs;
        try
        {
            MatrixProduct.IsEnabled = false;
            theirs = network.call(frame, null).Next;
        }
        finally
        {
            MatrixProduct.IsEnabled = MatrixProduct.IsSupported;
        }

        again.ShouldBeNear(mine, 0);
        mine.ShouldBeNear(theirs, 1e-5);
    }
}

using static TorchSharp.torch;

namespace SwinLSTM.Benchmarks;

/// <summary>The matrix products of a time step and nothing else, of the same sizes: the limit that a step on the same threads can come
/// near to.</summary>
internal sealed class ProductsAlone : IDisposable
{
    private readonly List<(Tensor X, Tensor Weight)> products = [];

    public ProductsAlone(SwinLstmOptions options, int batch, int side)
    {
        long tokens = (long)side / options.PatchSize * (side / options.PatchSize), d = options.EmbedChannels;
        foreach (var stage in options.Stages)
        {
            for (var i = 0; i < stage.Depth; i++)
            {
                if (i % 2 == 0) (_, _) = (Add(d, d), Add(d, d)); // the two halves of the fusion
                (_, _, _, _) = (Add(d, 3 * d), Add(d, d), Add(d, 4 * d), Add(4 * d, d));
            }

            if (stage.Then == Resampling.Downsample)
            {
                tokens /= 4;
                Add(4 * d, 2 * d);
                d *= 2;
            }
            else if (stage.Then == Resampling.Upsample)
            {
                Add(d, 2 * d);
                (tokens, d) = (tokens * 4, d / 2);
            }
        }

        int Add(long from, long to)
        {
            products.Add((rand(batch * tokens, from).DetachFromDisposeScope(), rand(to, from).DetachFromDisposeScope()));
            return products.Count;
        }
    }

    public void Run()
    {
        foreach (var (x, weight) in products)
        {
            using var result = nn.functional.linear(x, weight);
        }
    }

    public void Dispose()
    {
        foreach (var (x, weight) in products)
        {
            x.Dispose();
            weight.Dispose();
        }
    }
}

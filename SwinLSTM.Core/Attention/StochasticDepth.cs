using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>Drops a residual branch for whole samples while training (drop path).</summary>
/// <remarks>Source: Huang et al. 2016; the authors' schedule of rates. Drawn anew for every block, branch and time step, as theirs.</remarks>
public static class StochasticDepth
{
    /// <summary>Zeroes the branch of each sample with the given probability and scales the others up, so that the mean stays.</summary>
    /// <param name="branch"><c>[B, ...]</c>.</param>
    /// <param name="rate">Probability of dropping, 0 to below 1.</param>
    /// <param name="training">Outside training the branch goes through untouched.</param>
    /// <returns><c>[B, ...]</c>.</returns>
    public static Tensor Drop(Tensor branch, double rate, bool training)
    {
        if (rate == 0 || !training) return branch;
        var shape = branch.shape;
        Array.Fill(shape, 1, 1, shape.Length - 1); // [B, 1, ...]
        var kept = empty(shape, dtype: branch.dtype, device: branch.device).bernoulli_(1 - rate).div_(1 - rate);
        return branch * kept;
    }

    /// <summary>The rate of every block: constant over stages that keep their resolution, rising from 0 over those that merge, falling to 0 over those that expand.</summary>
    /// <param name="stages">The stages in the order they run.</param>
    /// <param name="highest">The highest rate.</param>
    /// <returns>One list of rates a stage, one rate a block.</returns>
    public static double[][] Rates(StageList stages, double highest)
    {
        var seen = new Dictionary<Resampling, int>();
        var total = stages.GroupBy(s => s.Then).ToDictionary(g => g.Key, g => g.Sum(s => s.Depth));
        return [.. stages.Select(stage =>
        {
            var first = seen.GetValueOrDefault(stage.Then);
            seen[stage.Then] = first + stage.Depth;
            return Enumerable.Range(first, stage.Depth).Select(i => Rate(stage.Then, i, total[stage.Then], highest)).ToArray();
        })];
    }

    private static double Rate(Resampling then, int block, int blocks, double highest)
    {
        // Falling counts from the end, because a difference of rates could round to less than none.
        double share(int part) => blocks == 1 ? 0 : highest * part / (blocks - 1);
        return then switch { Resampling.Merge => share(block), Resampling.Expand => share(blocks - 1 - block), _ => highest };
    }
}

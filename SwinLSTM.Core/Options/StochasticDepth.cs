namespace SwinLSTM;

/// <summary>The rates of stochastic depth (Huang et al. 2016): how often, in training, the branch of a block is dropped for a
/// sample.</summary>
internal static class StochasticDepth
{
    /// <summary>Returns the rate of every block, stage by stage: constant over stages that keep their resolution, rising from 0 over those
    /// that downsample, falling to 0 over those that upsample.</summary>
    /// <remarks>Source: the authors' code.</remarks>
    public static double[][] Rates(ValueList<StageOptions> stages, double highest)
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
        return then switch { Resampling.Downsample => share(block), Resampling.Upsample => share(blocks - 1 - block), _ => highest };
    }
}

namespace SwinLSTM;

/// <summary>What happens to the tokens after a stage's cell.</summary>
public enum Resampling
{
    /// <summary>Nothing: the next stage sees the same grid and channels.</summary>
    None,

    /// <summary>2 × 2 tokens become one: the grid halves, the channels double (patch merging).</summary>
    Downsample,

    /// <summary>One token becomes 2 × 2: the grid doubles, the channels halve (patch expanding).</summary>
    Upsample,
}

/// <summary>One stage of a network: a cell, then a change of resolution.</summary>
/// <param name="Depth">Swin blocks in the cell.</param>
/// <param name="Heads">Attention heads in each block; they share the stage's channels evenly.</param>
/// <param name="Then">The change of resolution after the cell.</param>
public sealed record StageOptions(int Depth, int Heads, Resampling Then = Resampling.None)
{
    /// <summary>How many levels of resolution the next stage lies below this one.</summary>
    internal int Descends => Then switch { Resampling.Downsample => 1, Resampling.Upsample => -1, _ => 0 };

    /// <summary>Returns the rate of stochastic depth of every block, stage by stage: constant over stages that keep their resolution,
    /// rising from 0 over those that downsample, falling to 0 over those that upsample.</summary>
    /// <remarks>Source: the authors' code.</remarks>
    internal static double[][] DropRates(ValueList<StageOptions> stages, double highest)
    {
        var seen = new Dictionary<Resampling, int>();
        var total = stages.GroupBy(s => s.Then).ToDictionary(g => g.Key, g => g.Sum(s => s.Depth));
        return [.. stages.Select(stage =>
        {
            var first = seen.GetValueOrDefault(stage.Then);
            seen[stage.Then] = first + stage.Depth;
            return Enumerable.Range(first, stage.Depth).Select(i => Rate(stage.Then, i, total[stage.Then])).ToArray();
        })];

        double Rate(Resampling then, int block, int blocks)
        {
            // Falling counts from the end, because a difference of rates could round to less than none.
            double share(int part) => blocks == 1 ? 0 : highest * part / (blocks - 1);
            return then switch { Resampling.Downsample => share(block), Resampling.Upsample => share(blocks - 1 - block), _ => highest };
        }
    }
}

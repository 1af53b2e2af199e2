using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// Whether an ensemble is as uncertain as it is wrong: <c>sqrt((M + 1) / M) spread / error</c> for M members, where the error is the root mean square of
/// the ensemble mean's, and the spread the root of the mean variance of the members (divided by M - 1), both over all values that count. 1 is
/// right; less is too sure of itself. Fortin et al. (J. Hydrometeor. 15, 2014).
/// </summary>
public sealed class SpreadSkill : EnsembleMetric
{
    /// <inheritdoc/>
    public override string Name => "spread-skill ratio";

    /// <inheritdoc/>
    public override Direction Better => Direction.CloserToOneIsBetter;

    /// <summary>Root mean squared error of the ensemble mean, in the unit of the data.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public double Error => ErrorOf(Filled().Total());

    /// <summary>Root of the mean variance of the members, in the unit of the data, without the correction for their number.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public double Spread => SpreadOf(Filled().Total());

    /// <summary>The error at each lead time.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public IReadOnlyList<double> ErrorPerLeadTime => [.. Filled().PerLeadTime.Select(totals => ErrorOf(totals))];

    /// <summary>The spread at each lead time.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public IReadOnlyList<double> SpreadPerLeadTime => [.. Filled().PerLeadTime.Select(totals => SpreadOf(totals))];

    private protected override int Statistics => 4;

    private protected override void CheckMembers(long members)
    {
        if (members < 2)
            throw new ArgumentException("A spread needs at least 2 members; there is 1.");
    }

    private protected override Tensor Measure(Ensemble ensemble)
    {
        var error = ensemble.Members.mean([1]).sub(ensemble.Target).square(); // [B, T, C, H, W]
        var counted = ensemble.Counted();
        return cat(
        [
            ensemble.Total(error),
            ensemble.Total(EnsembleMath.Variance(ensemble.Members)),
            counted,
            counted.mul(ensemble.Count), // so that the sums alone know how many members there are
        ], 2); // [B, T, 4]
    }

    private protected override double Value(ReadOnlySpan<double> totals)
    {
        var members = totals[3] / totals[2];
        return Math.Sqrt((members + 1) / members) * SpreadOf(totals) / ErrorOf(totals);
    }

    private static double ErrorOf(ReadOnlySpan<double> totals) => Math.Sqrt(totals[0] / totals[2]);

    private static double SpreadOf(ReadOnlySpan<double> totals) => Math.Sqrt(totals[1] / totals[2]);
}

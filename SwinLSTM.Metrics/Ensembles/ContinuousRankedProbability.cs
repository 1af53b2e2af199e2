using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// Continuous ranked probability score, the ensemble's mean absolute error: <c>mean |x_i - y| - 1/2 mean |x_i - x_j|</c> for members x and truth y,
/// averaged over all values that count, in the unit of the data. Of one member it is the mean absolute error. Gneiting and Raftery (JASA 102, 2007).
/// </summary>
/// <remarks>
/// The standard score means over all M^2 pairs, which prefers ensembles that are too narrow, the more so the fewer members there are; the fair one (Ferro,
/// QJRMS 140, 2014) means over the M (M - 1) pairs of different members, and its expectation does not depend on M. Scores of ensembles of
/// different sizes can be compared only if they are fair.
/// </remarks>
/// <param name="fair">Which of the two.</param>
public sealed class ContinuousRankedProbability(bool fair) : EnsembleMetric
{
    /// <inheritdoc/>
    public override string Name => fair ? "CRPS (fair)" : "CRPS (standard)";

    /// <inheritdoc/>
    public override Direction Better => Direction.LowerIsBetter;

    private protected override int Statistics => 2;

    private protected override void CheckMembers(long members)
    {
        if (fair && members < 2)
            throw new ArgumentException("The fair CRPS needs at least 2 members, as it compares each with the others; there is 1. Use the standard one, which is the mean absolute error then.");
    }

    private protected override Tensor Measure(Ensemble ensemble)
    {
        var crps = EnsembleMath.Crps(ensemble.Members, ensemble.Target, fair); // [B, T, C, H, W]
        return cat([ensemble.Total(crps), ensemble.Counted()], 2); // [B, T, 2]
    }

    private protected override double Value(ReadOnlySpan<double> totals) => totals[0] / totals[1];
}

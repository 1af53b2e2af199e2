using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// Where the truth falls among the members, sorted: each of the M + 1 places should be as likely. A valley says the ensemble is too narrow, a hill
/// too wide, a slope that it is biased (Hamill, Mon. Wea. Rev. 129, 2001). <see cref="EnsembleMetric.Result"/> is how far the histogram is from
/// flat, <c>sum |f_k - 1 / (M + 1)|</c> over the places' frequencies (Delle Monache et al., JGR 111, 2006): 0 is flat, <c>2 M / (M + 1)</c> is one place only.
/// </summary>
/// <remarks>Where the truth equals members, every place it could have gets an equal part of it: no random number is drawn. Rain and black
/// backgrounds tie often; without that rule they fill the first place.</remarks>
public sealed class RankHistogram : EnsembleMetric
{
    private readonly int members;

    /// <summary>A histogram for ensembles of this size.</summary>
    /// <param name="members">M, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are none.</exception>
    public RankHistogram(int members)
    {
        if (members < 1)
            throw new ArgumentOutOfRangeException(nameof(members), $"An ensemble must have at least one member; {members} was given.");
        this.members = members;
    }

    /// <inheritdoc/>
    public override string Name => $"rank histogram's distance from flat ({members} members)";

    /// <inheritdoc/>
    public override Direction Better => Direction.LowerIsBetter;

    /// <summary>The part of all values that count at each of the M + 1 places, from below all members to above all.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public IReadOnlyList<double> Frequencies => Frequency(Filled().Total());

    /// <summary>The same for each lead time.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public IReadOnlyList<IReadOnlyList<double>> FrequenciesPerLeadTime => [.. Filled().PerLeadTime.Select(totals => Frequency(totals))];

    private protected override int Statistics => members + 1;

    private protected override void CheckMembers(long members)
    {
        if (members != this.members)
            throw new ArgumentException($"This histogram is for ensembles of {this.members}; there are {members} members. Make one for this size.");
    }

    private protected override Tensor Measure(Ensemble ensemble) => EnsembleMath.RankCounts(ensemble.Members, ensemble.Target, ensemble.Valid); // [B, T, M + 1]

    private protected override double Value(ReadOnlySpan<double> totals) => Frequency(totals).Sum(frequency => Math.Abs(frequency - 1.0 / (members + 1)));

    private static double[] Frequency(ReadOnlySpan<double> totals)
    {
        var counts = totals.ToArray();
        var all = counts.Sum();
        return [.. counts.Select(count => count / all)];
    }
}

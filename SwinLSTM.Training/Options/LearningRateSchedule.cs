using System.Text.Json.Serialization;

namespace SwinLSTM.Training;

/// <summary>A point of a run, for a schedule.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps of the whole run; null where time decides.</param>
/// <param name="Progress">How much of the run is over, 0 to 1.</param>
/// <param name="SinceBest">Validations, oldest first, as the count of those since the best one: what a plateau is seen by.</param>
public readonly record struct RunPoint(long Step, int? Steps, double Progress, IReadOnlyList<int>? SinceBest = null);

/// <summary>The course of the learning rate over a run: a pure function of where the run is, so that nothing of it needs to be
/// saved.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(ConstantSchedule), "constant")]
[JsonDerivedType(typeof(CosineSchedule), "cosine")]
[JsonDerivedType(typeof(OneCycleSchedule), "oneCycle")]
[JsonDerivedType(typeof(StepSchedule), "step")]
[JsonDerivedType(typeof(PlateauSchedule), "plateau")]
public abstract record LearningRateSchedule
{
    /// <summary>Computes the share of the highest learning rate that a step takes, 0 to 1.</summary>
    /// <param name="at">Where the run is before the step.</param>
    /// <returns>1 is the highest rate.</returns>
    public abstract double Factor(RunPoint at);

    internal virtual IEnumerable<string> Broken() => [];

    private protected static double Cosine(double from, double to, double share) =>
        to + ((from - to) * (1 + Math.Cos(Math.PI * share)) / 2);
}

/// <summary>The same rate throughout, as published for SwinLSTM.</summary>
public sealed record ConstantSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(RunPoint at) => 1;
}

/// <summary>Half a cosine from the highest rate down to <paramref name="Floor"/> of it (Loshchilov and Hutter 2017), multiplied by a
/// straight rise over the first steps.</summary>
/// <param name="WarmUpSteps">Steps of the rise; 0 has none.</param>
/// <param name="Floor">The share of the highest rate at the end.</param>
public sealed record CosineSchedule(int WarmUpSteps = 0, double Floor = 0.01) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(RunPoint at) =>
        Cosine(1, Floor, at.Progress) * (WarmUpSteps == 0 ? 1 : Math.Min(1, (at.Step + 1.0) / WarmUpSteps));

    internal override IEnumerable<string> Broken()
    {
        if (WarmUpSteps < 0) yield return $"Schedule.WarmUpSteps is {WarmUpSteps}; it is 0 or more.";
        if (Floor is not (>= 0 and <= 1)) yield return $"Schedule.Floor is {Floor}; it is a share of the highest rate, 0 to 1.";
    }
}

/// <summary>One cycle (Smith and Topin 2018), as PyTorch's OneCycleLR with cosines: from a low rate up to the highest, then down to almost
/// nothing. OpenSTL trains with it.</summary>
/// <param name="Rise">The share of the run in which the rate rises.</param>
/// <param name="StartDivisor">The highest rate over the first one.</param>
/// <param name="EndDivisor">The first rate over the last one.</param>
public sealed record OneCycleSchedule(double Rise = 0.3, double StartDivisor = 25, double EndDivisor = 1e4) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(RunPoint at)
    {
        // As PyTorch counts: the rise ends at step Rise * steps - 1, the fall at the last step, steps - 1.
        var (now, top, end) = at.Steps is { } steps and > 1 ? (at.Step, (Rise * steps) - 1, steps - 1.0) : (at.Progress, Rise, 1.0);
        var first = 1 / StartDivisor;
        return now <= top ? Cosine(first, 1, top <= 0 ? 1 : now / top)
            : Cosine(1, first / EndDivisor, Math.Min(1, (now - top) / (end - top)));
    }

    internal override IEnumerable<string> Broken()
    {
        if (Rise is not (> 0 and < 1)) yield return $"Schedule.Rise is {Rise}; it is a share of the run, between 0 and 1.";
        if (!(StartDivisor >= 1 && EndDivisor >= 1))
            yield return $"Schedule's divisors are {StartDivisor} and {EndDivisor}; each is at least 1.";
    }
}

/// <summary>A rate that is multiplied by <paramref name="Gamma"/> after every <paramref name="Every"/> steps.</summary>
/// <param name="Every">Steps between two changes.</param>
/// <param name="Gamma">What it is multiplied by.</param>
public sealed record StepSchedule(int Every, double Gamma = 0.1) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(RunPoint at) => Math.Pow(Gamma, at.Step / Every);

    internal override IEnumerable<string> Broken()
    {
        if (Every < 1) yield return $"Schedule.Every is {Every}; it is at least 1.";
        if (Gamma is not (> 0 and <= 1)) yield return $"Schedule.Gamma is {Gamma}; it is above 0 and at most 1.";
    }
}

/// <summary>A rate that is multiplied by <paramref name="Gamma"/> whenever <paramref name="Patience"/> validations in a row brought no
/// better value.</summary>
/// <param name="Patience">Validations without a better value.</param>
/// <param name="Gamma">What the rate is multiplied by.</param>
public sealed record PlateauSchedule(int Patience = 10, double Gamma = 0.5) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(RunPoint at) => Math.Pow(Gamma, at.SinceBest?.Count(since => since > 0 && since % Patience == 0) ?? 0);

    internal override IEnumerable<string> Broken()
    {
        if (Patience < 1) yield return $"Schedule.Patience is {Patience}; it is at least 1.";
        if (Gamma is not (> 0 and <= 1)) yield return $"Schedule.Gamma is {Gamma}; it is above 0 and at most 1.";
    }
}

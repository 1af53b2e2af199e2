namespace SwinLSTM.Training;

/// <summary>What a training step came to.</summary>
/// <param name="Step">Steps done, from 1.</param>
/// <param name="Loss">Its loss: the mean squared error over all predicted frames.</param>
/// <param name="LearningRate">The learning rate it used.</param>
/// <param name="Sequences">Sequences seen so far.</param>
/// <param name="Elapsed">Time since the run began.</param>
/// <param name="Progress">How much of the run is over, 0 to 1.</param>
public sealed record StepReport(int Step, double Loss, double LearningRate, long Sequences, TimeSpan Elapsed, double Progress)
{
    /// <summary>The average speed so far.</summary>
    public double SequencesPerSecond => Sequences / Math.Max(Elapsed.TotalSeconds, 1e-9);

    /// <summary>The time the rest of the run will take at the speed so far.</summary>
    public TimeSpan Remaining => Progress > 0 ? Elapsed * ((1 - Progress) / Progress) : TimeSpan.Zero;
}

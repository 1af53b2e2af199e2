namespace SwinLSTM.Training;

/// <summary>Something that happened in a run.</summary>
/// <param name="Step">Steps done, skipped ones included.</param>
public abstract record TrainingReport(long Step);

/// <summary>A step was taken.</summary>
/// <param name="Step">Steps done, from 1.</param>
/// <param name="Loss">The mean loss of the batch, over all shards and ranks.</param>
/// <param name="GradientNorm">The norm of its gradient, before it was clipped.</param>
/// <param name="LearningRate">The learning rate it used.</param>
/// <param name="IsSkipped">Whether the weights stayed as they were, because loss or gradient is not finite or nothing was measured.</param>
/// <param name="Sequences">Sequences seen so far, over all ranks.</param>
/// <param name="Elapsed">Time of training, that before a resume included.</param>
/// <param name="Progress">How much of the run is over, 0 to 1.</param>
/// <param name="SequencesPerSecond">The average speed since this process began.</param>
public sealed record StepReport(long Step, double Loss, double GradientNorm, double LearningRate, bool IsSkipped, long Sequences,
    TimeSpan Elapsed,
    double Progress, double SequencesPerSecond) : TrainingReport(Step)
{
    /// <summary>The time the rest of the run will take at the speed so far.</summary>
    public TimeSpan Remaining => Progress > 0 ? Elapsed * ((1 - Progress) / Progress) : TimeSpan.Zero;
}

/// <summary>The model was measured on validation data.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Result">All metrics, ranked sequences and maps; null on ranks other than 0, which do not measure.</param>
/// <param name="Value">The first metric, by which models are compared.</param>
/// <param name="IsBest">Whether it is the best so far; then the model was written as <c>best.swinlstm</c>.</param>
public sealed record ValidationReport(long Step, EvaluationResult? Result, double Value, bool IsBest) : TrainingReport(Step);

/// <summary>A checkpoint was written: a run that is killed now goes on from here.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Path">The file.</param>
public sealed record CheckpointReport(long Step, string Path) : TrainingReport(Step);

/// <summary>The run goes on from a checkpoint.</summary>
/// <param name="Step">Steps that the checkpoint has done.</param>
/// <param name="Path">The file.</param>
/// <param name="Damaged">Newer checkpoints that could not be read, and why; empty if the last one was good.</param>
public sealed record ResumeReport(long Step, string Path, IReadOnlyList<string> Damaged) : TrainingReport(Step);

/// <summary>Loss or gradients were not finite for too long: the run went back to its last checkpoint, with half the learning rate and
/// another order of samples.</summary>
/// <param name="Step">Steps that the checkpoint has done.</param>
/// <param name="From">The step that it went back from.</param>
/// <param name="RateFactor">What the learning rate is multiplied by from now on.</param>
public sealed record RetreatReport(long Step, long From, double RateFactor) : TrainingReport(Step);

/// <summary>Why a run ended.</summary>
public enum EndReason
{
    /// <summary>It is over.</summary>
    Finished,

    /// <summary>It was asked to stop; the same run goes on when it is started again.</summary>
    Stopped,

    /// <summary>Validations brought nothing better for too long.</summary>
    NoBetter,
}

/// <summary>The run ended; always the last report.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Reason">Why.</param>
public sealed record EndReport(long Step, EndReason Reason) : TrainingReport(Step);

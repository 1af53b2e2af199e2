namespace SwinLSTM.Training;

/// <summary>The course of the learning rate over a run, as a pure function.</summary>
public static class LearningRates
{
    /// <summary>A straight rise over the first steps, and from the beginning half a cosine down to a hundredth of the highest rate at the
    /// end.</summary>
    /// <param name="highest">The highest rate.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="warmUpSteps">Steps of the rise.</param>
    /// <param name="progress">How much of the run is over, 0 to 1.</param>
    public static double At(double highest, int step, int warmUpSteps, double progress)
    {
        var rise = warmUpSteps == 0 ? 1 : Math.Min(1, (step + 1.0) / warmUpSteps);
        var fall = 0.01 + (0.99 * (1 + Math.Cos(Math.PI * progress)) / 2);
        return highest * rise * fall;
    }
}

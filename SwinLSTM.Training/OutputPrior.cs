using SwinLSTM.Data;
using static TorchSharp.torch;

namespace SwinLSTM.Training;

/// <summary>A head start: a fresh network that predicts about the mean of the data instead of noise around the middle of its range.</summary>
/// <remarks>Sparse frames (digits, rain, crowds) are mostly empty; a fresh network spends its first hundreds of steps on learning just that.</remarks>
public static class OutputPrior
{
    // Small enough that the bias decides at first, large enough that gradients reach the layers before.
    private const double Quiet = 0.1;

    /// <summary>Turns the network's last layer down, and sets its bias so that silence means the mean of each channel.</summary>
    /// <param name="network">A fresh network.</param>
    /// <param name="data">The training data.</param>
    /// <param name="samples">How many samples to look at.</param>
    /// <param name="normalizer">What the network will see instead of raw values: that of <see cref="TrainingOptions.Normalizer"/>.</param>
    public static void Fit(SwinLstmNetwork network, ISequenceDataset data, int samples = 64, Normalizer? normalizer = null)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var targets = (normalizer ?? Normalizer.None).Apply(data.Batch(0, (int)Math.Min(samples, data.Count)).Targets); // [B, Tout, C, H, W]
        var mean = targets.mean([0, 1, 3, 4]); // [C]
        var before = network.Options.Activation switch
        {
            OutputActivation.Sigmoid => Logit(mean),
            OutputActivation.Tanh => Logit((mean + 1) / 2) / 2,
            _ => mean,
        };
        network.OutputWeight.mul_(Quiet);
        network.OutputBias.copy_(before);
    }

    // Data of one value only would ask for an infinite bias.
    private static Tensor Logit(Tensor share)
    {
        var p = share.clamp(1e-4, 1 - 1e-4);
        return (p / (1 - p)).log();
    }
}

using static TorchSharp.torch;

namespace SwinLSTM.Training;

/// <summary>What is minimised, of the normalised values that were measured.</summary>
public enum LossKind
{
    /// <summary>The mean of squared errors, as published.</summary>
    MeanSquaredError,

    /// <summary>The mean of absolute errors.</summary>
    MeanAbsoluteError,

    /// <summary>The sum of both.</summary>
    SquaredAndAbsoluteError,

    /// <summary>Squared where an error is below 1, absolute beyond (Huber 1964, half of the square).</summary>
    Huber,

    /// <summary>The cross-entropy of values in [0, 1] that are read as probabilities (Shi et al. 2015 train moving digits so). Its best
    /// forecast is the mean of what may come, as that of squares, but a sigmoid at the network's end does not weaken its gradient: a stroke
    /// that is not drawn at all still teaches. Refuses values outside.</summary>
    CrossEntropy,
}

/// <summary>Which outputs of a roll-out the loss compares.</summary>
public enum LossFrames
{
    /// <summary>All: also the predictions of frames that are known, as published.</summary>
    All,

    /// <summary>The frames that are to be forecast.</summary>
    Forecast,
}

/// <summary>A loss as a sum and its weight: the loss of several shards, ranks or masks is the sum of the sums over the sum of the
/// weights.</summary>
/// <param name="Sum">One value, with gradients.</param>
/// <param name="Weight">What it is divided by in the end, such as the number of values.</param>
public readonly record struct LossSum(Tensor Sum, double Weight);

/// <summary>Computes a loss.</summary>
/// <param name="predicted">What the network predicted, <c>[B, T, C', H, W]</c>, normalised.</param>
/// <param name="truth">What came, of the same shape; 0 where it is missing.</param>
/// <param name="valid">Bool of the same shape, which values were measured; null where all were.</param>
public delegate LossSum LossFunction(Tensor predicted, Tensor truth, Tensor? valid);

internal static class LossFunctions
{
    public static LossFunction Of(LossKind kind) => (predicted, truth, valid) =>
    {
        using var scope = NewDisposeScope();
        var error = predicted - truth; // [B, T, C', H, W]
        var each = kind switch
        {
            LossKind.MeanSquaredError => error.square(),
            LossKind.MeanAbsoluteError => error.abs(),
            LossKind.SquaredAndAbsoluteError => error.square().Plus(error.abs()),
            LossKind.CrossEntropy => CrossEntropy(predicted, truth),
            _ => nn.functional.huber_loss(predicted, truth, reduction: nn.Reduction.None),
        };
        return valid is null
            ? new(scope.MoveToOuter(each.sum()), each.numel())
            : new(scope.MoveToOuter(each.masked_fill(valid.logical_not(), Number(0)).sum()), valid.sum().item<long>());
    };

    private static Tensor CrossEntropy(Tensor predicted, Tensor truth)
    {
        Check(truth, "frames to compare with are", "Scale the data to [0, 1] (a min-max normaliser does), or choose another loss.");
        // Diverged weights are the run's affair: the loss is NaN, and the step is skipped.
        if (!Check(predicted, "network predicts values", "End the network with a sigmoid, or choose another loss."))
            return predicted - truth; // [B, T, C', H, W]
        return nn.functional.binary_cross_entropy(predicted, truth, reduction: nn.Reduction.None); // [B, T, C', H, W]

        static bool Check(Tensor values, string which, string wayOut)
        {
            var (low, high) = (values.min().to(ScalarType.Float64).item<double>(), values.max().to(ScalarType.Float64).item<double>());
            if (low < 0 || high > 1)
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"The loss CrossEntropy takes values in [0, 1], but the {which} from {low:G4} to {high:G4}. {wayOut}"));
            return !double.IsNaN(low);
        }
    }
}

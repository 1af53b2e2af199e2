using System.Diagnostics;
using SwinLSTM.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Training;

/// <summary>Trains a frame predictor as the paper does: roll out, compare every predicted frame, descend.</summary>
/// <remarks>Source: the authors' train loop (mean squared error over the T-1+horizon outputs), with AdamW, a course of learning rates and
/// clipped gradients in place of constant Adam.</remarks>
/// <param name="model">The network, whose weights change while a run is read, and the normaliser of its frames.</param>
/// <param name="data">Where sequences come from; samples are taken in a shuffled order, again and again, and read ahead while the network
/// computes.</param>
/// <param name="options">The numbers of the run.</param>
public sealed class Trainer(ForecastModel model, ISequenceDataset data, TrainingOptions options)
{
    /// <summary>Runs, a step each time the next report is asked for; to stop reading is to stop training.</summary>
    /// <param name="cancellation">Ends the run after the step in progress; the weights stay as that step left them.</param>
    /// <exception cref="InvalidOperationException">The loss is no longer a number.</exception>
    public IEnumerable<StepReport> Fit(CancellationToken cancellation = default)
    {
        var network = model.Network;
        network.Reseed(options.Seed);
        network.train();
        Parameter[] parameters = [.. network.parameters()];
        var device = parameters[0].device;
        using var optimizer = optim.AdamW(parameters, options.LearningRate, weight_decay: options.WeightDecay);
        var clock = Stopwatch.StartNew();
        var (step, sequences, progress) = (0, 0L, 0.0);
        foreach (var batch in Loader(device).Stream(batches: options.Length.Steps ?? long.MaxValue, cancellation: CancellationToken.None))
        {
            using var used = batch;
            if (cancellation.IsCancellationRequested) yield break;
            var rate = LearningRates.At(options.LearningRate, step, options.WarmUpSteps, progress);
            foreach (var group in optimizer.ParamGroups) group.LearningRate = rate;

            var loss = Step(step, batch, progress, parameters, optimizer);
            (step, sequences) = (step + 1, sequences + batch.Count);
            // The clock is read once: the report that says 1 is the last.
            var elapsed = clock.Elapsed;
            progress = options.Length.Progress(step, elapsed);
            yield return new(step, loss, rate, sequences, elapsed, progress);
            // Before the next batch is waited for, which takes time.
            if (progress >= 1 || cancellation.IsCancellationRequested) yield break;
        }
    }

    /// <summary>Shuffled passes in which all batches are of one size; fewer samples than a batch holds are one batch.</summary>
    private SequenceLoader Loader(Device device) => new(data, new()
    {
        BatchSize = options.BatchSize,
        Shuffle = true,
        Seed = (ulong)options.Seed,
        DropLast = data.Count >= options.BatchSize,
        Workers = options.Workers,
        Device = device,
    });

    private double Step(int step, FrameBatch batch, double progress, Parameter[] parameters, optim.Optimizer optimizer)
    {
        using var scope = NewDisposeScope();
        var network = model.Network;
        var frames = model.Normalizer?.Apply(batch.Frames) ?? batch.Frames; // [B, Tin+Tout, C, H, W]
        var (known, following) = (data.Shape.InputFrames, data.Shape.TargetFrames);
        var (seen, horizon) = options.Curriculum?.At(progress, known, following) ?? (known, following);
        var predicted = network.Unroll(frames.narrow(1, 0, seen), horizon); // [B, seen-1+horizon, C, H, W]
        var loss = Loss(predicted, frames.narrow(1, 1, seen - 1 + horizon), batch.Valid?.narrow(1, 1, seen - 1 + horizon));
        var value = loss.item<float>();
        // Before the weights are touched, so that the last good ones are kept.
        if (!float.IsFinite(value))
            throw new InvalidOperationException($"The loss of step {step + 1} is {value}; the weights are those of the step before. Lower LearningRate (now {options.LearningRate}) or ClipNorm (now {options.ClipNorm}), or look for values that are no numbers in the data.");
        network.zero_grad();
        loss.backward();
        nn.utils.clip_grad_norm_(parameters, options.ClipNorm);
        optimizer.step();
        return value;
    }

    /// <summary>The mean squared error, of the values that were measured where some are missing.</summary>
    private static Tensor Loss(Tensor predicted, Tensor truth, Tensor? valid)
    {
        if (valid is null) return functional.mse_loss(predicted, truth);
        var error = (predicted - truth).square() * valid; // [B, T, C, H, W]
        return error.sum() / valid.sum().clamp(1);
    }
}

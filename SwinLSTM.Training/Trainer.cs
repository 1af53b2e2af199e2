using System.Diagnostics;
using SwinLSTM.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Training;

/// <summary>Trains a frame predictor as the paper does: roll out, compare every predicted frame, descend.</summary>
/// <remarks>Source: the authors' train loop (mean squared error over the T-1+horizon outputs), with AdamW, a course of learning rates and clipped gradients in place of constant Adam.</remarks>
/// <param name="network">The network; its weights change while a run is read.</param>
/// <param name="data">Where sequences come from; samples are taken in a shuffled order, again and again.</param>
/// <param name="options">The numbers of the run.</param>
public sealed class Trainer(FramePredictor network, ISequenceDataset data, TrainingOptions options)
{
    /// <summary>Runs, a step each time the next report is asked for; to stop reading is to stop training.</summary>
    /// <param name="cancellation">Ends the run after the step in progress; the weights stay as that step left them.</param>
    /// <exception cref="InvalidOperationException">The loss is no longer a number.</exception>
    public IEnumerable<StepReport> Fit(CancellationToken cancellation = default)
    {
        random.manual_seed(options.Seed);
        network.train();
        Parameter[] parameters = [.. network.parameters()];
        var device = parameters[0].device;
        using var optimizer = optim.AdamW(parameters, options.LearningRate, weight_decay: options.WeightDecay);
        var clock = Stopwatch.StartNew();
        for (var step = 0; ; step++)
        {
            var progress = options.Length.Progress(step, clock.Elapsed);
            if (step > 0 && progress >= 1 || cancellation.IsCancellationRequested) yield break;
            var rate = LearningRates.At(options.LearningRate, step, options.WarmUpSteps, progress);
            foreach (var group in optimizer.ParamGroups) group.LearningRate = rate;

            var loss = Step(step, device, progress, parameters, optimizer);
            var done = step + 1;
            yield return new(done, loss, rate, (long)done * options.BatchSize, clock.Elapsed, options.Length.Progress(done, clock.Elapsed));
        }
    }

    private double Step(int step, Device device, double progress, Parameter[] parameters, optim.Optimizer optimizer)
    {
        using var scope = NewDisposeScope();
        var (inputs, targets) = data.Batch(Indices(step), device); // [B, Tin, C, H, W], [B, Tout, C, H, W]
        var known = inputs.size(1);
        var frames = cat([inputs, targets], 1); // [B, Tin+Tout, C, H, W]
        var (seen, horizon) = options.Curriculum?.At(progress, (int)known, (int)targets.size(1)) ?? ((int)known, (int)targets.size(1));
        var predicted = network.Unroll(frames.narrow(1, 0, seen), horizon); // [B, seen-1+horizon, C, H, W]
        var loss = functional.mse_loss(predicted, frames.narrow(1, 1, seen - 1 + horizon));
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

    /// <summary>The samples of a step: the order of each pass over the data follows from the seed and the number of the pass.</summary>
    private long[] Indices(int step)
    {
        var indices = new long[options.BatchSize];
        for (var i = 0; i < indices.Length; i++)
        {
            var position = ((long)step * options.BatchSize) + i;
            indices[i] = Shuffle.At(position % data.Count, data.Count, (ulong)options.Seed, position / data.Count);
        }

        return indices;
    }
}

using SwinLSTM;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Readme;

/// <summary>The code of docs/memory.md.</summary>
public static class MemoryPage
{
    public static void TrainByHand(FramePredictor network, optim.Optimizer optimizer, IEnumerable<(Tensor Inputs, Tensor Targets)> batches)
    {
        #region memory: a training step
        foreach (var (inputs, targets) in batches)                              // [B, Tin, C, H, W], [B, Tout, C, H, W]
        {
            using var scope = NewDisposeScope();
            var predicted = network.Unroll(inputs, horizon: (int)targets.size(1));              // [B, Tin-1+Tout, C, H, W]
            var truth = cat([inputs.narrow(1, 1, inputs.size(1) - 1), targets], 1);             // [B, Tin-1+Tout, C, H, W]
            var loss = functional.mse_loss(predicted, truth);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }
        #endregion
    }

    public static void StepByStep(FramePredictor network, IEnumerable<Tensor> frames, Action<Tensor> use)
    {
        #region memory: step by step
        NetworkState? state = null;
        foreach (var frame in frames)                                           // [B, C, H, W]
        {
            using var scope = NewDisposeScope();
            var (next, after) = network.call(frame, state);
            use(next);                                                          // [B, C, H, W]
            state?.Dispose();
            state = after.Detach().MoveToOuter(scope);                          // cut off from the graph: truncated back-propagation
        }

        state?.Dispose();
        #endregion
    }
}

namespace SwinLSTM;

/// <summary>Gradients of a roll-out in bounded memory: only one segment of steps keeps what its backward pass needs; the others are
/// computed once more when their turn comes.</summary>
/// <remarks>Source: Chen et al. 2016, Training Deep Nets with Sublinear Memory Cost, along the axis of time. The random numbers of training
/// are drawn again as they were, so that the gradients are those of the plain roll-out.</remarks>
public static class Recomputation
{
    /// <summary>Rolls out as <see cref="Rollout.Unroll"/> does, computes a loss of all predictions, and adds its gradients to those of the
    /// network's parameters.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">Known frames <c>[B, T, C, H, W]</c>; every value finite.</param>
    /// <param name="horizon">Frames to predict beyond them, at least 1.</param>
    /// <param name="loss">From predictions <c>[B, T-1+horizon, C', H, W]</c> to one value.</param>
    /// <param name="segment">Steps whose intermediate values are kept at once; null keeps those of all steps and computes nothing
    /// twice.</param>
    /// <returns>The loss, without gradients.</returns>
    /// <exception cref="ArgumentException">Not five axes, no frame, a value that is not finite, or a horizon or a segment below
    /// 1.</exception>
    public static Tensor UnrollBackward(
        this FramePredictor network, Tensor inputs, int horizon, Func<Tensor, Tensor> loss, int? segment = null)
    {
        Rollout.Check(inputs, nameof(inputs), horizon);
        Require.AtLeast(1, segment ?? 1, nameof(segment));
        using var scope = NewDisposeScope();
        var known = inputs.unbind(1); // T of [B, C, H, W]
        var steps = known.Length + horizon - 1;
        return scope.MoveToOuter(segment < steps
            ? new Segments(network, known, steps, segment.Value).Backward(loss)
            : Plain());

        Tensor Plain()
        {
            var value = loss(network.Unroll(inputs, horizon));
            value.backward();
            return value.detach();
        }
    }

    private sealed class Segments(FramePredictor network, Tensor[] known, int steps, int length)
    {
        private readonly Stack<(int From, RolloutPoint Start, Tensor? Random)> starts = [];

        public Tensor Backward(Func<Tensor, Tensor> loss)
        {
            List<Tensor> predictions = [];
            var (from, point) = (0, default(RolloutPoint));
            using (no_grad())
                for (; from + length < steps; from += length)
                {
                    starts.Push((from, point, network.RandomState));
                    point = Run(point, from, predictions);
                }

            // The last segment runs once: its graph is there when the loss is.
            var (leaves, last) = (point.Leaves(), new List<Tensor>());
            Run(leaves, from, last);
            var end = network.RandomState;
            var all = stack([.. predictions, .. last], 1).detach().requires_grad_(); // [B, T-1+horizon, C', H, W]
            var value = loss(all);
            value.backward();
            var wanted = all.grad ?? zeros_like(all); // [B, T-1+horizon, C', H, W]
            var handed = Descend(last, [], wanted, from, [], leaves);
            while (starts.TryPop(out var start)) handed = Again(start, wanted, handed);
            network.RandomState = end;
            return value.detach();
        }

        /// <summary>Computes a segment once more, with gradients, and goes backwards through it.</summary>
        /// <param name="start">Where it begins.</param>
        /// <param name="wanted">The gradient of every prediction, <c>[B, T-1+horizon, C', H, W]</c>.</param>
        /// <param name="handed">The gradients of what the segment hands on; null where there is none.</param>
        private Tensor?[] Again((int From, RolloutPoint Start, Tensor? Random) start, Tensor wanted, Tensor?[] handed)
        {
            using var scope = NewDisposeScope();
            network.RandomState = start.Random;
            var (leaves, predictions) = (start.Start.Leaves(), new List<Tensor>());
            var end = Run(leaves, start.From, predictions);
            var before = Descend(predictions, end.Tensors, wanted, start.From, handed, leaves);
            foreach (var gradient in before.OfType<Tensor>()) scope.MoveToOuter(gradient);
            return before;
        }

        private RolloutPoint Run(RolloutPoint point, int from, List<Tensor> predictions)
        {
            for (var t = from; t < Math.Min(from + length, steps); t++)
            {
                var before = point;
                point = before.Advance(network, t < known.Length ? known[t] : null);
                predictions.Add(point.Predicted!);
                // The first one is where the segment begins once more.
                if (t > from) before.State!.Dispose();
            }

            return point;
        }

        private static Tensor?[] Descend(
            List<Tensor> predictions, Tensor[] end, Tensor wanted, int from, Tensor?[] handed, RolloutPoint leaves)
        {
            var results = predictions.Select((prediction, i) => (Value: prediction, Gradient: (Tensor?)wanted.select(1, from + i)))
                .Concat(end.Zip(handed, (value, gradient) => (Value: value, Gradient: gradient)))
                .Where(result => result.Value.requires_grad && result.Gradient is not null).ToList();
            autograd.backward([.. results.Select(result => result.Value)], [.. results.Select(result => result.Gradient!)]);
            return [.. leaves.Tensors.Select(leaf => leaf.grad)];
        }
    }
}

using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// The network behind <see cref="Lpips"/>: AlexNet's five convolutions and five linear heads (Zhang et al., CVPR 2018, version 0.1). The weights
/// are the user's own; several metrics can share one network, and it does not change. It owns copies of the weights: dispose it at the end.
/// </summary>
public sealed class LpipsNetwork : IDisposable
{
    // The mean and deviation of ImageNet's colours, for values in [-1, 1].
    private static readonly float[] Shift = [-0.030f, -0.088f, -0.188f], Scale = [0.458f, 0.448f, 0.450f];
    private const int FramesAtOnce = 16;

    private readonly Lock moving = new();
    private readonly Dictionary<string, Tensor[]> byDevice = []; // kernel, bias and head of each layer, then shift and scale

    /// <summary>Takes the weights, as single precision on the CPU; they go where frames are, once for each device.</summary>
    /// <param name="weights">
    /// <c>features.{0, 3, 6, 8, 10}.weight</c> and <c>.bias</c> as in torchvision's AlexNet: [64, 3, 11, 11], [192, 64, 5, 5], [384, 192, 3, 3],
    /// [256, 384, 3, 3], [256, 256, 3, 3] and their [out]; <c>lin{0..4}.model.1.weight</c> [1, out, 1, 1] as in the LPIPS v0.1 heads. They are
    /// copied; other names are ignored.
    /// </param>
    /// <exception cref="ArgumentException">Weights are missing, of another shape, not finite, or a head is negative; the message has all of them.</exception>
    public LpipsNetwork(IReadOnlyDictionary<string, Tensor> weights)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        LpipsLayout.Check(weights);
        var own = new List<Tensor>();
        for (var layer = 0; layer < LpipsLayout.Convolutions.Length; layer++)
            own.AddRange([weights[LpipsLayout.Kernel(layer)], weights[LpipsLayout.Bias(layer)], weights[LpipsLayout.Head(layer)]]);
        own.AddRange([tensor(Shift, [1, 3, 1, 1]), tensor(Scale, [1, 3, 1, 1])]);
        byDevice[CPU.ToString()] = [.. own.Select(weight => weight.detach().to(ScalarType.Float32, CPU, copy: true).DetachFromDisposeScope())];
    }

    /// <summary>Frees the weights.</summary>
    public void Dispose()
    {
        lock (moving)
        {
            foreach (var weight in byDevice.Values.SelectMany(weights => weights))
                weight.Dispose();
            byDevice.Clear();
        }
    }

    /// <summary>
    /// The distance of each pair of frames: at every place of every layer the features of both are scaled to length 1, their differences squared
    /// and weighed by the head, averaged over places and added over layers.
    /// </summary>
    /// <param name="left">[N, 3, H, W], values in [-1, 1].</param>
    /// <param name="right">The same shape.</param>
    /// <returns>Float64 [N].</returns>
    internal Tensor Distance(Tensor left, Tensor right)
    {
        using var scope = NewDisposeScope();
        var weights = On(left.device);
        var parts = new List<Tensor>();
        for (var first = 0L; first < left.shape[0]; first += FramesAtOnce)
        {
            var count = Math.Min(FramesAtOnce, left.shape[0] - first);
            parts.Add(DistanceOfSome(left.narrow(0, first, count), right.narrow(0, first, count), weights));
        }
        return scope.MoveToOuter(cat(parts)); // [N]
    }

    private static Tensor DistanceOfSome(Tensor left, Tensor right, Tensor[] weights)
    {
        using var scope = NewDisposeScope();
        var (shift, scale) = (weights[^2], weights[^1]);
        var x = cat([left, right]).to(ScalarType.Float32).sub(shift).div(scale); // [2N, 3, H, W]
        var distance = zeros(left.shape[0], ScalarType.Float64, left.device); // [N]
        for (var layer = 0; layer < LpipsLayout.Convolutions.Length; layer++)
        {
            var (_, _, _, _, stride, padding) = LpipsLayout.Convolutions[layer];
            if (layer is 1 or 2)
                x = nn.functional.max_pool2d(x, 3, 2); // [2N, C, h / 2, w / 2]
            x = nn.functional.conv2d(x, weights[3 * layer], weights[3 * layer + 1], [stride, stride], [padding, padding]).relu(); // [2N, C, h, w]
            var features = x.to(ScalarType.Float64);
            var length = features.square().sum(1, keepdim: true).sqrt().add(1e-10); // [2N, 1, h, w]
            var pair = features.div(length).chunk(2); // [N, C, h, w] each
            var weighed = pair[0].sub(pair[1]).square().mul(weights[3 * layer + 2].to(ScalarType.Float64)).sum(1L); // [N, h, w]
            distance = distance.add(weighed.mean([1, 2])); // [N]
        }
        return scope.MoveToOuter(distance);
    }

    private Tensor[] On(Device device)
    {
        lock (moving)
        {
            ObjectDisposedException.ThrowIf(byDevice.Count == 0, this);
            var name = device.ToString();
            if (!byDevice.TryGetValue(name, out var weights))
                byDevice[name] = weights = [.. byDevice[CPU.ToString()].Select(weight => weight.to(device).DetachFromDisposeScope())];
            return weights;
        }
    }
}

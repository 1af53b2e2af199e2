namespace SwinLSTM.Metrics;

/// <summary>The network of <see cref="Lpips"/>: the five convolutions of AlexNet and five linear heads (Zhang et al., CVPR 2018, version
/// 0.1), with weights that you supply. Several metrics can share one network. It owns copies of the weights: dispose it after
/// use.</summary>
public sealed class LpipsNetwork : IDisposable
{
    /// <summary>The smallest side of a frame, so that the second pooling still has its window of 3: 31 -> 7 -> 3 -> 1.</summary>
    internal const int SmallestSide = 31;

    private const int FramesAtOnce = 16;

    // Their index in torchvision's features, channels out and in, kernel, stride, padding.
    private static readonly (int Index, int Out, int In, int Kernel, int Stride, int Padding)[] convolutions =
        [(0, 64, 3, 11, 4, 2), (3, 192, 64, 5, 1, 2), (6, 384, 192, 3, 1, 1), (8, 256, 384, 3, 1, 1), (10, 256, 256, 3, 1, 1)];

    private readonly Lock moving = new();
    private readonly Dictionary<string, Tensor[]> byDevice = []; // kernel, bias and head of each layer, then shift and scale

    /// <summary>Takes the weights; they are copied to the CPU in single precision, and moved once to each device that frames are
    /// on.</summary>
    /// <param name="weights">
    /// <c>features.{0, 3, 6, 8, 10}.weight</c> and <c>.bias</c> of torchvision's AlexNet: [64, 3, 11, 11], [192, 64, 5, 5], [384, 192, 3,
    /// 3], [256, 384, 3, 3], [256, 256, 3, 3] and their [out]; <c>lin{0..4}.model.1.weight</c> [1, out, 1, 1] of the LPIPS v0.1 heads.
    /// Other names are ignored.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Weights are missing, not finite or of another shape, or a head is negative; the message lists all faults.
    /// </exception>
    public LpipsNetwork(IReadOnlyDictionary<string, Tensor> weights)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var (own, faults) = (new List<Tensor>(), new List<string>());
        for (var layer = 0; layer < convolutions.Length; layer++)
        {
            var (index, channels, from, kernel, _, _) = convolutions[layer];
            Take($"features.{index}.weight", [channels, from, kernel, kernel]);
            Take($"features.{index}.bias", [channels]);
            Take($"lin{layer}.model.1.weight", [1, channels, 1, 1], isHead: true);
        }
        if (faults.Count > 0)
            throw new ArgumentException($"LPIPS needs the 5 convolutions of torchvision's AlexNet and the 5 linear heads of LPIPS v0.1: " +
                $"{string.Join("; ", faults)}. " +
                "docs/metrics.md shows how to write such a file.", nameof(weights));
        // The mean and deviation of ImageNet's colours, for values in [-1, 1].
        own.AddRange([tensor([-0.030f, -0.088f, -0.188f], [1, 3, 1, 1]), tensor([0.458f, 0.448f, 0.450f], [1, 3, 1, 1])]);
        byDevice[CPU.ToString()] =
            [.. own.Select(weight => weight.detach().to(ScalarType.Float32, CPU, copy: true).DetachFromDisposeScope())];

        void Take(string name, long[] shape, bool isHead = false)
        {
            var fault = !weights.TryGetValue(name, out var weight) ? $"{name} {FrameRules.Text(shape)} is missing"
                : !weight.shape.SequenceEqual(shape) ? $"{name} must be {FrameRules.Text(shape)} and is {FrameRules.Text(weight.shape)}"
                : !weight.is_floating_point() ? $"{name} must have a floating-point dtype and is {weight.dtype}"
                : !weight.isfinite().all().item<bool>() ? $"{name} has values that are not finite"
                : isHead && weight.lt(Number(0)).any().item<bool>() ? $"{name} has negative values; " +
                    "a head weights squared differences, so none is negative"
                : null;
            if (fault is null)
                own.Add(weight!);
            else
                faults.Add(fault);
        }
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

    /// <summary>Computes the distance of each pair of pictures: at every place of every layer the features of both are scaled to length 1,
    /// their differences squared and weighted by the head, averaged over places and added over layers.</summary>
    /// <param name="left">[N, 3, H, W], values in [-1, 1].</param>
    /// <param name="right">The same shape.</param>
    /// <returns>Float64 [N].</returns>
    internal Tensor Distance(Tensor left, Tensor right)
    {
        using var scope = NewDisposeScope();
        var weights = On(left.device);
        return scope.MoveToOuter(cat([.. left.split(FramesAtOnce).Zip(right.split(FramesAtOnce),
            (some, others) => DistanceOfSome(some, others, weights))])); // [N]
    }

    private static Tensor DistanceOfSome(Tensor left, Tensor right, Tensor[] weights)
    {
        using var scope = NewDisposeScope();
        var (shift, scale) = (weights[^2], weights[^1]);
        var x = cat([left, right]).to(ScalarType.Float32).sub(shift).div(scale); // [2N, 3, H, W]
        var distance = zeros(left.shape[0], ScalarType.Float64, left.device); // [N]
        for (var layer = 0; layer < convolutions.Length; layer++)
        {
            var (_, _, _, _, stride, padding) = convolutions[layer];
            if (layer is 1 or 2)
                x = nn.functional.max_pool2d(x, 3, 2); // [2N, C, h / 2, w / 2]
            x = nn.functional.conv2d(x, weights[3 * layer], weights[3 * layer + 1], [stride, stride], [padding, padding])
                .relu(); // [2N, C, h, w]
            var features = x.to(ScalarType.Float64);
            var length = features.square().sum(1, keepdim: true).sqrt().Plus(1e-10); // [2N, 1, h, w]
            var pair = features.div(length).chunk(2); // [N, C, h, w] each
            var weighted = pair[0].sub(pair[1]).square().mul(weights[3 * layer + 2].to(ScalarType.Float64)).sum(1L); // [N, h, w]
            distance = distance.Plus(weighted.mean([1, 2])); // [N]
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

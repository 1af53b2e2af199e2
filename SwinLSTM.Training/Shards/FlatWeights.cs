using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Training;

/// <summary>The trained parameters of a network as one vector, of which the parameters are views: what is done to all of them is one
/// operation.</summary>
internal sealed class FlatWeights : IDisposable
{
    // Each parameter begins where libtorch's own allocator would let it begin, because kernels round by alignment.
    private const int Alignment = 64;
    private readonly (long From, Parameter Parameter)[] places;

    public FlatWeights(Module network)
    {
        Parameter[] trained = [.. network.parameters().Where(parameter => parameter.requires_grad)];
        if (trained.Length == 0)
            throw new ArgumentException("The network has no parameter that asks for gradients; nothing can be trained.", nameof(network));
        var (first, length) = (trained[0], 0L);
        if (trained.FirstOrDefault(p => p.dtype != first.dtype || p.device.ToString() != first.device.ToString()) is { } other)
            throw new ArgumentException(
                $"All trained parameters must be of one type on one device; one is {first.dtype} on {first.device}, "
                + $"another {other.dtype} on {other.device}. Move the network as a whole with network.to.", nameof(network));
        var step = Alignment / first.element_size();
        places = new (long, Parameter)[trained.Length];
        for (var i = 0; i < trained.Length; i++)
        {
            places[i] = (length, trained[i]);
            length += (trained[i].numel() + step - 1) / step * step;
        }

        using var constant = no_grad();
        Values = zeros(length, first.dtype, first.device).DetachFromDisposeScope(); // [N]
        using var scope = NewDisposeScope();
        foreach (var (from, parameter) in places)
        {
            var view = View(Values, from, parameter);
            view.copy_(parameter);
            parameter.set_(view);
        }
    }

    /// <summary>All weights, <c>[N]</c>; to write into it is to change the network.</summary>
    public Tensor Values { get; }

    /// <summary>Makes a vector of zeros in which the gradients of a network on these weights gather.</summary>
    /// <param name="network">The network itself, or a replica of it.</param>
    public Tensor GradientsOf(Module network)
    {
        using var scope = NewDisposeScope();
        var gradients = zeros_like(Values); // [N]
        foreach (var ((from, _), parameter) in places.Zip(network.parameters().Where(parameter => parameter.requires_grad)))
            parameter.grad = View(gradients, from, parameter);
        return gradients.DetachFromDisposeScope();
    }

    public void Dispose()
    {
        // The network may be gone before the run is.
        foreach (var (_, parameter) in places)
            if (!parameter.IsInvalid) parameter.grad = null;
        Values.Dispose();
    }

    private static Tensor View(Tensor flat, long from, Parameter parameter) =>
        flat.narrow(0, from, parameter.numel()).view(parameter.shape);
}

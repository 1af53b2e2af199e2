using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class Linear : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")] private Parameter? _weight;
    [ComponentName(Name = "bias")] private Parameter? _bias;

    internal Linear(long inputs, long outputs, bool hasBias, Device? device, ScalarType? dtype) : this(
        New.Weights(New.Empty([outputs, inputs], device, dtype)), null)
    {
        if (hasBias) bias = New.Bias(New.Empty([outputs], device, dtype), weight);
    }

    internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
    {
        (out_features, in_features) = (weight.shape[0], weight.shape[1]);
        (this.weight, this.bias) = (weight, bias);
        RegisterComponents();
    }

    public long in_features { get; set; }
    public long out_features { get; set; }
    public Parameter weight { get => _weight!; set => Adopt(ref _weight, "weight", value); }
    public Parameter? bias { get => _bias; set => Adopt(ref _bias, "bias", value); }

    public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, weight, bias);
}

// How PyTorch begins the parameters of linear and convolution layers: uniform within 1 / sqrt(fan in),
// the weight drawn first.
internal static class New
{
    public static Tensor Empty(ReadOnlySpan<long> size, Device? device, ScalarType? dtype) => empty(size, dtype, device);
    public static Parameter Ones(ReadOnlySpan<long> size, Device? device, ScalarType? dtype) => new(ones(size, dtype, device));
    public static Parameter Zeros(ReadOnlySpan<long> size, Device? device, ScalarType? dtype) => new(zeros(size, dtype, device));
    public static Parameter Weights(Tensor empty) => new(nn.init.kaiming_uniform_(empty, Math.Sqrt(5)));

    public static Parameter Bias(Tensor empty, Tensor weight)
    {
        var bound = 1 / Math.Sqrt(nn.init.CalculateFanInAndFanOut(weight).fanIn);
        return new(nn.init.uniform_(empty, -bound, bound));
    }
}

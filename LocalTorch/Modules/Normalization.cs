using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class LayerNorm : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")] private Parameter? _weight;
    [ComponentName(Name = "bias")] private Parameter? _bias;

    internal LayerNorm(long[] shape, double eps, bool affine, bool bias, Device? device, ScalarType? dtype) : base(nameof(LayerNorm))
    {
        (normalized_shape, this.eps, elementwise_affine) = (shape, eps, affine);
        if (affine) weight = New.Ones(shape, device, dtype);
        if (affine && bias) this.bias = New.Zeros(shape, device, dtype);
        RegisterComponents();
    }

    public long[] normalized_shape { get; set; }
    public double eps { get; set; }
    public bool elementwise_affine { get; set; }
    public Parameter weight { get => _weight!; set => Adopt(ref _weight, "weight", value); }
    public Parameter? bias { get => _bias; set => Adopt(ref _bias, "bias", value); }

    public override Tensor forward(Tensor tensor) => nn.functional.layer_norm(tensor, normalized_shape, weight, bias, eps);
}

public sealed class GroupNorm : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")] private Parameter? _weight;
    [ComponentName(Name = "bias")] private Parameter? _bias;

    internal GroupNorm(long groups, long channels, double eps, bool affine, Device? device, ScalarType? dtype) : base(nameof(GroupNorm))
    {
        (num_groups, this.eps, this.affine) = (groups, eps, affine);
        if (affine) (weight, bias) = (New.Ones([channels], device, dtype), New.Zeros([channels], device, dtype));
        RegisterComponents();
    }

    public long num_groups { get; set; }
    public double eps { get; set; }
    public bool affine { get; set; }
    public Parameter weight { get => _weight!; set => Adopt(ref _weight, "weight", value); }
    public Parameter? bias { get => _bias; set => Adopt(ref _bias, "bias", value); }

    public override Tensor forward(Tensor tensor) => nn.functional.group_norm(tensor, num_groups, weight, bias, eps);
}

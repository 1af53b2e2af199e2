using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")] private Parameter? kernels;
    [ComponentName(Name = "bias")] private Parameter? offsets;

    private protected Convolution(string name, bool transposed, (long, long) channels, (long, long) kernel, (long, long) stride, (long, long) padding, Padding? padding_type, (long, long) output_padding, (long, long) dilation, PaddingModes mode, long groups, bool hasBias, Device? device, ScalarType? dtype) : base(name)
    {
        (this.transposed, padding_mode, this.groups, this.padding_type) = (transposed, mode, groups, padding_type);
        (in_channels, out_channels) = channels;
        (kernel_size, this.stride, this.dilation) = (List(kernel), List(stride), List(dilation));
        (this.padding, this.output_padding) = (List(padding), List(output_padding));
        var (first, second) = transposed ? (in_channels, out_channels / groups) : (out_channels, in_channels / groups);
        weight = New.Weights(New.Empty([first, second, kernel.Item1, kernel.Item2], device, dtype));
        if (hasBias) bias = New.Bias(New.Empty([out_channels], device, dtype), weight);
        RegisterComponents();
    }

    public bool transposed { get; }
    public long in_channels { get; }
    public long out_channels { get; }
    public long[] kernel_size { get; set; }
    public long[] stride { get; set; }
    public long[]? padding { get; }
    public Padding? padding_type { get; }
    public long[] output_padding { get; set; }
    public long[] dilation { get; set; }
    public PaddingModes padding_mode { get; set; }
    public long groups { get; set; }
    public Parameter weight { get => kernels!; set => Adopt(ref kernels, "weight", value); }
    public Parameter? bias { get => offsets; set => Adopt(ref offsets, "bias", value); }

    private protected void CheckInput(Tensor input)
    {
        var shape = input.shape;
        if (shape.Length is not (3 or 4) || shape[^3] != in_channels)
            throw new ArgumentException($"{GetName()} takes [C, H, W] or [B, C, H, W] with {in_channels} channels; [{string.Join(", ", shape)}] was given.", nameof(input));
    }

    private static long[] List((long, long) pair) => [pair.Item1, pair.Item2];
}

public sealed class Conv2d : Convolution
{
    internal Conv2d((long, long) channels, (long, long) kernel, (long, long) stride, (long, long) padding, Padding? padding_type, (long, long) dilation, PaddingModes mode, long groups, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(Conv2d), false, channels, kernel, stride, padding, padding_type, (0, 0), dilation, mode, groups, bias, device, dtype) { }

    public override Tensor forward(Tensor input)
    {
        CheckInput(input);
        if (padding_type is { } named) return Ops.conv2dSame.Call(input, weight, bias, stride, named == Padding.Same ? "same" : "valid", dilation, groups);
        if (padding_mode == PaddingModes.Zeros) return nn.functional.conv2d(input, weight, bias, stride, padding, dilation, groups);
        using var padded = nn.functional.pad(input, [padding![1], padding[1], padding[0], padding[0]], padding_mode);
        return nn.functional.conv2d(padded, weight, bias, stride, [0, 0], dilation, groups);
    }
}

public abstract class ConvolutionTranspose : Convolution
{
    private protected ConvolutionTranspose(string name, (long, long) channels, (long, long) kernel, (long, long) stride, (long, long) padding, (long, long) output_padding, (long, long) dilation, PaddingModes mode, long groups, bool bias, Device? device, ScalarType? dtype)
        : base(name, true, channels, kernel, stride, padding, null, output_padding, dilation, mode, groups, bias, device, dtype) { }

    public override Tensor forward(Tensor input) => forward(input, null);
    public abstract Tensor forward(Tensor input, long[]? output_size);
}

public sealed class ConvTranspose2d : ConvolutionTranspose
{
    internal ConvTranspose2d((long, long) channels, (long, long) kernel, (long, long) stride, (long, long) padding, (long, long) output_padding, (long, long) dilation, PaddingModes mode, long groups, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(ConvTranspose2d), channels, kernel, stride, padding, output_padding, dilation, mode, groups, bias, device, dtype) { }

    public override Tensor forward(Tensor input, long[]? output_size)
    {
        CheckInput(input);
        var extra = output_size is null ? output_padding
            : [.. output_size.TakeLast(2).Select((wanted, d) => wanted - ((input.shape[2 + d] - 1) * stride[d] - 2 * padding![d] + dilation[d] * (kernel_size[d] - 1) + 1))];
        return nn.functional.conv_transpose2d(input, weight, bias, stride, padding, extra, dilation, groups);
    }
}

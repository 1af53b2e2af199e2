using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>Initial weights from a normal distribution cut off at -2 and 2, as the relative position tables have them.</summary>
/// <remarks>Drawn here, by the inverse of the distribution function, because the host's own function returns constants.</remarks>
internal static class TruncatedNormal
{
    public static Parameter Parameter(double deviation, params long[] shape)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var reach = Erf(2 / deviation / Math.Sqrt(2));
        var values = empty(shape).uniform_(-reach, reach).erfinv_().mul_(deviation * Math.Sqrt(2)).clamp_(-2, 2);
        var parameter = nn.Parameter(values);
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    private static double Erf(double x) => tensor(x).erf().item<double>();
}

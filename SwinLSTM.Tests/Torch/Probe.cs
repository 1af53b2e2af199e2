using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Tests;

// One of each kind of field, in this order.
internal sealed class Probe : Module<Tensor, Tensor>
{
    public readonly Linear lin;
    public readonly ModuleList<Linear> layers;
    public Parameter weight_;
    public Tensor table;
    public Tensor index;
    public readonly Dropout drop;

    public Probe() : base("probe")
    {
        lin = Linear(2, 2);
        layers = new ModuleList<Linear>(Linear(2, 3), Linear(3, 2, hasBias: false));
        weight_ = Parameter(ones(3));
        table = zeros(4);
        index = tensor(new long[] { 2, 0, 1 });
        drop = Dropout();
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => layers[1].call(layers[0].call(lin.call(input)));
}

internal static class TensorValues
{
    public static float[] Floats(this Tensor t) => t.data<float>().ToArray();
    public static double[] Doubles(this Tensor t) => t.data<double>().ToArray();
    public static long[] Longs(this Tensor t) => t.data<long>().ToArray();
    public static bool[] Bools(this Tensor t) => t.data<bool>().ToArray();
    public static float LargestDifference(this Tensor a, Tensor b) => (a - b).abs().max().item<float>();
}

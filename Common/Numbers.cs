using Scalar = TorchSharp.Scalar;
using Tensor = TorchSharp.torch.Tensor;

namespace SwinLSTM;

/// <summary>Numbers that stay until libtorch has read them.</summary>
/// <remarks>TorchSharp hands libtorch the address of a number and keeps no reference, so that the garbage collector may free it before it
/// is read: an exception at best, another number at worst (docs/troubleshooting.md). Each thread's last ones are kept here.</remarks>
internal static class Numbers
{
    // No operator takes as many.
    private const int Kept = 16;

    // Sums take a factor, which TorchSharp makes itself unless it is given.
    private static readonly Scalar one = 1L;

    [ThreadStatic]
    private static Scalar[]? kept;

    [ThreadStatic]
    private static int next;

    public static Scalar Number(double value) => Keep(value);

    public static Scalar Number(long value) => Keep(value);

    public static Tensor Plus(this Tensor x, Tensor y) => x.add(y, one);

    public static Tensor Plus(this Tensor x, double y) => x.add(Number(y), one);

    public static Tensor Plus(this Tensor x, long y) => x.add(Number(y), one);

    public static Tensor Plus_(this Tensor x, Tensor y) => x.add_(y, one);

    public static Tensor Plus_(this Tensor x, double y) => x.add_(Number(y), one);

    private static Scalar Keep(Scalar number)
    {
        kept ??= new Scalar[Kept];
        next = (next + 1) % Kept;
        return kept[next] = number;
    }
}

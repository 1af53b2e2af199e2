using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SwinLSTM;

/// <summary>What linear layers compute: by <see cref="MatrixProduct"/> where it can, else by libtorch.</summary>
internal static class Product
{
    /// <summary>Computes W x + b for every token: <c>[..., K]</c> to <c>[..., N]</c>.</summary>
    public static Tensor Linear(this Linear layer, Tensor x) => Linear(layer.weight, layer.bias, x, null);

    /// <summary>Computes W [x, y] + b for two streams <c>[..., K]</c> and W <c>[N, 2K]</c>, without the concatenation: W is two matrices
    /// side by side.</summary>
    public static Tensor Linear(Tensor weight, Tensor? bias, Tensor x, Tensor? y)
    {
        var (n, k, tokens) = (weight.size(0), x.size(-1), x.NumberOfElements / x.size(-1));
        Tensor?[] all = [weight, bias, x, y];
        if (!MatrixProduct.IsEnabled
            || !Array.TrueForAll(all, tensor => tensor is null or { dtype: ScalarType.Float32, device_type: DeviceType.CPU })
            || tokens < MatrixProduct.LeastRows || Math.Min(n, k) < MatrixProduct.LeastColumns || !weight.is_contiguous()
            // A span, by which TorchSharp tells where numbers lie, ends at 2 GB.
            || Math.Max(tokens * Math.Max(n, k), weight.NumberOfElements) > int.MaxValue / sizeof(float))
            return ByLibtorch(weight, bias, x, y);
        using var scope = NewDisposeScope();
        all = [weight, bias, x.contiguous(), y?.contiguous()];
        return scope.MoveToOuter(is_grad_enabled() && Array.Exists(all, tensor => tensor is { requires_grad: true })
            ? LinearFunction.apply(all!) : Compute(all)); // [..., N]
    }

    /// <summary>Computes the same by libtorch's operators.</summary>
    internal static Tensor ByLibtorch(Tensor weight, Tensor? bias, Tensor x, Tensor? y)
    {
        if (y is null) return functional.linear(x, weight, bias); // [..., N]
        var k = x.size(-1);
        var sum = functional.linear(x.reshape(-1, k), weight.narrow(1, 0, k), bias); // [tokens, N]
        return sum.addmm(y.reshape(-1, k), weight.narrow(1, k, k).transpose(0, 1)).view([.. x.shape[..^1], weight.size(0)]); // [..., N]
    }

    private static Tensor Compute(Tensor?[] all)
    {
        var (weight, bias, x, y) = (all[0]!, all[1], all[2]!, all[3]);
        var (right, k) = (Of(weight).Transposed, (int)x.size(-1));
        return y is null ? Add(x, 0, Row(bias, right.Columns)) : Add(y, k, Of(Add(x, 0, Row(bias, right.Columns)))); // [..., N]

        Tensor Add(Tensor input, int from, Matrix start)
        {
            var sum = empty([.. input.shape[..^1], right.Columns], ScalarType.Float32); // [..., N]
            MatrixProduct.Multiply(Of(input), right.FromRow(from, k), start, Of(sum));
            return sum;
        }
    }

    private static Matrix Of(Tensor tensor)
    {
        var columns = (int)tensor.size(-1);
        return new(Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetReference(tensor.bytes)),
            (int)(tensor.NumberOfElements / columns), columns, columns, 1);
    }

    // One row, as often as it is asked for.
    private static Matrix Row(Tensor? row, int columns) => Of(row ?? zeros(columns, ScalarType.Float32)) with { RowStride = 0 };

    private sealed class LinearFunction : autograd.SingleTensorFunction<LinearFunction>
    {
        // What a backward pass handed over last; libtorch has its own hold on it as soon as the function returns.
        [ThreadStatic]
        private static List<Tensor?>? handed;

        public override string Name => nameof(LinearFunction);

        public override Tensor forward(autograd.AutogradContext context, params object[] inputs)
        {
            var all = Array.ConvertAll(inputs, input => (Tensor?)input);
            context.set_materialize_grads(false);
            context.save_for_backward([all[0]!, all[2]!, all[3]!]);
            context.save_data("needs", Array.ConvertAll(all, tensor => tensor is { requires_grad: true }));
            return Compute(all);
        }

        public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
        {
            handed?.ForEach(tensor => tensor?.Dispose());
            handed = null;
            if (gradient.IsInvalid) return [null!, null!, null!, null!];
            using var scope = NewDisposeScope();
            var needs = (bool[])context.get_data("needs");
            List<Tensor?> results;
            try
            {
                var saved = context.get_saved_variables();
                results = Gradients(saved[0], saved[1], saved[2], gradient, needs);
            }
            catch (Exception)
            {
                // An exception of .NET would end the process on its way through libtorch. A gradient of another shape makes libtorch throw
                // one of its own, so that the caller of backward learns that it failed (docs/troubleshooting.md).
                results = [.. needs.Select(needed => needed ? empty(0) : null)];
            }

            foreach (var result in results)
                if (result is not null) scope.MoveToOuter(result);
            gradient.Dispose();
            handed = results;
            return results!;
        }

        private static List<Tensor?> Gradients(Tensor weight, Tensor x, Tensor? y, Tensor gradient, bool[] needs)
        {
            var (k, width) = (x.size(-1), weight.size(1));
            var flat = gradient.reshape(-1, weight.size(0)).contiguous(); // [tokens, N]
            // Gradients of gradients need libtorch's operators.
            var byLibtorch = is_grad_enabled();
            var zero = Row(null, (int)width);
            return [needs[0] ? Weight() : null, needs[1] ? flat.sum([0L]) : null, needs[2] ? Stream(x, 0) : null,
                needs[3] ? Stream(y!, k) : null];

            Tensor Weight()
            {
                Tensor[] streams = y is null ? [x] : [x, y];
                if (byLibtorch) return cat([.. streams.Select(stream => flat.transpose(0, 1).mm(stream.reshape(-1, k)))], 1); // [N, K]
                var result = empty_like(weight); // [N, K]
                for (var i = 0; i < streams.Length; i++)
                    MatrixProduct.Multiply(Of(flat).Transposed, Of(streams[i]), zero, Of(result).FromColumn((int)(i * k), (int)k));
                return result;
            }

            Tensor Stream(Tensor like, long from)
            {
                if (byLibtorch) return flat.mm(weight.narrow(1, from, k)).view(like.shape); // [..., K]
                var result = empty_like(like); // [..., K]
                MatrixProduct.Multiply(Of(flat), Of(weight).FromColumn((int)from, (int)k), zero, Of(result));
                return result;
            }
        }
    }
}

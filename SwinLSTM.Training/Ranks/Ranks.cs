using System.Text;
using static TorchSharp.torch;

namespace SwinLSTM.Training;

/// <summary>The processes that train one model together, numbered from 0: rank 0 prints and writes files. Get them from
/// <see cref="Mpi.World"/>.</summary>
/// <remarks>Every operation is collective: all ranks call the same ones, in the same order, with tensors of the same shape and element
/// type, from one thread at a time. A rank that waits for one that never calls waits for ever.</remarks>
public abstract class Ranks
{
    /// <summary>A group of one process: every operation leaves its input as it is.</summary>
    public static Ranks Single { get; } = new OneRank();

    /// <summary>The number of this process, from 0 to <see cref="Count"/> - 1.</summary>
    public abstract int Rank { get; }

    /// <summary>The number of processes.</summary>
    public abstract int Count { get; }

    /// <summary>Replaces <paramref name="values"/> on every rank by the sum over all ranks, which has the same bits everywhere.</summary>
    /// <param name="values">A contiguous tensor of any shape, of float32, float64 or int64. One on a GPU goes through the host's
    /// memory.</param>
    /// <exception cref="ArgumentException">The tensor is not contiguous, or has another element type.</exception>
    public abstract void SumInPlace(Tensor values);

    /// <summary>Replaces <paramref name="values"/> on every rank by those of rank 0.</summary>
    /// <param name="values">A contiguous tensor of any shape and element type. One on a GPU goes through the host's memory.</param>
    /// <exception cref="ArgumentException">The tensor is not contiguous.</exception>
    public abstract void Broadcast(Tensor values);

    /// <summary>Waits until every rank has called it.</summary>
    public abstract void Barrier();

    /// <summary>Ends the processes of all ranks at once, also those that wait in another operation. Does not return.</summary>
    /// <param name="exitCode">The job's exit code, 1 to 255.</param>
    /// <exception cref="ArgumentOutOfRangeException">The exit code is not one of a failure.</exception>
    public abstract void Abort(int exitCode);

    /// <summary>Gives every rank the text of rank 0.</summary>
    internal string BroadcastText(string text)
    {
        using var scope = NewDisposeScope();
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = tensor(bytes.LongLength); // []
        Broadcast(length);
        var all = zeros(length.item<long>(), ScalarType.Byte); // [n]
        if (Rank == 0) bytes.CopyTo(all.bytes);
        Broadcast(all);
        return Encoding.UTF8.GetString(all.bytes);
    }

    internal static void CheckSummable(Tensor values)
    {
        CheckContiguous(values);
        if (values.dtype is not (ScalarType.Float32 or ScalarType.Float64 or ScalarType.Int64))
        {
            throw new ArgumentException(
                $"Ranks add float32, float64 and int64; this tensor holds {values.dtype}. Convert it with to_type first.", nameof(values));
        }
    }

    internal static void CheckContiguous(Tensor values)
    {
        if (values.is_contiguous()) return;
        var (shape, strides) = (string.Join(", ", values.shape), string.Join(", ", values.stride()));
        throw new ArgumentException(
            $"Ranks exchange contiguous tensors; this one has shape [{shape}] and strides [{strides}]. Exchange a contiguous() copy of it.",
            nameof(values));
    }

    internal static void CheckFailure(int exitCode)
    {
        // A system keeps the lowest eight bits: 256 would look like success.
        if (exitCode is < 1 or > 255)
            throw new ArgumentOutOfRangeException(nameof(exitCode), exitCode, "An aborted job ends with an exit code from 1 to 255.");
    }

    private sealed class OneRank : Ranks
    {
        public override int Rank => 0;

        public override int Count => 1;

        public override void SumInPlace(Tensor values) => CheckSummable(values);

        public override void Broadcast(Tensor values) => CheckContiguous(values);

        public override void Barrier()
        {
        }

        public override void Abort(int exitCode)
        {
            CheckFailure(exitCode);
            Environment.Exit(exitCode);
        }
    }
}

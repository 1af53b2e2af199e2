using System.Text;
using static TorchSharp.torch;

namespace SwinLSTM.Training;

/// <summary>The processes of one run, numbered from 0; rank 0 speaks and writes.</summary>
public abstract class Ranks
{
    /// <summary>A group of one: every operation leaves what it is given.</summary>
    public static Ranks Single { get; } = new One();

    /// <summary>The number of this process.</summary>
    public abstract int Rank { get; }

    /// <summary>How many processes there are.</summary>
    public abstract int Count { get; }

    /// <summary>Sums over all ranks; each has the sum afterwards.</summary>
    public abstract void SumInPlace(Tensor values);

    /// <summary>Gives every rank the values of rank 0.</summary>
    public abstract void Broadcast(Tensor values);

    /// <summary>Waits for all ranks.</summary>
    public abstract void Barrier();

    /// <summary>Ends the whole job.</summary>
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

    private sealed class One : Ranks
    {
        public override int Rank => 0;

        public override int Count => 1;

        public override void SumInPlace(Tensor values)
        {
        }

        public override void Broadcast(Tensor values)
        {
        }

        public override void Barrier()
        {
        }

        public override void Abort(int exitCode) => Environment.Exit(exitCode);
    }
}

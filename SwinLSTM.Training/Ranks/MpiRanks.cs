using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SwinLSTM.Training;

/// <summary>What differs between the two families of MPI.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Library">The library, with the number of its binary interface.</param>
/// <param name="Package">The package of Debian that has it, and its <c>mpirun</c>.</param>
/// <param name="InPlace">The address that stands for "the input is where the output goes".</param>
/// <param name="Handle">A constant of MPI, by its name.</param>
internal sealed record MpiFlavor(string Name, string Library, string Package, nint InPlace, Func<nint, string, nint> Handle)
{
    // OpenMPI's constants are addresses of objects in its library.
    public static MpiFlavor OpenMpi { get; } = new("OpenMPI", "libmpi.so.40", "openmpi-bin", 1,
        (library, constant) => NativeLibrary.GetExport(library, $"ompi_mpi_{constant}"));

    // MPICH's are numbers.
    public static MpiFlavor Mpich { get; } = new("MPICH", "libmpich.so.12", "mpich", -1, (_, constant) => constant switch
    {
        "comm_world" => 0x44000000,
        "float" => 0x4c00040a,
        "double" => 0x4c00080b,
        "int64_t" => 0x4c00083a,
        "byte" => 0x4c00010d,
        "op_sum" => 0x58000003,
        _ => throw new ArgumentOutOfRangeException(nameof(constant), constant, "Not a constant that is used here."),
    });
}

/// <summary>The processes of an MPI job.</summary>
internal sealed class MpiRanks : Ranks
{
    // One thread at a time calls MPI, whichever it is.
    private const int Serialized = 2;

    private readonly nint inPlace, world, sum, bytes;
    private readonly Dictionary<ScalarType, nint> types;
    private volatile bool isExchanging;

    public MpiRanks(nint library, MpiFlavor flavor)
    {
        NativeLibrary.SetDllImportResolver(typeof(MpiRanks).Assembly, (name, _, _) => name == "mpi" ? library : 0);
        Check(Init(0, 0, Serialized, out var provided), "Init_thread");
        if (provided < Serialized)
        {
            throw new InvalidOperationException(
                $"{flavor.Library} was built for one thread only. Use one that was built with threads, as Debian's are.");
        }

        inPlace = flavor.InPlace;
        (world, sum, bytes) = (Handle("comm_world"), Handle("op_sum"), Handle("byte"));
        types = new() { [float32] = Handle("float"), [float64] = Handle("double"), [int64] = Handle("int64_t") };
        Check(CommRank(world, out var rank), "Comm_rank");
        Check(CommSize(world, out var count), "Comm_size");
        (Rank, Count) = (rank, count);

        nint Handle(string constant) => flavor.Handle(library, constant);
    }

    private delegate int Exchange(ref byte start, int count);

    public override int Rank { get; }

    public override int Count { get; }

    /// <summary>The most bytes that one call of MPI moves. Its counts are of 32 bits, and so are the spans of .NET.</summary>
    internal int PieceBytes { get; set; } = 1 << 28;

    public override void SumInPlace(Tensor values)
    {
        CheckSummable(values);
        var type = types[values.dtype];
        var size = (int)values.element_size();
        InPieces(values, (ref start, count) => AllReduce(inPlace, ref start, count / size, type, sum, world), "Allreduce");
    }

    public override void Broadcast(Tensor values)
    {
        CheckContiguous(values);
        InPieces(values, (ref start, count) => Bcast(ref start, count, bytes, 0, world), "Bcast");
    }

    public override void Barrier() => Run(() => Barrier(world), "Barrier");

    public override void Abort(int exitCode)
    {
        CheckFailure(exitCode);
        Console.Out.Flush();
        // Once the job is aborted, mpirun may not pass on what is still on its way, such as the reason.
        Thread.Sleep(200);
        _ = Abort(world, exitCode);
    }

    /// <summary>Ends the job because of an exception that nobody handles.</summary>
    public void Fail(object exception)
    {
        // In one piece, so that what other ranks print does not come between.
        Console.Error.Write($"Rank {Rank} of {Count} fails and ends the job. {exception}{Environment.NewLine}");
        Abort(1);
    }

    /// <summary>Leaves the job at the end of this process.</summary>
    public void Leave(int exitCode)
    {
        // A failed rank does not wait for the others, which may wait for it; and finalizing amid an operation would hang.
        if (exitCode != 0 || isExchanging) Abort((exitCode & 255) is var code and not 0 ? code : 1);
        else _ = End();
    }

    private void InPieces(Tensor values, Exchange exchange, string name)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var flat = values.detach().view(-1); // [N]
        var host = flat.cpu(); // [N], the same tensor on a CPU
        var most = PieceBytes / host.element_size();
        for (long start = 0, count = host.NumberOfElements; start < count; start += most)
        {
            using var piece = host.narrow(0, start, Math.Min(most, count - start)); // [n]
            Run(() => exchange(ref MemoryMarshal.GetReference(piece.bytes), piece.bytes.Length), name);
        }

        if (values.device_type != DeviceType.CPU) flat.copy_(host);
    }

    private void Run(Func<int> operation, string name)
    {
        isExchanging = true;
        Check(operation(), name);
        isExchanging = false;
    }

    // MPI itself ends the job on most errors.
    private static void Check(int result, string name)
    {
        if (result != 0) throw new InvalidOperationException($"MPI_{name} failed with error {result}; see what MPI printed.");
    }

    [DllImport("mpi", EntryPoint = "MPI_Init_thread")]
    private static extern int Init(nint count, nint arguments, int required, out int provided);

    [DllImport("mpi", EntryPoint = "MPI_Comm_rank")]
    private static extern int CommRank(nint communicator, out int rank);

    [DllImport("mpi", EntryPoint = "MPI_Comm_size")]
    private static extern int CommSize(nint communicator, out int size);

    [DllImport("mpi", EntryPoint = "MPI_Allreduce")]
    private static extern int AllReduce(nint input, ref byte output, int count, nint type, nint operation, nint communicator);

    [DllImport("mpi", EntryPoint = "MPI_Bcast")]
    private static extern int Bcast(ref byte values, int count, nint type, int root, nint communicator);

    [DllImport("mpi", EntryPoint = "MPI_Barrier")]
    private static extern int Barrier(nint communicator);

    [DllImport("mpi", EntryPoint = "MPI_Abort")]
    private static extern int Abort(nint communicator, int exitCode);

    [DllImport("mpi", EntryPoint = "MPI_Finalize")]
    private static extern int End();
}

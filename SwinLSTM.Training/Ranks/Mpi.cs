using System.Globalization;
using System.Runtime.InteropServices;

namespace SwinLSTM.Training;

/// <summary>Training with several processes, on one machine or many, started by the <c>mpirun</c> of OpenMPI or MPICH.</summary>
public static class Mpi
{
    // PMIX_RANK alone is OpenMPI under another launcher, such as Slurm's srun --mpi=pmix.
    private static readonly (string RankVariable, string SizeVariable, MpiFlavor Flavor)[] launchers =
    [
        ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", MpiFlavor.OpenMpi),
        ("PMI_RANK", "PMI_SIZE", MpiFlavor.Mpich),
        ("PMIX_RANK", "OMPI_COMM_WORLD_SIZE", MpiFlavor.OpenMpi),
    ];

    private static readonly Lazy<Ranks> world = new(Join);

    /// <summary>Whether <c>mpirun</c> started this process.</summary>
    public static bool IsLaunched => launchers.Any(IsUsed);

    /// <summary>Joins the job that <c>mpirun</c> started.</summary>
    /// <returns>Its processes, or <see cref="Ranks.Single"/> if this process was started without <c>mpirun</c>: then no MPI library is
    /// loaded. Later calls return the same.</returns>
    /// <remarks>Start with <c>mpirun --bind-to none -n 4 ...</c>, since OpenMPI otherwise binds each process to one core. No rank leaves
    /// the others waiting: an unhandled exception is printed and ends the whole job, as does a process that is killed or exits with a code
    /// other than 0. A process that exits with 0 waits until all have come that far.</remarks>
    /// <exception cref="DllNotFoundException"><c>mpirun</c> started this process, but its library cannot be loaded.</exception>
    /// <exception cref="InvalidOperationException">The library belongs to another MPI than the <c>mpirun</c>.</exception>
    public static Ranks World() => world.Value;

    private static bool IsUsed((string RankVariable, string SizeVariable, MpiFlavor Flavor) launcher) =>
        Environment.GetEnvironmentVariable(launcher.RankVariable) is { Length: > 0 };

    private static Ranks Join()
    {
        if (!IsLaunched) return Ranks.Single;
        var (rankVariable, sizeVariable, flavor) = launchers.First(IsUsed);
        // UCX would catch the signal that the runtime turns into a NullReferenceException, and end the process.
        // It reads the process's own environment, which Environment.SetEnvironmentVariable does not reach.
        if (!OperatingSystem.IsWindows()) _ = SetVariable("UCX_ERROR_SIGNALS", "", overwrite: 0);
        nint library;
        try
        {
            library = NativeLibrary.Load(flavor.Library);
        }
        catch (DllNotFoundException e)
        {
            throw new DllNotFoundException(
                $"{flavor.Name} started this process ({rankVariable} is set), but its library {flavor.Library} cannot be loaded. " +
                $"Install it ('apt-get install {flavor.Package}' on Debian), or start the program without mpirun, as a single process. " +
                e.Message, e);
        }

        var ranks = new MpiRanks(library, flavor);
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) => ranks.Fail(unhandled.ExceptionObject);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => ranks.Leave(Environment.ExitCode);
        var size = Environment.GetEnvironmentVariable(sizeVariable);
        if (int.TryParse(size, CultureInfo.InvariantCulture, out var announced) && announced != ranks.Count)
        {
            throw new InvalidOperationException(
                $"mpirun started {announced} processes ({sizeVariable}), but {flavor.Library} sees {ranks.Count}: " +
                "it belongs to another MPI. Start the job with the mpirun of the MPI whose library is installed.");
        }

        return ranks;
    }

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetVariable(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);
}

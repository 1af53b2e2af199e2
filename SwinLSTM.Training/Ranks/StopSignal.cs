using System.Runtime.InteropServices;

namespace SwinLSTM.Training;

/// <summary>Turns signals into a request to stop, so that a run can save before it ends.</summary>
/// <remarks>SIGUSR1 requests it, under <c>mpirun</c> too: both OpenMPI and MPICH pass it on to every rank. SIGTERM and SIGINT (Ctrl-C)
/// request it only without <c>mpirun</c>, which kills its ranks soon after either; SIGINT after a request ends the process at once. Windows
/// has no SIGUSR1. Ranks receive signals at different steps, so they must agree on the stop, for example by adding a flag in each step with
/// <see cref="Ranks.SumInPlace"/>.</remarks>
public sealed class StopSignal : IDisposable
{
    // Never disposed, because a signal may arrive during Dispose; it holds nothing but memory.
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];

    /// <summary>Begins to listen. Until then the signals end the process.</summary>
    public StopSignal()
    {
        // .NET has no name for SIGUSR1; a positive value is the system's own number.
        if (!OperatingSystem.IsWindows()) Listen((PosixSignal)(OperatingSystem.IsLinux() ? 10 : 30));
        if (Mpi.IsLaunched) return;
        Listen(PosixSignal.SIGTERM);
        Listen(PosixSignal.SIGINT);
    }

    /// <summary>Whether a signal has requested the stop.</summary>
    public bool Requested => source.IsCancellationRequested;

    /// <summary>Is cancelled when a signal requests the stop.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Stops listening: from here on the signals end the process, as without this object.</summary>
    public void Dispose() => registrations.ForEach(registration => registration.Dispose());

    private void Listen(PosixSignal signal) => registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = signal != PosixSignal.SIGINT || !Requested;
        source.Cancel();
    }));
}

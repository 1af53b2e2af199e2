using System.CommandLine;
using System.Runtime.InteropServices;
using SwinLSTM;
using SwinLSTM.Cli;

TorchProcess.Tune();
using var cancellation = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var root = new RootCommand("Forecasts the next frames of a sequence with SwinLSTM.") { DemoCommand.Create(), PrepareCommand.Create(), DownloadCommand.Create() };
// A command that is asked to stop still writes what it has, however long that takes; the parser's own handler would end the process under it.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, cancellation.Token);

// The first signal asks, a second one ends the program at once.
void Stop(PosixSignalContext context)
{
    context.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
}

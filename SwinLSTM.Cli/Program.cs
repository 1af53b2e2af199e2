using System.CommandLine;
using System.CommandLine.Invocation;
using SwinLSTM;
using SwinLSTM.Cli;
using SwinLSTM.Training;

// OpenMPI gives its ranks a terminal, to which the runtime would write control codes.
if (Mpi.IsLaunched) Environment.SetEnvironmentVariable("TERM", "dumb");
try
{
    _ = Environment.CurrentDirectory;
}
catch (IOException)
{
    // MKL would end the process, and say that it cannot load libtorch.
    Console.Error.WriteLine("The folder that this runs in was deleted. Run it in one that is there.");
    return 1;
}

TorchProcess.Tune();
using var stop = new StopSignal();
var root = new RootCommand("Forecasts the next frames of a sequence with SwinLSTM.")
{
    TrainCommand.Create(), EvaluateCommand.Create(), ForecastCommand.Create(), InspectCommand.Create(), ConvertCommand.Create(),
    PrepareCommand.Create(), DownloadCommand.Create(), DemoCommand.Create(),
};
var parsed = root.Parse(args);
// A screen of options would push what is wrong off the screen.
if (parsed.Action is ParseErrorAction && args.Length > 0) return Verb.Refuse(parsed);
// A command that is asked to stop still writes what it has, however long that takes; the parser's own handler would end the process.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, stop.Token);

using System.CommandLine;
using SwinLSTM;
using SwinLSTM.Cli;
using SwinLSTM.Training;

TorchProcess.Tune();
using var stop = new StopSignal();
var root = new RootCommand("Forecasts the next frames of a sequence with SwinLSTM.")
{
    TrainCommand.Create(), EvaluateCommand.Create(), ForecastCommand.Create(), InspectCommand.Create(), ConvertCommand.Create(),
    PrepareCommand.Create(), DownloadCommand.Create(), DemoCommand.Create(),
};
// A command that is asked to stop still writes what it has, however long that takes; the parser's own handler would end the process under it.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, stop.Token);

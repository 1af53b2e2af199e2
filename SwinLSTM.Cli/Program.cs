using System.CommandLine;
using SwinLSTM.Cli;

return await new RootCommand("Forecasts the next frames of a sequence with SwinLSTM.") { DemoCommand.Create() }.Parse(args).InvokeAsync();

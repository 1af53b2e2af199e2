using System.Runtime.CompilerServices;

namespace SwinLSTM.Tests;

/// <summary>The tests' process is tuned as our programs are, before any of its code runs.</summary>
internal static class TunedProcess
{
    [ModuleInitializer]
    internal static void Tune() => TorchProcess.Tune();
}

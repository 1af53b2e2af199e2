using static TorchSharp.torch;

namespace SwinLSTM.Benchmarks;

/// <summary>What can be measured here: a GPU is left out, with a word, where there is none.</summary>
internal static class Hardware
{
    private static readonly Lazy<string[]> devices = new(() =>
    {
        if (cuda.is_available()) return ["cpu", "cuda"];
        Console.WriteLine("// No CUDA GPU is seen here: the benchmarks run on the CPU alone.");
        return ["cpu"];
    });

    public static IEnumerable<string> Devices => devices.Value;

    public static Device Of(string device) => device == "cuda" ? CUDA : CPU;

    /// <summary>Waits for what a GPU was asked to do: its operators return before they are done.</summary>
    public static void Wait(string device)
    {
        if (device == "cuda") cuda.synchronize();
    }
}

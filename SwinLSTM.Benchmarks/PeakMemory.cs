using System.Globalization;
using BenchmarkDotNet.Analysers;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Validators;

namespace SwinLSTM.Benchmarks;

/// <summary>A column of the most memory that the process held during a benchmark's iterations: libtorch's tensors are not among what .NET
/// allocates. On Linux; elsewhere the column is missing.</summary>
internal sealed class PeakMemory : IDiagnoser
{
    private const string Reset = "/proc/self/clear_refs", Status = "/proc/self/status";

    private static readonly Descriptor column = new();
    private readonly Dictionary<BenchmarkCase, double> megabytes = [];

    public IEnumerable<string> Ids => [nameof(PeakMemory)];

    public IEnumerable<IExporter> Exporters => [];

    public IEnumerable<IAnalyser> Analysers => [];

    /// <summary>The most memory that the process has held, in megabytes, since its beginning or the last reset.</summary>
    public static double Megabytes()
    {
        var line = File.ReadLines(Status).First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1000;
    }

    public RunMode GetRunMode(BenchmarkCase benchmarkCase) => OperatingSystem.IsLinux() ? RunMode.NoOverhead : RunMode.None;

    public void Handle(HostSignal signal, DiagnoserActionParameters parameters)
    {
        // 5: forget the peak so far.
        if (signal == HostSignal.BeforeActualRun) File.WriteAllText(Reset, "5");
        else if (signal == HostSignal.AfterActualRun) megabytes[parameters.BenchmarkCase] = Megabytes();
    }

    public IEnumerable<Metric> ProcessResults(DiagnoserResults results) =>
        megabytes.TryGetValue(results.BenchmarkCase, out var peak) ? [new Metric(column, peak)] : [];

    public void DisplayResults(ILogger logger)
    {
    }

    public IEnumerable<ValidationError> Validate(ValidationParameters validationParameters) => [];

    private sealed class Descriptor : IMetricDescriptor
    {
        public string Id => nameof(PeakMemory);

        public string DisplayName => "Peak memory";

        public string Legend => "The most memory of the process during the iterations, in megabytes, the runtime and libtorch included";

        public string NumberFormat => "0 MB";

        public UnitType UnitType => UnitType.Dimensionless;

        public string Unit => "MB";

        public bool TheGreaterTheBetter => false;

        public int PriorityInCategory => 0;

        public bool GetIsAvailable(Metric metric) => true;
    }
}

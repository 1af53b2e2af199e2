using System.Globalization;
using System.Runtime.InteropServices;

namespace SwinLSTM;

/// <summary>Settings of the whole process that decide how fast libtorch is on a CPU.</summary>
/// <remarks>OpenMP and the C library read theirs once, from the environment that the process started with, which
/// <see cref="Environment.SetEnvironmentVariable(string, string)"/> does not reach. What each does, with figures: docs/memory.md.</remarks>
public static class TorchProcess
{
    private const string Glibc = "libc.so.6", WaitPolicy = "OMP_WAIT_POLICY", SpinCount = "GOMP_SPINCOUNT", Tunables = "GLIBC_TUNABLES";

    private static readonly (string Name, string Tunable, int Parameter, int Value)[] malloc =
    [
        ("MALLOC_MMAP_THRESHOLD_", "glibc.malloc.mmap_threshold", -3, 32 << 20),
        ("MALLOC_TRIM_THRESHOLD_", "glibc.malloc.trim_threshold", -1, int.MaxValue),
        ("MALLOC_TOP_PAD_", "glibc.malloc.top_pad", -2, 64 << 20),
    ];

    private static readonly Lazy<ProcessTuning> tuned = new(() => Apply(Environment.GetEnvironmentVariable));

    private static readonly Lazy<bool> awake = new(() =>
    {
        using var scope = NewDisposeScope();
        foreach (var type in new[] { float32, float64 })
        {
            var matrix = ones(8, 8, type, CPU);
            _ = matrix.mm(matrix).tanh(); // a product, and the vector library's part
        }

        return true;
    });

    /// <summary>Lets OpenMP's threads sleep while they wait, and the C library keep the memory of freed tensors for the next
    /// ones.</summary>
    /// <returns>What was set, and what was not and why. Later calls change nothing and return the same.</returns>
    /// <remarks>Call it first in <c>Main</c>: waits can only be set before the first use of TorchSharp, and no other native code may read
    /// the environment meanwhile. What the environment sets already stays as it is. Only Linux with glibc is tuned; elsewhere nothing
    /// happens. Programs that this one starts do not inherit it.</remarks>
    public static ProcessTuning Tune() => tuned.Value;

    /// <summary>Makes MKL's first calls, once and on one thread.</summary>
    /// <remarks>MKL asks at its first calls which processor this is, and its vector library does so without a lock: two threads that begin
    /// together may be given other code than later calls, with other last digits.</remarks>
    internal static void WakeMkl() => _ = awake.Value;

    internal static ProcessTuning Apply(Func<string, string?> environment)
    {
        Dictionary<string, string> set = [], notSet = [];
        // musl's C library has another name, and no mallopt.
        var glibc = OperatingSystem.IsLinux()
            && NativeLibrary.TryLoad(Glibc, out var library) && NativeLibrary.TryGetExport(library, "mallopt", out _);
        var never = glibc ? null : "this system is not Linux with glibc";
        var late = IsTorchLoaded() ? "libtorch was loaded before; call TorchProcess.Tune first in Main" : null;
        var waits = never ?? Chosen(WaitPolicy) ?? Chosen(SpinCount) ?? late;
        Try(WaitPolicy, "PASSIVE", waits, () => SetVariable(WaitPolicy, "PASSIVE", 1) == 0);
        foreach (var (name, tunable, parameter, value) in malloc)
        {
            var text = value.ToString(CultureInfo.InvariantCulture);
            Try(name, text, never ?? Chosen(name) ?? Chosen(Tunables, tunable), () => SetAllocator(parameter, value) == 1);
        }

        return new(set, notSet);

        string? Chosen(string variable, string part = "") =>
            environment(variable) is { Length: > 0 } value && value.Contains(part, StringComparison.Ordinal)
                ? $"the environment has {variable}={value}"
                : null;

        void Try(string name, string value, string? obstacle, Func<bool> apply)
        {
            if (obstacle is null && !apply()) obstacle = $"the C library refused {value}";
            if (obstacle is null) set.Add(name, value);
            else notSet.Add(name, obstacle);
        }
    }

    private static bool IsTorchLoaded()
    {
        try
        {
            return File.ReadLines("/proc/self/maps").Any(line => line.Contains("/libtorch", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // setting what nobody reads any more does no harm
        }
    }

    [DllImport(Glibc, EntryPoint = "setenv")]
    private static extern int SetVariable(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);

    [DllImport(Glibc, EntryPoint = "mallopt")]
    private static extern int SetAllocator(int parameter, int value);
}

/// <summary>What <see cref="TorchProcess.Tune"/> did. Each setting has the name of the environment variable that does the same.</summary>
/// <param name="Set">The settings that were made, with their values.</param>
/// <param name="NotSet">The settings that were left alone, with the reason.</param>
public sealed record ProcessTuning(IReadOnlyDictionary<string, string> Set, IReadOnlyDictionary<string, string> NotSet)
{
    /// <summary>Returns one line per setting.</summary>
    public override string ToString() =>
        string.Join(Environment.NewLine, [.. Set.Select(s => $"{s.Key}={s.Value}"), .. NotSet.Select(s => $"{s.Key} not set: {s.Value}")]);
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class TorchProcessTests
{
    private static readonly string[] names = ["OMP_WAIT_POLICY", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "MALLOC_TOP_PAD_"];

    [GlibcFact]
    public void OpenMP_takes_what_was_set() => Omp().Should().Contain("OMP_WAIT_POLICY = 'PASSIVE'").And.Contain("GOMP_SPINCOUNT = '0'");

    [GlibcFact]
    public void OpenMP_takes_what_the_user_set()
    {
        Omp(("OMP_WAIT_POLICY", "ACTIVE")).Should().Contain("OMP_WAIT_POLICY = 'ACTIVE'");
        Omp(("GOMP_SPINCOUNT", "7")).Should().Contain("GOMP_SPINCOUNT = '7'");
    }

    [GlibcFact]
    public void Freed_memory_of_tensors_is_kept()
    {
        zeros(1).Dispose();
        var before = mallinfo2();
        using (var tensor = empty(5 << 20))
        {
            mallinfo2().Mapped.Should().Be(before.Mapped, "20 MB are not mapped for themselves");
            tensor.fill_(1);
        }

        mallinfo2().FromSystem.Should().BeGreaterThanOrEqualTo(before.FromSystem);
    }

    [Fact]
    public void Every_setting_is_reported_and_later_calls_change_nothing()
    {
        var tuning = TorchProcess.Tune();
        tuning.Set.Keys.Concat(tuning.NotSet.Keys).Should().BeEquivalentTo(names);
        Parallel.For(0, 4, _ => TorchProcess.Tune().Should().BeSameAs(tuning));
    }

    [GlibcFact]
    public void It_says_when_it_comes_too_late()
    {
        zeros(1).Dispose();
        var late = TorchProcess.Apply(name => null);
        late.ToString().Split(Environment.NewLine).Should().Equal(
            "MALLOC_MMAP_THRESHOLD_=33554432", "MALLOC_TRIM_THRESHOLD_=2147483647", "MALLOC_TOP_PAD_=67108864",
            "OMP_WAIT_POLICY not set: libtorch was loaded before; call TorchProcess.Tune first in Main");
    }

    [GlibcFact]
    public void What_the_environment_sets_stays()
    {
        static string? environment(string name) => name switch
        {
            "GOMP_SPINCOUNT" => "100",
            "MALLOC_TOP_PAD_" => "0",
            "GLIBC_TUNABLES" => "glibc.malloc.trim_threshold=1:glibc.malloc.mmap_threshold=2",
            _ => null,
        };
        var tuning = TorchProcess.Apply(environment);
        tuning.Set.Should().BeEmpty();
        tuning.NotSet.Should().Equal(new Dictionary<string, string>
        {
            ["OMP_WAIT_POLICY"] = "the environment has GOMP_SPINCOUNT=100",
            ["MALLOC_MMAP_THRESHOLD_"] = "the environment has GLIBC_TUNABLES=glibc.malloc.trim_threshold=1:glibc.malloc.mmap_threshold=2",
            ["MALLOC_TRIM_THRESHOLD_"] = "the environment has GLIBC_TUNABLES=glibc.malloc.trim_threshold=1:glibc.malloc.mmap_threshold=2",
            ["MALLOC_TOP_PAD_"] = "the environment has MALLOC_TOP_PAD_=0",
        });
    }

    /// <summary>What OpenMP says of itself in a program of ours that loads libtorch and does nothing else.</summary>
    private static string Omp(params (string Name, string Value)[] environment)
    {
        var start = Swinlstm.Start("demo", "--device", "cuda");
        foreach (var name in new[] { "OMP_WAIT_POLICY", "GOMP_SPINCOUNT" }) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.Environment["OMP_DISPLAY_ENV"] = "VERBOSE";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        return error.Result + output.Result;
    }

    // The fields of struct mallinfo2, in its order.
    private readonly record struct MallocInfo(
        nint FromSystem, nint FreeChunks, nint FastChunks, nint MappedChunks, nint Mapped, nint Unused, nint Fast, nint Used, nint Free,
        nint Top);

    [DllImport("libc.so.6")]
    private static extern MallocInfo mallinfo2();

    /// <summary>A test of what only Linux with glibc has.</summary>
    private sealed class GlibcFactAttribute : FactAttribute
    {
        public GlibcFactAttribute()
        {
            const string Reason = "this system is not Linux with glibc";
            if (TorchProcess.Tune().NotSet.Values.Contains(Reason)) Skip = Reason;
        }
    }
}

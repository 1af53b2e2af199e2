using System.ComponentModel;
using System.Diagnostics;
using FluentAssertions;

namespace SwinLSTM.Tests;

/// <summary>This assembly, started as a program (<see cref="RankProgram"/>) by <c>mpirun</c> or without it.</summary>
internal sealed class RankJob : IDisposable
{
    private static readonly TimeSpan limit = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly List<(string Text, bool IsError, DateTime Time)> lines = [];

    private RankJob(ProcessStartInfo start, string[] arguments, Dictionary<string, string>? environment)
    {
        foreach (var argument in (string[])[typeof(RankJob).Assembly.Location, .. arguments]) start.ArgumentList.Add(argument);
        (start.RedirectStandardOutput, start.RedirectStandardError, start.RedirectStandardInput) = (true, true, true);
        // OpenMPI gives its ranks a terminal, to which .NET would write control codes.
        start.Environment["TERM"] = "dumb";
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new MissingToolException($"{start.FileName} could not be started: {missing.Message}. {ForeignTools.Hint}");
        }

        process.StandardInput.Close();
        process.OutputDataReceived += (_, line) => Add(line.Data, isError: false);
        process.ErrorDataReceived += (_, line) => Add(line.Data, isError: true);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it printed so far.</summary>
    public string Output => Text(isError: false);

    /// <summary>What it and <c>mpirun</c> complained of.</summary>
    public string Error => Text(isError: true);

    private static string Dotnet =>
        Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";

    /// <summary>Starts a process without <c>mpirun</c>.</summary>
    public static RankJob Alone(string verb, Dictionary<string, string>? environment = null) => new(new(Dotnet), [verb], environment);

    /// <summary>Starts ranks with <c>mpirun</c>, or with the program that SWINLSTM_TEST_MPIRUN names, such as
    /// <c>mpirun.mpich</c>.</summary>
    public static RankJob Start(int ranks, params string[] arguments)
    {
        var mpirun = Environment.GetEnvironmentVariable("SWINLSTM_TEST_MPIRUN") is { Length: > 0 } chosen ? chosen : "mpirun";
        return new(new(mpirun, ["--bind-to", "none", "-n", $"{ranks}", Dotnet]), arguments, new()
        {
            ["OMPI_ALLOW_RUN_AS_ROOT"] = "1",
            ["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1",
            ["OMPI_MCA_rmaps_base_oversubscribe"] = "1", // three ranks on two cores
        });
    }

    /// <summary>Waits until so many processes have printed a line.</summary>
    public RankJob WaitFor(string line, int processes)
    {
        var begin = Stopwatch.GetTimestamp();
        while (Count(line) < processes)
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(begin) > limit)
                throw new TimeoutException($"'{line}' was not printed by {processes} processes:\n{Output}{Error}");
            Thread.Sleep(10);
        }

        return this;
    }

    /// <summary>Sends a signal to the process that was started: <c>mpirun</c>, or the only rank.</summary>
    public RankJob Signal(string name)
    {
        Process.Start("/bin/sh", ["-c", $"kill -{name} {process.Id}"]).WaitForExit();
        return this;
    }

    /// <summary>Waits for the end of the job, after which no process of it stays, and returns the exit code.</summary>
    public int End()
    {
        if (!process.WaitForExit(limit)) throw new TimeoutException($"The job did not end within {limit}:\n{Output}{Error}");
        process.WaitForExit(); // also for the last lines
        // Those that mpirun killed last may still be giving back their memory.
        SpinWait.SpinUntil(() => Running().Count == 0, TimeSpan.FromSeconds(10));
        Running().Should().BeEmpty("the whole job ends");
        return process.ExitCode;
    }

    /// <summary>The time from the first such line to the end.</summary>
    public TimeSpan TimeSince(string line)
    {
        lock (lines) return process.ExitTime - lines.First(other => other.Text == line).Time;
    }

    /// <summary>All ranks came to their end.</summary>
    public void ShouldSucceed(int ranks)
    {
        End().Should().Be(0, Output + Error);
        Count("done").Should().Be(ranks, Output + Error);
        // All that OpenMPI says, and only of signals.
        Error.Replace("mpirun: Forwarding signal 10 to job\n", "", StringComparison.Ordinal).Should().BeEmpty();
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private int Count(string line)
    {
        lock (lines) return lines.Count(other => other.Text == line);
    }

    private string Text(bool isError)
    {
        lock (lines) return string.Concat(lines.Where(line => line.IsError == isError).Select(line => line.Text + "\n"));
    }

    private void Add(string? line, bool isError)
    {
        if (line is null) return;
        lock (lines) lines.Add((line, isError, DateTime.Now));
    }

    // Processes without a parent may stay in the table, dead, where nobody collects them.
    private List<int> Running()
    {
        const string Prefix = "process ";
        lock (lines)
        {
            var printed = lines.Where(line => line.Text.StartsWith(Prefix, StringComparison.Ordinal));
            return [.. printed.Select(line => int.Parse(line.Text[Prefix.Length..])).Where(IsRunning)];
        }
    }

    private static bool IsRunning(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1][0] is not ('Z' or 'X');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

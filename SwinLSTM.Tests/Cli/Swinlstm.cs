using System.Diagnostics;
using FluentAssertions;

namespace SwinLSTM.Tests;

/// <summary>The built program, run as its users run it.</summary>
internal sealed record Swinlstm(int ExitCode, string Output, string Error)
{
    public static Swinlstm Run(params string[] arguments) => Run(null, arguments);

    /// <summary>Runs it in a folder, where names of files may be short.</summary>
    public static Swinlstm RunIn(string folder, string[] arguments) => Run(null, arguments, folder);

    /// <summary>How it is started, for those who do something else to it.</summary>
    public static ProcessStartInfo Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host
            : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            // Not the current one: tests of documents leave that and delete it, beside others.
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var argument in arguments.Prepend(Path.Combine(AppContext.BaseDirectory, "swinlstm.dll")))
            start.ArgumentList.Add(argument);
        return start;
    }

    /// <summary>Interrupts it, as Ctrl-C does, once something is there.</summary>
    /// <param name="interruptWhen">The file or folder to wait for; null lets it run to its end.</param>
    /// <param name="arguments">What it is called with.</param>
    /// <param name="folder">Where it runs; null for anywhere.</param>
    public static Swinlstm Run(string? interruptWhen, string[] arguments, string? folder = null)
    {
        var start = Start(arguments);
        if (folder is not null) start.WorkingDirectory = folder;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (interruptWhen is not null)
        {
            while (!Path.Exists(interruptWhen) && !process.HasExited) Thread.Sleep(50);
            // Every shell has kill, not every system the program.
            Process.Start("/bin/sh", ["-c", $"kill -{(IgnoresInterrupts ? "TERM" : "INT")} {process.Id}"]).WaitForExit();
        }

        if (!process.WaitForExit(TimeSpan.FromMinutes(5)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"swinlstm {string.Join(' ', arguments)} did not end within five minutes.");
        }

        return new(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Whether Ctrl-C is lost on programs that are started here: a shell starts what runs in its background so, and programs hand
    /// it down.</summary>
    public static bool IgnoresInterrupts => OperatingSystem.IsLinux() &&
        (Convert.ToUInt64(File.ReadLines("/proc/self/status").Single(line => line.StartsWith("SigIgn", StringComparison.Ordinal))[8..]
            .Trim(), 16) & 2) != 0;

    /// <summary>It ended well, and had nothing to complain of.</summary>
    public Swinlstm ShouldSucceed()
    {
        (ExitCode, Error).Should().Be((0, ""), Output);
        return this;
    }

    /// <summary>It refused with a message for people: what is wrong, and no trace of a stack.</summary>
    public void ShouldRefuse(string message)
    {
        ExitCode.Should().Be(1, Error);
        Error.Should().Match(message);
        (Output + Error).Should().NotContain("   at ").And.NotContain("Exception");
    }
}

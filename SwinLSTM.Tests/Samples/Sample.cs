using System.Diagnostics;
using System.Reflection;
using FluentAssertions;

namespace SwinLSTM.Tests;

/// <summary>A built sample, run as its readers run it, in a folder of its own.</summary>
internal sealed class Sample(string name) : IDisposable
{
    private static readonly string samples = typeof(Sample).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(one => one.Key == "SamplesFolder").Value!;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("swinlstm");

    public string In(string file) => Path.Combine(folder.FullName, file);

    /// <summary>Runs it to its end.</summary>
    /// <returns>What it printed.</returns>
    public string Run(params string[] arguments)
    {
        var (code, output, error) = End(arguments);
        (code, error).Should().Be((0, ""), output);
        return output;
    }

    /// <summary>It refuses with a message for people: what is wrong, and no trace of a stack.</summary>
    public void Refuses(string message, params string[] arguments)
    {
        var (code, output, error) = End(arguments);
        code.Should().Be(1, output + error);
        error.Should().Match(message).And.NotContain("   at ").And.NotContain("Exception");
    }

    /// <summary>What it wrote is a file of this kind.</summary>
    public Sample Wrote(string file, ReadOnlySpan<byte> begins = default)
    {
        File.Exists(In(file)).Should().BeTrue(file);
        File.ReadAllBytes(In(file)).AsSpan().StartsWith(begins).Should().BeTrue(file);
        return this;
    }

    /// <summary>Starts it, for those that do not end by themselves.</summary>
    public Process Start(params string[] arguments)
    {
        // The tests' own configuration is the last part of their folder.
        var built = Path.Combine(samples, name, Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)));
        var host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var process = Process.Start(new ProcessStartInfo(host, [Path.Combine(built, $"{name}.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder.FullName,
        })!;
        process.StandardInput.Close();
        return process;
    }

    public void Dispose() => folder.Delete(recursive: true);

    private (int Code, string Output, string Error) End(string[] arguments)
    {
        using var process = Start(arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (process.WaitForExit(TimeSpan.FromMinutes(5))) return (process.ExitCode, output.Result, error.Result);
        process.Kill(entireProcessTree: true);
        throw new TimeoutException($"{name} {string.Join(' ', arguments)} did not end within five minutes.");
    }
}

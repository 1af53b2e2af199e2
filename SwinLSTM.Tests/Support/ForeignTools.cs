using System.ComponentModel;
using System.Diagnostics;

namespace SwinLSTM.Tests;

/// <summary>Programs of others, which write the files that our readers are tested on: ffmpeg, and Python with numpy. Where one is missing
/// (or OpenMPI's mpirun, see <see cref="RankJob"/>), the test that asks for it is skipped (<see cref="SkippingTestFramework"/>) and says
/// what to install.</summary>
internal static class ForeignTools
{
    /// <summary>Why a test was skipped, and what to do.</summary>
    public const string Hint = "This test needs a program that is not here. Install ffmpeg, Python with numpy, OpenMPI and " +
        "Chromium ('apt-get install ffmpeg python3-numpy openmpi-bin chromium' on Debian).";

    private static readonly TimeSpan limit = TimeSpan.FromMinutes(2);

    // The system's Python has the system's packages; the first one on the path may be another.
    private static readonly string python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    private static readonly Lazy<bool> ffmpeg = new(() =>
    {
        try
        {
            return Ffmpeg("-version") is not null;
        }
        catch (MissingToolException)
        {
            return false;
        }
    });

    /// <summary>Whether this machine has ffmpeg.</summary>
    public static bool HasFfmpeg => ffmpeg.Value;

    /// <summary>Runs a Python program.</summary>
    /// <param name="script">Its text.</param>
    /// <param name="arguments">What it finds in <c>sys.argv[1:]</c>.</param>
    /// <returns>What it printed.</returns>
    public static string Python(string script, params string[] arguments) => Run(python, ["-c", script, .. arguments]);

    /// <summary>Runs ffmpeg, which overwrites what is there.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it printed.</returns>
    public static string Ffmpeg(params string[] arguments) =>
        Run("ffmpeg", ["-hide_banner", "-nostdin", "-y", "-loglevel", "error", .. arguments]);

    /// <summary>Runs ffprobe.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it printed.</returns>
    public static string Ffprobe(params string[] arguments) => Run("ffprobe", ["-hide_banner", "-loglevel", "error", .. arguments]);

    /// <summary>Opens a page in Chromium without a screen.</summary>
    /// <param name="address">The page.</param>
    /// <param name="until">How much time passes for the page before it is read.</param>
    /// <param name="screenshot">A PNG file to write; null gives the page as text.</param>
    /// <returns>What its scripts made of the page, as HTML.</returns>
    public static string Chromium(string address, TimeSpan until, string? screenshot = null) => Run("chromium",
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", $"--virtual-time-budget={until.TotalMilliseconds:F0}",
        screenshot is null ? "--dump-dom" : $"--screenshot={screenshot}", "--window-size=1000,520", address,
    ]);

    private static string Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        using var process = Start(start);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {limit.TotalSeconds} seconds.");
        }

        if (process.ExitCode == 0) return output.Result;
        if (error.Result.Contains("ModuleNotFoundError", StringComparison.Ordinal))
            throw new MissingToolException($"{error.Result.TrimEnd().Split('\n')[^1]}. {Hint}");
        throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{error.Result}");
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new MissingToolException($"{start.FileName} could not be started: {missing.Message}. {Hint}");
        }
    }
}

/// <summary>A program that a test needs is not on this machine.</summary>
public sealed class MissingToolException(string message) : Exception(message);

namespace SwinLSTM.Data;

/// <summary>Where ffmpeg is, and the one message for where it is not.</summary>
internal static class FFmpegProgram
{
    public static string Find(string program)
    {
        if (program.AsSpan().ContainsAny('/', Path.DirectorySeparatorChar))
            return File.Exists(program) ? Path.GetFullPath(program) : throw Missing(program);

        // Only the path is searched: a program in the current folder may be anyone's.
        var name = OperatingSystem.IsWindows() && !Path.HasExtension(program) ? program + ".exe" : program;
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            if (Path.IsPathFullyQualified(folder) && File.Exists(Path.Combine(folder, name)))
                return Path.Combine(folder, name);
        throw Missing(program);
    }

    public static FileNotFoundException Missing(string program, Exception? inner = null) => new($"Images and videos are decoded by ffmpeg, and '{program}' " +
        "cannot be run here. Install it ('apt-get install ffmpeg' on Debian, 'brew install ffmpeg' on macOS, 'winget install ffmpeg' on Windows), or name the " +
        "program in FFmpegOptions.Program or in the environment variable SWINLSTM_FFMPEG.", inner);
}

namespace SwinLSTM.Tests;

/// <summary>A folder that goes when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("swinlstm-").FullName;

    public string this[params string[] parts] => Path.Combine([path, .. parts]);

    /// <summary>A shell script in the place of ffmpeg; <c>"$@"</c> are its arguments.</summary>
    public string Program(string script)
    {
        var file = this[$"{Guid.NewGuid():N}.sh"];
        File.WriteAllText(file, "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    public void Dispose() => Directory.Delete(path, recursive: true);
}

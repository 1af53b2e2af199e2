using System.Runtime.InteropServices;
using System.Text;

namespace SwinLSTM;

/// <summary>Writes a file whole or not at all: beside the target, flushed to the disk, then renamed over it.</summary>
/// <remarks>A process that is killed leaves the old file or the new one, and at worst a <c>name.*.tmp</c> beside it.</remarks>
internal static class AtomicFile
{
    /// <summary>Writes <paramref name="text"/> in UTF-8.</summary>
    public static void Write(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Gives <paramref name="write"/> a new file and puts it at <paramref name="path"/> once it is complete.</summary>
    /// <remarks>A symbolic link stays one, and what it leads to is replaced. The new file has the old one's Unix permissions.</remarks>
    /// <exception cref="IOException">The file cannot be written. What was at <paramref name="path"/> is as it was.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string? beside = null;
        try
        {
            var given = new FileInfo(path);
            var target = given.LinkTarget is null ? given.FullName : given.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            // The same folder, because a rename across file systems is a copy.
            beside = $"{target}.{Path.GetRandomFileName()}.tmp";
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                if (!OperatingSystem.IsWindows() && File.Exists(target))
                    File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(target));
                write(stream);
                // Before the rename: a crash after it must not leave a new name on data that never reached the disk.
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, target, overwrite: true);
            if (!OperatingSystem.IsWindows()) FlushFolder(Path.GetDirectoryName(target)!);
        }
        catch (Exception e)
        {
            if (File.Exists(beside)) File.Delete(beside);
            if (e is not (IOException or UnauthorizedAccessException)) throw;
            throw new IOException($"'{path}' was not written; what was there is as it was. {e.Message} " +
                "Choose a folder that exists, takes new files and has room for them.", e);
        }
    }

    // A rename is on the disk once its folder is, which .NET cannot flush. Where the system cannot either, it writes in its own time.
    private static void FlushFolder(string folder)
    {
        var descriptor = Open(Encoding.UTF8.GetBytes(folder + '\0'), flags: 0);
        if (descriptor < 0) return;
        _ = Flush(descriptor);
        _ = Close(descriptor);
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Flush(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}

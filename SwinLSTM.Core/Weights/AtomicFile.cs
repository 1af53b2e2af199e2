namespace SwinLSTM;

/// <summary>Writes a file whole or not at all: beside the target, flushed to the disk, then renamed over it.</summary>
internal static class AtomicFile
{
    /// <summary>Gives <paramref name="write"/> a new file and puts it at <paramref name="path"/> once it is complete.</summary>
    /// <remarks>When anything fails, the file that was at <paramref name="path"/> is as it was and nothing is left beside it.</remarks>
    public static void Write(string path, Action<Stream> write)
    {
        string target = Path.GetFullPath(path);
        // The same folder, because a rename across file systems is a copy.
        string beside = $"{target}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                // Before the rename: a crash after it must not leave a new name on data that never reached the disk.
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, target, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}

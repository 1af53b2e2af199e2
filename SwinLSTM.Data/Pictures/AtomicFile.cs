using System.Text;

namespace SwinLSTM.Data;

/// <summary>Writes files whole or not at all: beside the target, flushed to the disk, then renamed over it.</summary>
internal static class AtomicFile
{
    public static void Write(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    public static void Write(string path, Action<Stream> write)
    {
        var beside = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside); // gone already where all went well
        }
    }
}

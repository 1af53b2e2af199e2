using System.IO.Compression;

namespace SwinLSTM.Tests;

/// <summary>Zip archives as torch.save lays them out, with entries put together by hand.</summary>
internal static class HandmadeCheckpoint
{
    public static byte[] Zip(byte[] pickle, params (string Key, byte[] Content)[] storages) =>
        Zip([("root/data.pkl", pickle), ("root/byteorder", "little"u8.ToArray()),
            .. storages.Select(s => ($"root/data/{s.Key}", s.Content)), ("root/version", "3\n"u8.ToArray())]);

    public static byte[] Zip((string Name, byte[] Content)[] entries, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>The bytes of the floats 0, 1, ... count - 1.</summary>
    public static byte[] Floats(int count) => [.. Enumerable.Range(0, count).SelectMany(i => BitConverter.GetBytes((float)i))];

    /// <summary>A state dict of one tensor `x` over twelve floats in the storage `0`.</summary>
    public static byte[] OneTensor(long offset, long[] shape, long[] strides, int protocol = 2)
    {
        var pickle = new PickleWriter(protocol);
        pickle.OrderedDict().Items(() => pickle.Text("x"), () => pickle.Tensor("FloatStorage", "0", 12, offset, shape, strides));
        return pickle.Finish();
    }
}

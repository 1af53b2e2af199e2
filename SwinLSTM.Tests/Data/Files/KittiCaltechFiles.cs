using SwinLSTM.Data;

namespace SwinLSTM.Tests;

/// <summary>KittiCaltech's NumPy form, small: 80 and 40 frames of 8 x 10 in colour, and starts of samples of 11 frames, walked backwards as
/// they are published.</summary>
internal static class KittiCaltechFiles
{
    public static byte[] Make(string folder, string part, int count)
    {
        // As it is stored, colours last: [T, H, W, 3].
        var stored = SeriesReading.Bytes(PictureFiles.Noise(count * 240, (ulong)count));
        NpyFile.Write(Path.Combine(folder, part + "_data.npy"), stored, count, 8, 10, 3);
        var starts = Enumerable.Range(0, count / 11).Select(i => count - 11 - (11 * i)).ToArray();
        NpyFile.Write(Path.Combine(folder, part + "_idx.npy"), starts, starts.Length);
        return [.. Enumerable.Range(0, stored.Length).Select(i => stored[(i / 240 * 240) + (i % 80 * 3) + (i % 240 / 80)])]; // [T, 3, H, W]
    }
}

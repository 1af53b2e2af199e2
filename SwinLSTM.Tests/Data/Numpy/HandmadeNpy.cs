using System.Text;

namespace SwinLSTM.Tests;

/// <summary>NumPy files byte by byte, right and wrong ones.</summary>
internal static class HandmadeNpy
{
    public static byte[] Header(string text, int major = 1, int minor = 0, long? length = null, Encoding? encoding = null)
    {
        var bytes = (encoding ?? Encoding.Latin1).GetBytes(text);
        var size = length ?? bytes.Length;
        byte[] number = major == 1 ? BitConverter.GetBytes((ushort)size) : BitConverter.GetBytes((uint)size);
        return [0x93, .. "NUMPY"u8, (byte)major, (byte)minor, .. number, .. bytes];
    }

    public static byte[] File(string descr, string shape, int valueBytes, string order = "False") =>
        [.. Header($"{{'descr': '{descr}', 'fortran_order': {order}, 'shape': {shape}, }}     \n"),
        .. Enumerable.Range(0, valueBytes).Select(i => (byte)i)];
}

using System.Text;

namespace SwinLSTM.Tests;

/// <summary>Safetensors files put together by hand, right or wrong.</summary>
internal static class HandmadeSafetensors
{
    public static byte[] File(string header, byte[] data, long? statedLength = null) =>
        File(Encoding.UTF8.GetBytes(header), data, statedLength);

    public static byte[] File(byte[] header, byte[] data, long? statedLength = null) =>
        [.. BitConverter.GetBytes(statedLength ?? header.Length), .. header, .. data];

    public static string Entry(string shape, long begin, long end, string dtype = "F32") =>
        $$"""{"dtype":"{{dtype}}","shape":[{{shape}}],"data_offsets":[{{begin}},{{end}}]}""";
}

using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM;

/// <summary>Zeros at the bottom and right of maps <c>[B, C, H, W]</c>, and their removal. Where nothing is to do the tensor comes back
/// itself.</summary>
internal static class MapPadding
{
    /// <summary>Fills height and width up to multiples of <paramref name="side"/>.</summary>
    public static Tensor PadToMultiple(Tensor maps, int side)
    {
        long bottom = Missing(maps.size(2), side), right = Missing(maps.size(3), side);
        return bottom == 0 && right == 0 ? maps : functional.pad(maps, [0, right, 0, bottom]); // [B, C, H', W']
    }

    /// <summary>Keeps the upper left corner.</summary>
    public static Tensor Crop(Tensor maps, long height, long width)
    {
        if (maps.size(2) != height) maps = maps.narrow(2, 0, height); // [B, C, H, W']
        return maps.size(3) == width ? maps : maps.narrow(3, 0, width); // [B, C, H, W]
    }

    private static long Missing(long length, int side) => (side - (length % side)) % side;
}

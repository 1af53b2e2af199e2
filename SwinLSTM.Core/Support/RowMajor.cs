using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SwinLSTM;

/// <summary>Tensors that lie in memory row by row, aligned as libtorch's own allocator aligns them.</summary>
/// <remarks>The kernels of libtorch and its BLAS depend on strides and alignment, and two kernels may round differently. So equal frames
/// give equal results only if they lie alike in memory: not with channels last, at an odd offset of a larger tensor, or in an array of .NET
/// (<c>tensor(float[])</c>), which is aligned to 8 bytes.</remarks>
internal static class RowMajor
{
    // What c10's CPU allocator gives.
    private const int Alignment = 64;

    /// <summary>Returns the tensor itself if it lies so, and otherwise a copy that does.</summary>
    public static Tensor Of(Tensor tensor) => IsRowMajor(tensor) ? tensor : empty(tensor.shape, tensor.dtype, tensor.device).copy_(tensor);

    private static bool IsRowMajor(Tensor tensor)
    {
        var (shape, strides) = (tensor.shape, tensor.stride());
        // Also along axes of one element, where is_contiguous takes any stride and a convolution does not.
        long stride = 1;
        for (var axis = shape.Length - 1; axis >= 0; stride *= shape[axis--])
            if (strides[axis] != stride) return false;
        return Address(tensor, stride * tensor.element_size()) % Alignment == 0;
    }

    // On a GPU the allocator's blocks are aligned, so that the place inside the block is enough.
    // A span ends at 2 GB; whatever is longer is copied.
    private static long Address(Tensor tensor, long bytes) =>
        tensor.device_type != DeviceType.CPU ? tensor.storage_offset() * tensor.element_size()
        : bytes > int.MaxValue ? -1
        : Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetReference(tensor.bytes));
}

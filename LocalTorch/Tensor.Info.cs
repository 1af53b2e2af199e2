namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public long[] shape => size();
        public long Dimensions => dim();
        public long ndim => dim();
        public long NumberOfElements => numel();
        public long ElementSize => element_size();
        public ScalarType dtype => Read((ScalarType)Native.lt_dtype(Handle));
        public bool is_leaf => Read(Native.lt_is_leaf(Handle) != 0);
        public bool is_cuda => device_type == DeviceType.CUDA;
        public int device_index => device.index;

        public DeviceType device_type
        {
            get { int index; return Read((DeviceType)Native.lt_device(Handle, &index)); }
        }

        public Device device
        {
            get
            {
                int index;
                var type = Read((DeviceType)Native.lt_device(Handle, &index));
                return type == DeviceType.CPU ? CPU : new Device(type, index);
            }
        }

        public long dim() => Read(Native.lt_dim(Handle));
        public long numel() => Read(Native.lt_numel(Handle));
        public long element_size() => dtype.ElementSize();
        public long storage_offset() => Read(Native.lt_offset(Handle));
        public bool is_contiguous() => Read(Native.lt_contiguous(Handle) != 0);
        public bool is_cpu() => device_type == DeviceType.CPU;
        public bool is_floating_point() => IsFloating(dtype);
        public bool is_integral() => dtype is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 or ScalarType.Bool;

        public bool is_pinned()
        {
            var pinned = Native.lt_pinned(Handle);
            Native.Check(pinned);
            return Read(pinned != 0);
        }

        public long size(int dim) => shape[dim < 0 ? dim + (int)this.dim() : dim];
        public long stride(int dim) => stride()[dim < 0 ? dim + (int)this.dim() : dim];

        public long[] size()
        {
            var sizes = new long[dim()];
            fixed (long* all = sizes) Native.lt_sizes(Handle, all);
            return Read(sizes);
        }

        public long[] stride()
        {
            var strides = new long[dim()];
            fixed (long* all = strides) Native.lt_strides(Handle, all);
            return Read(strides);
        }

        // The handle was read on the way to `value`: the finaliser must not run before.
        private T Read<T>(T value)
        {
            GC.KeepAlive(this);
            return value;
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[module: SkipLocalsInit]

namespace TorchSharp;

// The C functions of native/localtorch.cpp. Everything that crosses is blittable.
internal static unsafe partial class Native
{
    private const string Library = "LocalTorch";

    static Native()
    {
        // libgomp reads it once, when it is loaded, and only from the C environment: without it its threads spin
        // after every parallel region and fight the threads of the BLAS for the cores.
        _ = setenv("OMP_WAIT_POLICY", "PASSIVE", 0);
        try
        {
            NativeLibrary.Load(Library, typeof(Native).Assembly, null);
            UseAllCores();
        }
        catch (DllNotFoundException e)
        {
            throw new NotSupportedException($"LocalTorch's native part did not load. Build it with eng/build-localtorch.sh, then build this program again. {e.Message}", e);
        }
    }

    // Debian's libtorch computes on one core unless it is told otherwise; the real one takes all.
    private static void UseAllCores()
    {
        if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null) _ = lt_set_threads(Environment.ProcessorCount);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    public static ExternalException Failure()
    {
        var text = Marshal.PtrToStringUTF8(lt_failure()) ?? "";
        return new ExternalException(text.Split('\n', 2)[0]);
    }

    public static void Check(int code) { if (code < 0) throw Failure(); }

    public static IntPtr Check(IntPtr handle) => handle != 0 ? handle : throw Failure();

    [LibraryImport(Library)] private static partial IntPtr lt_failure();
    [LibraryImport(Library)] public static partial IntPtr lt_version();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial IntPtr lt_operator(string name, string overload);
    [LibraryImport(Library)] public static partial int lt_call(IntPtr op, Value* arguments, int count, Value* results, int room);
    [LibraryImport(Library)] public static partial void lt_free_list(IntPtr* tensors);

    [LibraryImport(Library)] public static partial void lt_free(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] public static partial long lt_dim(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] public static partial long lt_numel(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] public static partial int lt_dtype(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] public static partial int lt_device(IntPtr tensor, int* index);
    [LibraryImport(Library), SuppressGCTransition] public static partial void lt_sizes(IntPtr tensor, long* sizes);
    [LibraryImport(Library), SuppressGCTransition] public static partial void lt_strides(IntPtr tensor, long* strides);
    [LibraryImport(Library), SuppressGCTransition] public static partial long lt_offset(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] public static partial int lt_contiguous(IntPtr tensor);
    [LibraryImport(Library)] public static partial void* lt_data(IntPtr tensor);
    [LibraryImport(Library)] public static partial int lt_pinned(IntPtr tensor);

    [LibraryImport(Library), SuppressGCTransition] public static partial int lt_is_leaf(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] public static partial int lt_requires_grad(IntPtr tensor);
    [LibraryImport(Library)] public static partial int lt_set_requires_grad(IntPtr tensor, int on);
    [LibraryImport(Library)] public static partial int lt_grad(IntPtr tensor, IntPtr* grad);
    [LibraryImport(Library)] public static partial int lt_set_grad(IntPtr tensor, IntPtr grad);
    [LibraryImport(Library)] public static partial int lt_backward(IntPtr* roots, int nroots, IntPtr* grads, int ngrads, int retain, int create, IntPtr* inputs, int ninputs);
    [LibraryImport(Library)] public static partial int lt_gradients(IntPtr* outputs, int noutputs, IntPtr* inputs, int ninputs, IntPtr* grads, int ngrads, int retain, int create, int unused, IntPtr* results);
    [LibraryImport(Library), SuppressGCTransition] public static partial int lt_grad_mode();
    [LibraryImport(Library), SuppressGCTransition] public static partial void lt_set_grad_mode(int on);
    [LibraryImport(Library)] public static partial IntPtr lt_begin_inference(int on);
    [LibraryImport(Library)] public static partial void lt_end_inference(IntPtr guard);

    [LibraryImport(Library)] public static partial int lt_manual_seed(long seed);
    [LibraryImport(Library)] public static partial IntPtr lt_generator(int own, long seed);
    [LibraryImport(Library)] public static partial void lt_generator_free(IntPtr generator);
    [LibraryImport(Library)] public static partial void lt_generator_seed(IntPtr generator, long seed);
    [LibraryImport(Library)] public static partial long lt_generator_new_seed(IntPtr generator);
    [LibraryImport(Library)] public static partial long lt_generator_initial_seed(IntPtr generator);
    [LibraryImport(Library)] public static partial IntPtr lt_generator_state(IntPtr generator);
    [LibraryImport(Library)] public static partial int lt_generator_set_state(IntPtr generator, IntPtr state);

    [LibraryImport(Library)] public static partial int lt_threads();
    [LibraryImport(Library)] public static partial int lt_set_threads(int n);
    [LibraryImport(Library)] public static partial int lt_interop_threads();
    [LibraryImport(Library)] public static partial int lt_set_interop_threads(int n);
    [LibraryImport(Library)] public static partial int lt_cuda_count();
    [LibraryImport(Library)] public static partial int lt_cudnn();
    [LibraryImport(Library)] public static partial int lt_cuda_synchronize(long index);
    [LibraryImport(Library)] public static partial int lt_cuda_seed(long seed, int all);
}

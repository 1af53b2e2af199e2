namespace TorchSharp;

public static partial class torch
{
    public static IDisposable no_grad() => new GradMode(false);
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);
    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);
    public static bool is_grad_enabled() => Native.lt_grad_mode() != 0;

    private sealed class GradMode : IDisposable
    {
        private readonly int before = Native.lt_grad_mode();
        public GradMode(bool enabled) => Native.lt_set_grad_mode(enabled ? 1 : 0);
        public void Dispose() => Native.lt_set_grad_mode(before);
    }

    private sealed class InferenceMode(bool enabled) : IDisposable
    {
        private IntPtr guard = Native.lt_begin_inference(enabled ? 1 : 0);
        public void Dispose() => Native.lt_end_inference(Interlocked.Exchange(ref guard, 0));
    }
}

namespace TorchSharp;

public static partial class torch
{
    public class Generator : IDisposable
    {
        private IntPtr handle;

        private Generator(IntPtr handle) => this.handle = Native.Check(handle);
        public Generator(ulong seed = 0, Device? device = null) : this(Native.lt_generator(1, (long)seed)) => this.device = device ?? CPU;
        ~Generator() => Dispose(false);

        public static Generator Default => new(Native.lt_generator(0, 0));

        public Device device { get; } = CPU;
        public IntPtr Handle => handle != 0 ? handle : throw new ObjectDisposedException(nameof(Generator));

        public Generator manual_seed(long seed)
        {
            Native.lt_generator_seed(Handle, seed);
            return this;
        }

        public long seed() => Native.lt_generator_new_seed(Handle);
        public long initial_seed() => Native.lt_generator_initial_seed(Handle);
        public Tensor get_state() => new(Native.Check(Native.lt_generator_state(Handle)));
        public void set_state(Tensor value) => Native.Check(Native.lt_generator_set_state(Handle, value.Handle));

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var taken = Interlocked.Exchange(ref handle, 0);
            if (taken != 0) Native.lt_generator_free(taken);
        }
    }

    public static Generator manual_seed(long seed)
    {
        Native.Check(Native.lt_manual_seed(seed));
        return Generator.Default;
    }

    public static long seed() => Generator.Default.seed();
    public static long initial_seed() => Generator.Default.initial_seed();
    public static Tensor get_rng_state() => Generator.Default.get_state();
    public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);

    public static class random
    {
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);
        public static long seed() => torch.seed();
        public static long initial_seed() => torch.initial_seed();
        public static Tensor get_rng_state() => torch.get_rng_state();
        public static void set_rng_state(Tensor new_state) => torch.set_rng_state(new_state);
    }
}

namespace TorchSharp;

public static partial class torch
{
    // A handle to a native at::Tensor: owned by the innermost scope of the thread that made it, or by the collector.
    public partial class Tensor : IDisposable
    {
        private static long total, peak;
        private IntPtr handle;

        internal Tensor(IntPtr handle, DisposeScopeManager? manager)
        {
            this.handle = handle;
            var live = Interlocked.Increment(ref total);
            if (live > peak) peak = live;
            manager?.Created(this);
        }

        internal Tensor(IntPtr handle) : this(handle, DisposeScopeManager.Mine) { }

        ~Tensor() => Dispose(false);

        internal DisposeScope? OwningScope { get; set; }

        public static long TotalCount => total;
        public static long PeakCount => peak;

        public IntPtr Handle => handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");
        public bool IsInvalid => handle == 0;

        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        public IntPtr DecoupleFromNativeHandle()
        {
            GC.SuppressFinalize(this);
            var taken = Interlocked.Exchange(ref handle, 0);
            if (taken != 0) Interlocked.Decrement(ref total);
            return taken;
        }

        public void Dispose()
        {
            if (handle == 0) return;
            if (OwningScope is { } scope) scope.Remove(this);
            Release(DisposeScopeManager.Mine);
        }

        internal void Release(DisposeScopeManager manager)
        {
            manager.Disposed(inside: OwningScope is not null);
            OwningScope = null;
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var taken = Interlocked.Exchange(ref handle, 0);
            if (taken == 0) return;
            Native.lt_free(taken);
            Interlocked.Decrement(ref total);
        }

        public Tensor MoveToOuterDisposeScope() => MoveToOtherDisposeScope(OwningScope?.Outer);
        public Tensor DetachFromDisposeScope() => MoveToOtherDisposeScope((DisposeScope?)null);
        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningScope is { } scope) scope.MoveToOther(other, this);
            else other?.Attach(this);
            return this;
        }

        public bool Equals(Tensor target) => Ops.same.CallValue(this, target).Bits != 0;
        public override bool Equals(object? obj) => obj is Tensor t && Equals(t);
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
        public override string ToString() => $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";
    }
}

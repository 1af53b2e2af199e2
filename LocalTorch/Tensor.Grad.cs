namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public bool requires_grad
        {
            get => Read(Native.lt_requires_grad(Handle) != 0);
            set
            {
                Native.Check(Native.lt_set_requires_grad(Handle, value ? 1 : 0));
                GC.KeepAlive(this);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public Tensor? grad
        {
            get
            {
                IntPtr found;
                Native.Check(Native.lt_grad(Handle, &found));
                return Read(found == 0 ? null : new Tensor(found));
            }
            set
            {
                Native.Check(Native.lt_set_grad(Handle, value?.Handle ?? 0));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        public void retain_grad() => Ops.retain_grad.Run(this);
        public Tensor detach() => Ops.detach.Call(this);
        public Tensor detach_() => In(Ops.detach_);

        public void backward() => autograd.backward([this]);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);
    }

    public static unsafe class autograd
    {
        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            Tensor[] roots = [.. tensors], grads = [.. grad_tensors ?? []], leaves = [.. inputs ?? []];
            Native.Check(Native.lt_backward(Scratch.Handles(roots), roots.Length, Scratch.Handles(grads), grads.Length,
                (retain_graph ?? create_graph) ? 1 : 0, create_graph ? 1 : 0, Scratch.Handles(leaves), leaves.Length));
            GC.KeepAlive((roots, grads, leaves));
        }

        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            Tensor[] roots = [.. outputs], leaves = [.. inputs], grads = [.. grad_outputs ?? []];
            var results = new IntPtr[leaves.Length];
            fixed (IntPtr* found = results)
                Native.Check(Native.lt_gradients(Scratch.Handles(roots), roots.Length, Scratch.Handles(leaves), leaves.Length, Scratch.Handles(grads), grads.Length,
                    retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, found));
            GC.KeepAlive((roots, grads, leaves));
            return [.. results.Select(handle => handle == 0 ? null! : new Tensor(handle))];
        }
    }
}

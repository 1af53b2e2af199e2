namespace TorchSharp;

public static partial class torch
{
    public struct TensorIndex
    {
        private enum Kind { None, Single, Slice, Ellipsis, Tensor }

        private Kind kind;
        private long? start, stop, step;
        private torch.Tensor? tensor;

        public static TensorIndex None;
        public static TensorIndex Null;
        public static TensorIndex Ellipsis = new() { kind = Kind.Ellipsis };
        public static TensorIndex Colon = new() { kind = Kind.Slice };

        public static TensorIndex Single(long? index) => new() { kind = Kind.Single, start = index };
        public static TensorIndex Tensor(torch.Tensor tensor) => new() { kind = Kind.Tensor, tensor = tensor };
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new() { kind = Kind.Slice, start = start, stop = stop, step = step };
        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        public static TensorIndex Slice(Range range) => Slice(
            range.Start.IsFromEnd ? -(long)range.Start.Value : range.Start.Value,
            !range.End.IsFromEnd ? range.End.Value : range.End.Value == 0 ? null : -(long)range.End.Value);

        public static implicit operator TensorIndex(long value) => Single(value);
        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -(long)index.Value : index.Value);
        public static implicit operator TensorIndex(Range range) => Slice(range);
        public static implicit operator TensorIndex((int?, int?) range) => Slice(range);

        internal static torch.Tensor Get(torch.Tensor source, TensorIndex[] indices)
        {
            var (view, tensors) = View(source, indices);
            if (tensors is not null) return view.Within(source, Ops.index.Call(view, Arg.Optional(tensors)));
            return ReferenceEquals(view, source) ? source.alias() : view;
        }

        internal static void Put(torch.Tensor target, TensorIndex[] indices, torch.Tensor value)
        {
            var (view, tensors) = View(target, indices);
            if (tensors is null) view.copy_(value);
            else Ops.index_put_.Run(view, Arg.Optional(tensors), value);
            view.Within(target, target);
        }

        // Numbers, slices and new axes are views; what remains are tensors of indices, one slot for each axis up to the last of them.
        private static (torch.Tensor view, torch.Tensor?[]? tensors) View(torch.Tensor source, TensorIndex[] indices)
        {
            var axes = source.dim();
            var named = indices.Count(i => i.kind is not (Kind.None or Kind.Ellipsis));
            var view = source;
            List<torch.Tensor?> tensors = [];
            var dim = 0;
            foreach (var i in indices)
            {
                if (i.kind == Kind.Ellipsis) { dim += (int)(axes - named); continue; }
                if (i.kind == Kind.Tensor)
                {
                    while (tensors.Count < dim) tensors.Add(null);
                    tensors.Add(i.tensor);
                    dim++;
                    continue;
                }
                view = view.Within(source, i.kind switch
                {
                    Kind.Single => view.select(dim, i.start!.Value),
                    Kind.Slice => Ops.slice.Call(view, dim++, i.start, i.stop, i.step ?? 1),
                    _ => view.unsqueeze(dim++),
                });
            }
            return (view, tensors.Count == 0 ? null : [.. tensors]);
        }
    }
}

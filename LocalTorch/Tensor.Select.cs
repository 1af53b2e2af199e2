namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        // On the way from a tensor to a part of it, the parts between go as soon as they are used.
        internal Tensor Within(Tensor source, Tensor part)
        {
            if (!ReferenceEquals(this, source)) Dispose();
            return part;
        }

        public Tensor select(long dim, long index) => Ops.select.Call(this, dim, index);
        public Tensor narrow(long dim, long start, long length) => Ops.narrow.Call(this, dim, start, length);
        public Tensor slice(long dim, long start, long finish, long step) => Ops.slice.Call(this, dim, start, finish, step);
        public Tensor index_select(long dim, Tensor index) => Ops.index_select.Call(this, dim, index);
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Ops.index_add.Call(this, dim, index, source, alpha);
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) { Ops.index_add_.Run(this, dim, index, source, alpha); return this; }
        public Tensor gather(long dim, Tensor index) => Ops.gather.Call(this, dim, index);
        public Tensor scatter(long dim, Tensor index, Tensor src) => Ops.scatter.Call(this, dim, index, src);
        public Tensor scatter_(long dim, Tensor index, Tensor src) => In(Ops.scatter_, dim, index, src);
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Ops.scatter_add.Call(this, dim, index, src);
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => In(Ops.scatter_add_, dim, index, src);
        public Tensor masked_fill(Tensor mask, Scalar value) => Ops.masked_fill.Call(this, mask, value);
        public Tensor masked_fill_(Tensor mask, Scalar value) => In(Ops.masked_fill_, mask, value);
        public Tensor masked_select(Tensor mask) => Ops.masked_select.Call(this, mask);
        public Tensor index(params Tensor[] indices) => Ops.index.Call(this, Arg.Optional(indices));
        public Tensor index(params TensorIndex[] indices) => TensorIndex.Get(this, indices);
        public Tensor index_put_(Tensor value, params Tensor[] indices) => In(Ops.index_put_, Arg.Optional(indices), value);

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            TensorIndex.Put(this, indices, value);
            return this;
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => TensorIndex.Get(this, indices);
            set => TensorIndex.Put(this, indices, value);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => this[[i1]] = value;
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => this[[i1, i2]];
            set => this[[i1, i2]] = value;
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => this[[i1, i2, i3]];
            set => this[[i1, i2, i3]] = value;
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => this[[i1, i2, i3, i4]];
            set => this[[i1, i2, i3, i4]] = value;
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get
            {
                var part = this;
                foreach (var index in indices) part = part.Within(this, Ops.select.Call(part, 0, index));
                return part;
            }
            set
            {
                using var part = this[indices];
                part.copy_(value);
            }
        }
    }
}

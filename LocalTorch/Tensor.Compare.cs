namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => Ops.eq.Call(this, target);
        public Tensor eq(Scalar target) => Ops.eqS.Call(this, target);
        public Tensor equal(Tensor target) => Ops.eq.Call(this, target);
        public Tensor ne(Tensor target) => Ops.ne.Call(this, target);
        public Tensor ne(Scalar target) => Ops.neS.Call(this, target);
        public Tensor not_equal(Tensor target) => Ops.ne.Call(this, target);
        public Tensor lt(Tensor target) => Ops.lt.Call(this, target);
        public Tensor lt(Scalar target) => Ops.ltS.Call(this, target);
        public Tensor less(Tensor target) => Ops.lt.Call(this, target);
        public Tensor le(Tensor target) => Ops.le.Call(this, target);
        public Tensor le(Scalar target) => Ops.leS.Call(this, target);
        public Tensor less_equal(Tensor target) => Ops.le.Call(this, target);
        public Tensor gt(Tensor target) => Ops.gt.Call(this, target);
        public Tensor gt(Scalar target) => Ops.gtS.Call(this, target);
        public Tensor greater(Tensor target) => Ops.gt.Call(this, target);
        public Tensor ge(Tensor target) => Ops.ge.Call(this, target);
        public Tensor ge(Scalar target) => Ops.geS.Call(this, target);
        public Tensor greater_equal(Tensor target) => Ops.ge.Call(this, target);
        public Tensor logical_and(Tensor other) => Ops.logical_and.Call(this, other);
        public Tensor logical_or(Tensor other) => Ops.logical_or.Call(this, other);
        public Tensor logical_xor(Tensor other) => Ops.logical_xor.Call(this, other);
        public Tensor logical_not() => Ops.logical_not.Call(this);
        public Tensor bitwise_and(Tensor other) => Ops.bitwise_and.Call(this, other);
        public Tensor bitwise_or(Tensor other) => Ops.bitwise_or.Call(this, other);
        public Tensor bitwise_xor(Tensor other) => Ops.bitwise_xor.Call(this, other);
        public Tensor bitwise_not() => Ops.bitwise_not.Call(this);
        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) => Ops.isclose.Call(this, other, rtol, atol, nanEqual);
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) => Ops.allclose.CallValue(this, target, rtol, atol, equal_nan).Bits != 0;
        public Tensor where(Tensor condition, Tensor y) => Ops.where.Call(condition, this, y);
        public Tensor nonzero() => Ops.nonzero.Call(this);
    }
}

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => Ops.add.Call(left, right, 1);
        public static Tensor operator +(Tensor left, Scalar right) => Ops.addS.Call(left, right, 1);
        public static Tensor operator +(Tensor left, int right) => Ops.addS.Call(left, right, 1);
        public static Tensor operator +(Tensor left, long right) => Ops.addS.Call(left, right, 1);
        public static Tensor operator +(Tensor left, float right) => Ops.addS.Call(left, right, 1);
        public static Tensor operator +(Tensor left, double right) => Ops.addS.Call(left, right, 1);
        public static Tensor operator +(Scalar left, Tensor right) => Ops.addS.Call(right, left, 1);
        public static Tensor operator +(int left, Tensor right) => Ops.addS.Call(right, left, 1);
        public static Tensor operator +(long left, Tensor right) => Ops.addS.Call(right, left, 1);
        public static Tensor operator +(float left, Tensor right) => Ops.addS.Call(right, left, 1);
        public static Tensor operator +(double left, Tensor right) => Ops.addS.Call(right, left, 1);

        public static Tensor operator -(Tensor left, Tensor right) => Ops.sub.Call(left, right, 1);
        public static Tensor operator -(Tensor left, Scalar right) => Ops.subS.Call(left, right, 1);
        public static Tensor operator -(Tensor left, int right) => Ops.subS.Call(left, right, 1);
        public static Tensor operator -(Tensor left, long right) => Ops.subS.Call(left, right, 1);
        public static Tensor operator -(Tensor left, float right) => Ops.subS.Call(left, right, 1);
        public static Tensor operator -(Tensor left, double right) => Ops.subS.Call(left, right, 1);
        public static Tensor operator -(Scalar left, Tensor right) => Ops.rsub.Call(right, left, 1);
        public static Tensor operator -(int left, Tensor right) => Ops.rsub.Call(right, left, 1);
        public static Tensor operator -(long left, Tensor right) => Ops.rsub.Call(right, left, 1);
        public static Tensor operator -(float left, Tensor right) => Ops.rsub.Call(right, left, 1);
        public static Tensor operator -(double left, Tensor right) => Ops.rsub.Call(right, left, 1);
        public static Tensor operator -(Tensor tensor) => tensor.neg();

        public static Tensor operator *(Tensor left, Tensor right) => Ops.mul.Call(left, right);
        public static Tensor operator *(Tensor left, Scalar right) => Ops.mulS.Call(left, right);
        public static Tensor operator *(Tensor left, int right) => Ops.mulS.Call(left, right);
        public static Tensor operator *(Tensor left, long right) => Ops.mulS.Call(left, right);
        public static Tensor operator *(Tensor left, float right) => Ops.mulS.Call(left, right);
        public static Tensor operator *(Tensor left, double right) => Ops.mulS.Call(left, right);
        public static Tensor operator *(Scalar left, Tensor right) => Ops.mulS.Call(right, left);
        public static Tensor operator *(int left, Tensor right) => Ops.mulS.Call(right, left);
        public static Tensor operator *(long left, Tensor right) => Ops.mulS.Call(right, left);
        public static Tensor operator *(float left, Tensor right) => Ops.mulS.Call(right, left);
        public static Tensor operator *(double left, Tensor right) => Ops.mulS.Call(right, left);

        public static Tensor operator /(Tensor left, Tensor right) => Ops.div.Call(left, right, default);
        public static Tensor operator /(Tensor left, Scalar right) => Ops.divS.Call(left, right, default);
        public static Tensor operator /(Tensor left, int right) => Ops.divS.Call(left, right, default);
        public static Tensor operator /(Tensor left, long right) => Ops.divS.Call(left, right, default);
        public static Tensor operator /(Tensor left, float right) => Ops.divS.Call(left, right, default);
        public static Tensor operator /(Tensor left, double right) => Ops.divS.Call(left, right, default);
        public static Tensor operator /(Scalar left, Tensor right) => right.reciprocal().mul_(left);
        public static Tensor operator /(int left, Tensor right) => right.reciprocal().mul_(left);
        public static Tensor operator /(long left, Tensor right) => right.reciprocal().mul_(left);
        public static Tensor operator /(float left, Tensor right) => right.reciprocal().mul_(left);
        public static Tensor operator /(double left, Tensor right) => right.reciprocal().mul_(left);

        public static Tensor operator %(Tensor left, Tensor right) => left.remainder(right);
        public static Tensor operator %(Tensor left, Scalar right) => left.remainder(right);
        public static Tensor operator %(Tensor left, int right) => left.remainder(right);
        public static Tensor operator %(Tensor left, long right) => left.remainder(right);

        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);
        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);
        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);
        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);
        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);
        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);
        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);
        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);
        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);
        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);
        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);
        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);
        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);
        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);
        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);
        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);
        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);
        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);

        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);
        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);
        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);
        public static Tensor operator ~(Tensor left) => left.bitwise_not();
    }
}

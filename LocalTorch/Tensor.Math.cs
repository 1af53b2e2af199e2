namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private Tensor In(Op op) { op.Run(this); return this; }
        private Tensor In(Op op, Arg a) { op.Run(this, a); return this; }
        private Tensor In(Op op, Arg a, Arg b) { op.Run(this, a, b); return this; }
        private Tensor In(Op op, Arg a, Arg b, Arg c) { op.Run(this, a, b, c); return this; }

        // ---- one tensor

        public Tensor abs() => Ops.abs.Call(this);
        public Tensor abs_() => In(Ops.abs_);
        public Tensor ceil() => Ops.ceil.Call(this);
        public Tensor cos() => Ops.cos.Call(this);
        public Tensor erf() => Ops.erf.Call(this);
        public Tensor erfinv() => Ops.erfinv.Call(this);
        public Tensor erfinv_() => In(Ops.erfinv_);
        public Tensor exp() => Ops.exp.Call(this);
        public Tensor exp_() => In(Ops.exp_);
        public Tensor expm1() => Ops.expm1.Call(this);
        public Tensor floor() => Ops.floor.Call(this);
        public Tensor floor_() => In(Ops.floor_);
        public Tensor gelu() => Ops.gelu.Call(this);
        public Tensor gelu_() => In(Ops.gelu_);
        public Tensor isfinite() => Ops.isfinite.Call(this);
        public Tensor isinf() => Ops.isinf.Call(this);
        public Tensor isnan() => Ops.isnan.Call(this);
        public Tensor leaky_relu(Scalar negative_slope) => Ops.leaky_relu.Call(this, negative_slope);
        public Tensor leaky_relu_(Scalar negative_slope) => In(Ops.leaky_relu_, negative_slope);
        public Tensor log() => Ops.log.Call(this);
        public Tensor log_() => In(Ops.log_);
        public Tensor log10() => Ops.log10.Call(this);
        public Tensor log1p() => Ops.log1p.Call(this);
        public Tensor log2() => Ops.log2.Call(this);
        public Tensor neg() => Ops.neg.Call(this);
        public Tensor neg_() => In(Ops.neg_);
        public Tensor reciprocal() => Ops.reciprocal.Call(this);
        public Tensor reciprocal_() => In(Ops.reciprocal_);
        public Tensor relu() => Ops.relu.Call(this);
        public Tensor relu_() => In(Ops.relu_);
        public Tensor round(long decimals = 0) => Ops.round.Call(this, decimals);
        public Tensor round_(long decimals = 0) => In(Ops.round_, decimals);
        public Tensor rsqrt() => Ops.rsqrt.Call(this);
        public Tensor rsqrt_() => In(Ops.rsqrt_);
        public Tensor sigmoid() => Ops.sigmoid.Call(this);
        public Tensor sigmoid_() => In(Ops.sigmoid_);
        public Tensor sign() => Ops.sign.Call(this);
        public Tensor silu() => Ops.silu.Call(this);
        public Tensor silu_() => In(Ops.silu_);
        public Tensor sin() => Ops.sin.Call(this);
        public Tensor softplus(double beta = 1, double threshold = 20) => Ops.softplus.Call(this, beta, threshold);
        public Tensor sqrt() => Ops.sqrt.Call(this);
        public Tensor sqrt_() => In(Ops.sqrt_);
        public Tensor square() => Ops.square.Call(this);
        public Tensor tan() => Ops.tan.Call(this);
        public Tensor tanh() => Ops.tanh.Call(this);
        public Tensor tanh_() => In(Ops.tanh_);
        public Tensor trunc() => Ops.trunc.Call(this);

        // ---- two tensors, or a tensor and a number

        public Tensor add(Tensor target) => Ops.add.Call(this, target, 1);
        public Tensor add(Tensor target, Scalar alpha) => Ops.add.Call(this, target, alpha);
        public Tensor add(Scalar scalar) => Ops.addS.Call(this, scalar, 1);
        public Tensor add(Scalar scalar, Scalar alpha) => Ops.addS.Call(this, scalar, alpha);
        public Tensor add_(Tensor target) => In(Ops.add_, target, 1);
        public Tensor add_(Tensor target, Scalar alpha) => In(Ops.add_, target, alpha);
        public Tensor add_(Scalar scalar) => In(Ops.addS_, scalar, 1);
        public Tensor add_(Scalar scalar, Scalar alpha) => In(Ops.addS_, scalar, alpha);
        public Tensor sub(Tensor target) => Ops.sub.Call(this, target, 1);
        public Tensor sub(Scalar target) => Ops.subS.Call(this, target, 1);
        public Tensor sub_(Tensor target) => In(Ops.sub_, target, 1);
        public Tensor sub_(Scalar target) => In(Ops.subS_, target, 1);
        public Tensor mul(Tensor target) => Ops.mul.Call(this, target);
        public Tensor mul(Scalar target) => Ops.mulS.Call(this, target);
        public Tensor mul_(Tensor target) => In(Ops.mul_, target);
        public Tensor mul_(Scalar target) => In(Ops.mulS_, target);
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => Ops.div.Call(this, target, Name(rounding_mode));
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => Ops.divS.Call(this, target, Name(rounding_mode));
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => In(Ops.div_, target, Name(rounding_mode));
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => In(Ops.divS_, target, Name(rounding_mode));
        public Tensor floor_divide(Tensor other) => Ops.floor_divide.Call(this, other);
        public Tensor remainder(Tensor target) => Ops.remainder.Call(this, target);
        public Tensor remainder(Scalar scalar) => Ops.remainderS.Call(this, scalar);
        public Tensor pow(Tensor exponent) => Ops.pow.Call(this, exponent);
        public Tensor pow(Scalar exponent) => Ops.powS.Call(this, exponent);
        public Tensor pow_(Tensor exponent) => In(Ops.pow_, exponent);
        public Tensor pow_(Scalar exponent) => In(Ops.powS_, exponent);
        public Tensor atan2(Tensor other) => Ops.atan2.Call(this, other);
        public Tensor hypot(Tensor other) => Ops.hypot.Call(this, other);
        public Tensor maximum(Tensor other) => Ops.maximum.Call(this, other);
        public Tensor minimum(Tensor other) => Ops.minimum.Call(this, other);
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Ops.clamp.Call(this, min, max);
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Ops.clampT.Call(this, min, max);
        public Tensor clamp_min(Scalar min) => clamp(min, null);
        public Tensor clamp_max(Scalar max) => clamp(null, max);
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => In(Ops.clamp_, min, max);
        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => In(Ops.clampT_, min, max);
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcmul.Call(this, tensor1, tensor2, value);
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => In(Ops.addcmul_, tensor1, tensor2, value);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Ops.addcdiv.Call(this, tensor1, tensor2);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcdiv.Call(this, tensor1, tensor2, value);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => In(Ops.addcdiv_, tensor1, tensor2);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => In(Ops.addcdiv_, tensor1, tensor2, value);
        public Tensor lerp(Tensor end, Tensor weight) => Ops.lerp.Call(this, end, weight);
        public Tensor lerp_(Tensor end, Tensor weight) => In(Ops.lerp_, end, weight);

        // ---- filled anew

        public Tensor fill_(Scalar value) => In(Ops.fillS_, value);
        public Tensor zero_() => Ops.zero_.Call(this); // another object on the same memory, unlike its sisters
        public Tensor copy_(Tensor source, bool nonBlocking = false) => In(Ops.copy_, source, nonBlocking);
        public Tensor uniform_(double from, double to, Generator? generator = null) => In(Ops.uniform_, from, to, generator);
        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) => In(Ops.normal_, mean, std, generator);
        public Tensor random_(double from, double to, Generator? generator = null) => In(Ops.random_, (long)from, (long)to, generator);
        public Tensor bernoulli(Generator? generator = null) => Ops.bernoulli.Call(this, generator);
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => In(Ops.bernoulli_, p, generator);
        public Tensor bernoulli_(Tensor p, Generator? generator = null) => In(Ops.bernoulliT_, p, generator);

        // ---- products of matrices

        public Tensor mm(Tensor target) => Ops.mm.Call(this, target);
        public Tensor bmm(Tensor batch2) => Ops.bmm.Call(this, batch2);
        public Tensor mv(Tensor target) => Ops.mv.Call(this, target);
        public Tensor dot(Tensor target) => Ops.dot.Call(this, target);
        public Tensor outer(Tensor vec2) => Ops.outer.Call(this, vec2);
        public Tensor matmul(Tensor target) => Ops.matmul.Call(this, target);
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Ops.addmm.Call(this, mat1, mat2, beta, alpha);
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => Ops.baddbmm.Call(this, batch1, batch2, beta, alpha);

        private static Arg Name(RoundingMode mode) => mode == RoundingMode.None ? default(Arg) : mode.ToString();
    }

    public enum RoundingMode { None, trunc, floor }
}

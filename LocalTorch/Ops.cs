namespace TorchSharp;

// Every ATen operator that is used, by its schema's name and overload.
internal static class Ops
{
    public static readonly Op
        abs = new("abs"), abs_ = new("abs_"), ceil = new("ceil"), cos = new("cos"), erf = new("erf"), erfinv = new("erfinv"), erfinv_ = new("erfinv_"),
        exp = new("exp"), exp_ = new("exp_"), expm1 = new("expm1"), floor = new("floor"), floor_ = new("floor_"), gelu = new("gelu"), gelu_ = new("gelu_"),
        isfinite = new("isfinite"), isinf = new("isinf"), isnan = new("isnan"), leaky_relu = new("leaky_relu"), leaky_relu_ = new("leaky_relu_"),
        log = new("log"), log_ = new("log_"), log10 = new("log10"), log1p = new("log1p"), log2 = new("log2"), neg = new("neg"), neg_ = new("neg_"),
        reciprocal = new("reciprocal"), reciprocal_ = new("reciprocal_"), relu = new("relu"), relu_ = new("relu_"), round = new("round.decimals"), round_ = new("round_.decimals"),
        rsqrt = new("rsqrt"), rsqrt_ = new("rsqrt_"), sigmoid = new("sigmoid"), sigmoid_ = new("sigmoid_"), sign = new("sign"), silu = new("silu"), silu_ = new("silu_"),
        sin = new("sin"), softplus = new("softplus"), sqrt = new("sqrt"), sqrt_ = new("sqrt_"), square = new("square"), tan = new("tan"),
        tanh = new("tanh"), tanh_ = new("tanh_"), trunc = new("trunc");

    public static readonly Op
        add = new("add.Tensor"), addS = new("add.Scalar"), add_ = new("add_.Tensor"), addS_ = new("add_.Scalar"),
        sub = new("sub.Tensor"), subS = new("sub.Scalar"), sub_ = new("sub_.Tensor"), subS_ = new("sub_.Scalar"), rsub = new("rsub.Scalar"),
        mul = new("mul.Tensor"), mulS = new("mul.Scalar"), mul_ = new("mul_.Tensor"), mulS_ = new("mul_.Scalar"),
        div = new("div.Tensor_mode"), divS = new("div.Scalar_mode"), div_ = new("div_.Tensor_mode"), divS_ = new("div_.Scalar_mode"),
        remainder = new("remainder.Tensor"), remainderS = new("remainder.Scalar"), floor_divide = new("floor_divide"),
        pow = new("pow.Tensor_Tensor"), powS = new("pow.Tensor_Scalar"), pow_ = new("pow_.Tensor"), powS_ = new("pow_.Scalar"),
        addcdiv = new("addcdiv"), addcdiv_ = new("addcdiv_"), addcmul = new("addcmul"), addcmul_ = new("addcmul_"), lerp = new("lerp.Tensor"), lerp_ = new("lerp_.Tensor"),
        atan2 = new("atan2"), hypot = new("hypot"), clamp = new("clamp"), clamp_ = new("clamp_"), clampT = new("clamp.Tensor"), clampT_ = new("clamp_.Tensor"),
        maximum = new("maximum"), minimum = new("minimum"), bernoulli = new("bernoulli"), bernoulli_ = new("bernoulli_.float"), bernoulliT_ = new("bernoulli_.Tensor"),
        uniform_ = new("uniform_"), normal_ = new("normal_"), random_ = new("random_.from"), fillS_ = new("fill_.Scalar"), zero_ = new("zero_"), copy_ = new("copy_");

    public static readonly Op
        eq = new("eq.Tensor"), eqS = new("eq.Scalar"), ne = new("ne.Tensor"), neS = new("ne.Scalar"), lt = new("lt.Tensor"), ltS = new("lt.Scalar"),
        le = new("le.Tensor"), leS = new("le.Scalar"), gt = new("gt.Tensor"), gtS = new("gt.Scalar"), ge = new("ge.Tensor"), geS = new("ge.Scalar"),
        logical_and = new("logical_and"), logical_or = new("logical_or"), logical_xor = new("logical_xor"), logical_not = new("logical_not"),
        bitwise_and = new("bitwise_and.Tensor"), bitwise_or = new("bitwise_or.Tensor"), bitwise_xor = new("bitwise_xor.Tensor"), bitwise_not = new("bitwise_not"),
        same = new("equal"), allclose = new("allclose"), isclose = new("isclose"), where = new("where.self"), whereList = new("where"), nonzero = new("nonzero");

    public static readonly Op
        all = new("all"), allDim = new("all.dim"), any = new("any"), anyDim = new("any.dim"), sum = new("sum"), sumDim = new("sum.dim_IntList"),
        mean = new("mean"), meanDim = new("mean.dim"), prod = new("prod"), prodDim = new("prod.dim_int"), std = new("std"), stdDim = new("std.dim"), var = new("var"), varDim = new("var.dim"),
        max = new("max"), maxDim = new("max.dim"), min = new("min"), minDim = new("min.dim"), amax = new("amax"), amin = new("amin"), argmax = new("argmax"), argmin = new("argmin"),
        median = new("median"), norm = new("norm.Scalar"), normDim = new("norm.ScalarOpt_dim"), cumsum = new("cumsum"), logsumexp = new("logsumexp"),
        softmax = new("softmax.int"), log_softmax = new("log_softmax.int"), sort = new("sort.stable"), argsort = new("argsort"), topk = new("topk"), item = new("item");

    public static readonly Op
        mm = new("mm"), bmm = new("bmm"), mv = new("mv"), dot = new("dot"), outer = new("outer"), matmul = new("matmul"), addmm = new("addmm"), baddbmm = new("baddbmm"), einsum = new("einsum");

    public static readonly Op
        alias = new("alias"), clone = new("clone"), contiguous = new("contiguous"), detach = new("detach"), retain_grad = new("retain_grad"), detach_ = new("detach_"), toDevice = new("to.device"), toType = new("to.dtype"), pin_memory = new("pin_memory"),
        view = new("view"), reshape = new("reshape"), permute = new("permute"), transpose = new("transpose.int"), t = new("t"), flatten = new("flatten.using_ints"), unflatten = new("unflatten.int"),
        squeeze = new("squeeze"), squeezeDim = new("squeeze.dim"), squeeze_ = new("squeeze_"), squeezeDim_ = new("squeeze_.dim"), unsqueeze = new("unsqueeze"), unsqueeze_ = new("unsqueeze_"),
        expand = new("expand"), repeat = new("repeat"), repeat_interleave = new("repeat_interleave.self_int"), select = new("select.int"), narrow = new("narrow"), slice = new("slice.Tensor"),
        index = new("index.Tensor"), index_put_ = new("index_put_"), index_select = new("index_select"), index_add = new("index_add"), index_add_ = new("index_add_"),
        gather = new("gather"), scatter = new("scatter.src"), scatter_ = new("scatter_.src"), scatter_add = new("scatter_add"), scatter_add_ = new("scatter_add_"),
        masked_fill = new("masked_fill.Scalar"), masked_fill_ = new("masked_fill_.Scalar"), masked_select = new("masked_select"),
        chunk = new("chunk"), split = new("split.Tensor"), splitSizes = new("split_with_sizes"), unbind = new("unbind.int"), roll = new("roll"), flip = new("flip"), movedim = new("movedim.intlist"),
        as_strided = new("as_strided"), unfold = new("unfold"), tril = new("tril"), triu = new("triu"), diagonal = new("diagonal"), cat = new("cat"), stack = new("stack"), meshgrid = new("meshgrid.indexing");

    public static readonly Op
        zeros = new("zeros"), ones = new("ones"), empty = new("empty.memory_format"), full = new("full"), eye = new("eye.m"), arange = new("arange.start_step"), linspace = new("linspace"),
        zeros_like = new("zeros_like"), ones_like = new("ones_like"), empty_like = new("empty_like"), full_like = new("full_like"), rand_like = new("rand_like"), randn_like = new("randn_like"),
        rand = new("rand.generator"), randn = new("randn.generator"), randint = new("randint.low_generator"), randperm = new("randperm.generator");

    public static readonly Op
        linear = new("linear"), layer_norm = new("layer_norm"), group_norm = new("group_norm"), conv2d = new("conv2d"), conv2dSame = new("conv2d.padding"), conv_transpose2d = new("conv_transpose2d.input"),
        dropout = new("dropout"), dropout_ = new("dropout_"), pad = new("pad"), im2col = new("im2col"), col2im = new("col2im"), pixel_shuffle = new("pixel_shuffle"), pixel_unshuffle = new("pixel_unshuffle"),
        avg_pool2d = new("avg_pool2d"), max_pool2d = new("max_pool2d"), mse_loss = new("mse_loss"), l1_loss = new("l1_loss"), smooth_l1_loss = new("smooth_l1_loss"), huber_loss = new("huber_loss"),
        attention = new("scaled_dot_product_attention"), fft_rfft2 = new("fft_rfft2");
}

using static TorchSharp.torch;

namespace TorchSharp.Modules;

// The decay is apart from the gradient. Its default is 0, where PyTorch has 0.01.
public class AdamW : OptimizerHelper, optim.IBetas
{
    private readonly Options defaults;

    public AdamW(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-08, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : this([new ParamGroup(parameters, new Options())], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize) { }

    public AdamW(IEnumerable<ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-08, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
    {
        defaults = new() { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize };
        foreach (var group in parameters) add_param_group(group);
    }

    public (double, double) Betas
    {
        get => ((ParamGroup)_parameter_groups[0]).Betas;
        set { foreach (var group in _parameter_groups.Cast<ParamGroup>()) group.Betas = value; }
    }

    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var o = ((ParamGroup)param_group).Options;
        Begin(o, defaults.LearningRate!.Value);
        (o.beta1, o.beta2, o.eps, o.weight_decay) = (o.beta1 ?? defaults.beta1, o.beta2 ?? defaults.beta2, o.eps ?? defaults.eps, o.weight_decay ?? defaults.weight_decay);
        (o.amsgrad, o.maximize) = (o.amsgrad ?? defaults.amsgrad, o.maximize ?? defaults.maximize);
        base.add_param_group(param_group);
    }

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    private protected override void Update(Parameter parameter, Tensor grad, Modules.ParamGroup group, OptimizerState state)
    {
        var (o, s) = (((ParamGroup)group).Options, (State)state);
        s.step++;
        if (o.maximize == true) grad = grad.neg();
        if (o.weight_decay != 0) parameter.mul_(1 - group.LearningRate * o.weight_decay!.Value);
        var (beta1, beta2) = ((ParamGroup)group).Betas;
        s.exp_avg.mul_(beta1).add_(grad, 1 - beta1);
        s.exp_avg_sq.mul_(beta2).addcmul_(grad, grad, 1 - beta2);
        var second = s.exp_avg_sq;
        if (s.max_exp_avg_sq is { } largest)
        {
            using var larger = largest.maximum(second);
            second = largest.copy_(larger);
        }
        var size = second.sqrt().div_(Math.Sqrt(1 - Math.Pow(beta2, s.step))).add_(o.eps!.Value);
        parameter.addcdiv_(s.exp_avg, size, -group.LearningRate / (1 - Math.Pow(beta1, s.step)));
    }

    public class Options : OptimizerOptions
    {
        public double? beta1;
        public double? beta2;
        public double? eps;
        public double? weight_decay;
        public bool? amsgrad;
        public bool? maximize;

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var o = (Options)source;
            (beta1, beta2, eps, weight_decay, amsgrad, maximize) = (o.beta1, o.beta2, o.eps, o.weight_decay, o.amsgrad, o.maximize);
        }
    }

    public class ParamGroup : ParamGroup<Options>, optim.IBetas
    {
        public ParamGroup() => Options = new();
        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-08, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize }) { }

        public (double, double) Betas { get => (Options.beta1!.Value, Options.beta2!.Value); set => (Options.beta1, Options.beta2) = value; }
    }

    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public Tensor exp_avg;
        public Tensor exp_avg_sq;
        public Tensor? max_exp_avg_sq;

        public State(Parameter parameter) : base(parameter) => (exp_avg, exp_avg_sq) = (Zeros(), Zeros());

        public override void Initialize(OptimizerOptions options) { if (((Options)options).amsgrad == true) max_exp_avg_sq = Zeros(); }

        public override void LoadStateDict(OptimizerState source)
        {
            var s = (State)source;
            step = s.step;
            Load(ref exp_avg!, s.exp_avg);
            Load(ref exp_avg_sq!, s.exp_avg_sq);
            Load(ref max_exp_avg_sq, s.max_exp_avg_sq);
        }

        public void Dispose()
        {
            exp_avg.Dispose();
            exp_avg_sq.Dispose();
            max_exp_avg_sq?.Dispose();
        }
    }
}

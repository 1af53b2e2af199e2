using static TorchSharp.torch;

namespace TorchSharp.Modules;

public class SGD : OptimizerHelper, optim.IMomentum
{
    private readonly Options defaults;

    public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
        : this([new ParamGroup(parameters, new Options())], lr, momentum, dampening, weight_decay, nesterov, maximize) { }

    public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
    {
        defaults = new() { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize };
        foreach (var group in parameters) add_param_group(group);
    }

    public double Momentum
    {
        get => ((ParamGroup)_parameter_groups[0]).Momentum;
        set { foreach (var group in _parameter_groups.Cast<ParamGroup>()) group.Momentum = value; }
    }

    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var o = ((ParamGroup)param_group).Options;
        Begin(o, defaults.LearningRate!.Value);
        (o.momentum, o.dampening, o.weight_decay) = (o.momentum ?? defaults.momentum, o.dampening ?? defaults.dampening, o.weight_decay ?? defaults.weight_decay);
        (o.nesterov, o.maximize) = (o.nesterov ?? defaults.nesterov, o.maximize ?? defaults.maximize);
        base.add_param_group(param_group);
    }

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    private protected override void Update(Parameter parameter, Tensor grad, Modules.ParamGroup group, OptimizerState state)
    {
        var (o, s) = (((ParamGroup)group).Options, (State)state);
        if (o.weight_decay != 0) grad = grad.add(parameter, o.weight_decay!.Value);
        if (o.momentum != 0)
        {
            var first = s.momentum_buffer is null;
            var buffer = s.momentum_buffer ??= grad.clone().DetachFromDisposeScope();
            if (!first) buffer.mul_(o.momentum!.Value).add_(grad, 1 - o.dampening!.Value);
            grad = o.nesterov == true ? grad.add(buffer, o.momentum!.Value) : buffer;
        }
        parameter.add_(grad, o.maximize == true ? group.LearningRate : -group.LearningRate);
    }

    public class Options : OptimizerOptions
    {
        public double? momentum;
        public double? dampening;
        public double? weight_decay;
        public bool? nesterov;
        public bool? maximize;

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var o = (Options)source;
            (momentum, dampening, weight_decay, nesterov, maximize) = (o.momentum, o.dampening, o.weight_decay, o.nesterov, o.maximize);
        }
    }

    public class ParamGroup : ParamGroup<Options>, optim.IMomentum
    {
        public ParamGroup() => Options = new();
        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize }) { }

        public double Momentum { get => Options.momentum!.Value; set => Options.momentum = value; }
    }

    public sealed class State : OptimizerState, IDisposable
    {
        public Tensor? momentum_buffer;

        public State(Parameter parameter) : base(parameter) { }
        public override void Initialize(OptimizerOptions options) { }
        public override void LoadStateDict(OptimizerState source) => Load(ref momentum_buffer, ((State)source).momentum_buffer);
        public void Dispose() => momentum_buffer?.Dispose();
    }
}

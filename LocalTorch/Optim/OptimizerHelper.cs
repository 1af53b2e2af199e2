using static TorchSharp.torch;

namespace TorchSharp.Modules;

public class OptimizerOptions
{
    public double? LearningRate { get; set; }
    public double InitialLearningRate { get; set; }
    public virtual void LoadStateDict(OptimizerOptions source) => (LearningRate, InitialLearningRate) = (source.LearningRate, source.InitialLearningRate);
}

public abstract class OptimizerState
{
    protected Parameter _parameter;
    protected OptimizerState(Parameter parameter) => _parameter = parameter;
    public abstract void Initialize(OptimizerOptions options);
    public abstract void LoadStateDict(OptimizerState source);

    // A state lives as long as its optimiser, whatever scope its first step ran in.
    private protected Tensor Zeros()
    {
        using var _ = no_grad();
        return zeros_like(_parameter).DetachFromDisposeScope();
    }

    private protected void Load(ref Tensor? own, Tensor? source)
    {
        own?.Dispose();
        own = source?.to(_parameter.dtype, _parameter.device, copy: true).DetachFromDisposeScope();
    }
}

public class ParamGroup : optim.ILearningRateController
{
    public IEnumerable<Parameter> Parameters { get; set; } = [];
    public OptimizerOptions Options { get; set; } = new();
    public double LearningRate { get => Options.LearningRate ?? InitialLearningRate; set => Options.LearningRate = value; }
    public double InitialLearningRate { get => Options.InitialLearningRate; set => Options.InitialLearningRate = value; }
}

public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions
{
    public ParamGroup() { }

    public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
    {
        Parameters = parameters;
        if (options is not null) Options = options;
    }

    public new TOptions Options { get => (TOptions)base.Options; set => base.Options = value; }
}

public abstract class OptimizerHelper : optim.Optimizer
{
    public OptimizerHelper() { }

    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        foreach (var group in _parameter_groups)
        {
            dictionary.Options.Add(group.Options);
            List<int> indices = [];
            foreach (var parameter in group.Parameters)
            {
                indices.Add(dictionary.State.Count);
                dictionary.State.Add(StateOf(parameter));
            }
            dictionary.StateIndexRef.Add(indices);
        }
        return dictionary;
    }

    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        if (own.Options.Count != state_dict.Options.Count || own.State.Count != state_dict.State.Count)
            throw new ArgumentException($"The optimiser has {own.Options.Count} groups and {own.State.Count} parameters; the state has {state_dict.Options.Count} and {state_dict.State.Count}.", nameof(state_dict));
        for (var k = 0; k < own.Options.Count; k++) own.Options[k].LoadStateDict(state_dict.Options[k]);
        for (var k = 0; k < own.State.Count; k++) own.State[k].LoadStateDict(state_dict.State[k]);
    }

    private protected static void Begin(OptimizerOptions options, double learningRate)
    {
        options.LearningRate ??= learningRate;
        options.InitialLearningRate = options.LearningRate.Value;
    }
}

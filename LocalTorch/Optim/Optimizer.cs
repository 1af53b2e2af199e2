using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public interface ILearningRateController
        {
            double LearningRate { get; set; }
            double InitialLearningRate { get; set; }
        }

        public interface IBetas { (double, double) Betas { get; set; } }

        public interface IMomentum { double Momentum { get; set; } }

        public abstract class Optimizer : IDisposable
        {
            private readonly Dictionary<Parameter, OptimizerState> states = new(ReferenceEqualityComparer.Instance);
            protected IList<ParamGroup> _parameter_groups = [];

            private protected Optimizer() { }

            private protected abstract OptimizerState NewState(Parameter parameter);
            private protected abstract void Update(Parameter parameter, Tensor grad, ParamGroup group, OptimizerState state);
            private protected OptimizerState StateOf(Parameter parameter) => states[parameter];

            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;
            public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

            public virtual void add_param_group(ParamGroup param_group)
            {
                _parameter_groups.Add(param_group);
                foreach (var parameter in param_group.Parameters)
                {
                    var state = NewState(parameter);
                    state.Initialize(param_group.Options);
                    states.Add(parameter, state);
                }
            }

            public virtual Tensor step(Func<Tensor>? closure = null)
            {
                var loss = closure?.Invoke();
                using var _ = no_grad();
                foreach (var group in _parameter_groups)
                    foreach (var parameter in group.Parameters)
                    {
                        using var scope = NewDisposeScope();
                        if (parameter.grad is { } grad) Update(parameter, grad, group, states[parameter]);
                    }
                return loss!;
            }

            // Zeroes; a module's own zero_grad is what frees.
            public virtual void zero_grad()
            {
                using var _ = no_grad();
                foreach (var parameter in parameters())
                {
                    using var grad = parameter.grad;
                    grad?.zero_();
                }
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                foreach (var state in states.Values) (state as IDisposable)?.Dispose();
                states.Clear();
            }

            // What an optimiser remembers, in the order of its parameters; the states are the live ones.
            public class StateDictionary
            {
                internal StateDictionary() { }
                public List<OptimizerOptions> Options { get; } = [];
                public List<OptimizerState> State { get; } = [];
                public List<List<int>> StateIndexRef { get; } = [];
            }
        }
    }
}

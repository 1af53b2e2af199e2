namespace SwinLSTM;

/// <summary>Eval mode for a while; afterwards every part is in the mode that it was in.</summary>
internal sealed class EvaluationMode : IDisposable
{
    private readonly List<(Module Part, bool Training)> before = [];

    private EvaluationMode(Module module)
    {
        before.Add((module, module.training));
        before.AddRange(module.named_modules().Select(m => (m.module, m.module.training)));
        module.eval();
    }

    /// <summary>Enters eval mode. A module that is in it already is not touched, so that threads may share it.</summary>
    public static EvaluationMode? Enter(Module module) =>
        module.training || module.named_modules().Any(m => m.module.training) ? new(module) : null;

    public void Dispose()
    {
        // A parent's mode sets its children's, so parents come first, as they are listed.
        foreach (var (part, training) in before) part.train(training);
    }
}

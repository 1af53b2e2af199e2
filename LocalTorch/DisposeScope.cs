namespace TorchSharp;

public sealed class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager manager;
    private readonly HashSet<IDisposable> owned = new(ReferenceEqualityComparer.Instance);
    private bool closed;

    internal DisposeScope(DisposeScopeManager manager) => (this.manager, Outer) = (manager, manager.Current);

    internal DisposeScope? Outer { get; private set; }

    public int DisposablesCount => owned.Count;
    public IReadOnlyList<IDisposable> DisposablesView => [.. owned];
    public bool Contains(IDisposable disposable) => owned.Contains(disposable);

    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveToOther(Outer, disposable);
    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable => MoveToOther(Outer, first, second);
    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third) where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => MoveToOther(Outer, first, second, third);
    public void MoveToOuter(params IDisposable[] disposables) => MoveToOther(Outer, (IEnumerable<IDisposable>)disposables);
    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(Outer, disposables);

    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        Move(scope, disposable);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope? scope, T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (MoveToOther(scope, first), MoveToOther(scope, second));

    public (T1 first, T2 second, T3 third) MoveToOther<T1, T2, T3>(DisposeScope? scope, T1 first, T2 second, T3 third) where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (MoveToOther(scope, first), MoveToOther(scope, second), MoveToOther(scope, third));

    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) => MoveToOther(scope, (IEnumerable<IDisposable>)disposables);
    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables) { foreach (var one in disposables) Move(scope, one); }

    public T Detach<T>(T disposable) where T : IDisposable => MoveToOther(null, disposable);
    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable => MoveToOther(null, first, second);
    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third) where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => MoveToOther(null, first, second, third);
    public void Detach(params IDisposable[] disposables) => MoveToOther(null, (IEnumerable<IDisposable>)disposables);
    public void Detach(IEnumerable<IDisposable> disposables) => MoveToOther(null, disposables);

    public void Attach(IDisposable disposable)
    {
        if (disposable is torch.Tensor { OwningScope: { } before }) before.owned.Remove(disposable);
        Own(disposable);
        manager.Count(disposable, counted => counted.Attached++);
    }

    public void Attach(params IDisposable[] disposables) { foreach (var one in disposables) Attach(one); }

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        IReadOnlyList<IDisposable> all = [.. disposables];
        foreach (var one in all) Attach(one);
        return all;
    }

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        DisposeEverythingBut([first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third) where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        DisposeEverythingBut([first, second, third]);
        return (first, second, third);
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var kept = inKeep.ToHashSet<IDisposable>(ReferenceEqualityComparer.Instance);
        foreach (var one in owned.Where(one => !kept.Contains(one)).ToArray())
        {
            one.Dispose();
            owned.Remove(one);
        }
    }

    public void DisposeEverything()
    {
        var all = new IDisposable[owned.Count];
        owned.CopyTo(all);
        owned.Clear();
        foreach (var one in all)
        {
            if (one is torch.Tensor tensor) tensor.Release(manager);
            else one.Dispose();
        }
    }

    // Scopes close from the inside out as a rule; one that closes out of order leaves the chain where it stands.
    public void Dispose()
    {
        if (closed) return;
        closed = true;
        DisposeEverything();
        if (manager.Current == this) manager.Current = Outer;
        else for (var inner = manager.Current; inner is not null; inner = inner.Outer) if (inner.Outer == this) inner.Outer = Outer;
    }

    public void MarkAsDisposed(IDisposable disposable)
    {
        if (!owned.Remove(disposable)) return;
        if (disposable is torch.Tensor tensor) tensor.OwningScope = null;
        manager.Count(disposable, counted => counted.DisposedInside++);
    }

    internal void Remove(IDisposable disposable) => owned.Remove(disposable);

    internal void Own(IDisposable disposable)
    {
        owned.Add(disposable);
        if (disposable is torch.Tensor tensor) tensor.OwningScope = this;
    }

    // Takes over, silently, what another object owned before: a parameter follows the tensor it is made from.
    internal void Replace(torch.Tensor before, torch.Tensor after)
    {
        owned.Remove(before);
        before.OwningScope = null;
        Own(after);
    }

    private void Move(DisposeScope? scope, IDisposable disposable)
    {
        if (disposable is null || !owned.Remove(disposable)) return;
        if (scope is not null) { scope.Own(disposable); return; }
        if (disposable is torch.Tensor tensor) tensor.OwningScope = null;
        manager.Count(disposable, counted => counted.Detached++);
    }
}

namespace TorchSharp;

// The scopes of one thread, and what has lived and died in them.
public class DisposeScopeManager
{
    [ThreadStatic] private static DisposeScopeManager? mine;
    private readonly ThreadDisposeScopeStatistics statistics = new();

    internal static DisposeScopeManager Mine => mine ??= new DisposeScopeManager();
    internal DisposeScope? Current { get; set; }

    public static ThreadDisposeScopeStatistics Statistics => Mine.statistics;

    internal DisposeScope Open() => Current = new DisposeScope(this);

    internal void Created(torch.Tensor tensor)
    {
        if (Current is { } scope)
        {
            scope.Own(tensor);
            statistics.TensorStatistics.CreatedInside++;
        }
        else statistics.TensorStatistics.CreatedOutside++;
    }

    internal void Disposed(bool inside)
    {
        if (inside) statistics.TensorStatistics.DisposedInside++;
        else statistics.TensorStatistics.DisposedOutside++;
    }

    internal void Count(IDisposable disposable, Action<LifetimeStatistics> count) { if (disposable is torch.Tensor) count(statistics.TensorStatistics); }
}

public class LifetimeStatistics
{
    internal long CreatedInside, CreatedOutside, DisposedInside, DisposedOutside, Attached, Detached;

    public long CreatedInScopeCount => CreatedInside;
    public long CreatedOutsideScopeCount => CreatedOutside;
    public long DisposedInScopeCount => DisposedInside;
    public long DisposedOutsideScopeCount => DisposedOutside;
    public long AttachedToScopeCount => Attached;
    public long DetachedFromScopeCount => Detached;
    public long ThreadTotalLiveCount => CreatedInside + CreatedOutside - DisposedInside - DisposedOutside;

    public void Reset() => CreatedInside = CreatedOutside = DisposedInside = DisposedOutside = Attached = Detached = 0;
}

public class ThreadDisposeScopeStatistics
{
    public LifetimeStatistics TensorStatistics { get; } = new();

    public long CreatedInScopeCount => TensorStatistics.CreatedInScopeCount;
    public long CreatedOutsideScopeCount => TensorStatistics.CreatedOutsideScopeCount;
    public long DisposedInScopeCount => TensorStatistics.DisposedInScopeCount;
    public long DisposedOutsideScopeCount => TensorStatistics.DisposedOutsideScopeCount;
    public long AttachedToScopeCount => TensorStatistics.AttachedToScopeCount;
    public long DetachedFromScopeCount => TensorStatistics.DetachedFromScopeCount;
    public long ThreadTotalLiveCount => TensorStatistics.ThreadTotalLiveCount;

    public void Reset() => TensorStatistics.Reset();
}

public static partial class torch
{
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.Mine.Open();

    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.Mine.Current;

    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(expr());
    }
}

using Xunit;

// Most tests share the process (its live tensors, its console, its folder), so they take turns. Those that only start the tool and look at
// its files make no tensor here: they are a second line, beside the first.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly, MaxParallelThreads = 2)]

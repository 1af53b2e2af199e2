using Xunit;

// Most tests share the process (its live tensors, its console, its folder), so they take turns. Those that only start the tool, or builds,
// and look at their files make no tensor here: they are two more lines, beside the first.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly, MaxParallelThreads = 2)]

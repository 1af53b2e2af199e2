using System.Collections;
using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

// What is added after registration stays outside the state dict.
public class ModuleList<T> : nn.Module, IList<T> where T : nn.Module
{
    private readonly List<T> list;

    public ModuleList(params T[] modules) : base(nameof(ModuleList<>)) => list = [.. modules];

    protected override void RegisterComponents()
    {
        if (named_children().Any()) return;
        for (var k = 0; k < list.Count; k++) register_module(k.ToString(CultureInfo.InvariantCulture), list[k]);
    }

    public T this[int index] { get => list[index]; set => list[index] = value; }
    public int Count => list.Count;
    public bool IsReadOnly => false;
    public void Add(T item) => list.Add(item);
    public void append(params T[] parameters) => list.AddRange(parameters);
    public void extend(IEnumerable<T> modules) => list.AddRange(modules);
    public void Clear() => list.Clear();
    public bool Contains(T item) => list.Contains(item);
    public void CopyTo(T[] array, int arrayIndex) => list.CopyTo(array, arrayIndex);
    public IEnumerator<T> GetEnumerator() => list.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    public int IndexOf(T item) => list.IndexOf(item);
    public void Insert(int index, T item) => list.Insert(index, item);
    public bool Remove(T item) => list.Remove(item);
    public void RemoveAt(int index) => list.RemoveAt(index);
}

public class Sequential : nn.Module<Tensor, Tensor>
{
    private readonly List<nn.Module<Tensor, Tensor>> steps = [];

    protected internal Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules) : base(nameof(Sequential))
    {
        foreach (var (name, module) in modules) append(name, module);
        RegisterComponents();
    }

    protected internal Sequential(params nn.Module<Tensor, Tensor>[] modules) : this([.. modules.Select((module, k) => (k.ToString(CultureInfo.InvariantCulture), module))]) { }

    public int Count => steps.Count;

    public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
    {
        var step = (nn.Module<Tensor, Tensor>)module;
        register_module(name, step);
        steps.Add(step);
        return this;
    }

    public Sequential append(nn.IModule<Tensor, Tensor> module) => append(steps.Count.ToString(CultureInfo.InvariantCulture), module);

    public override Tensor forward(Tensor tensor)
    {
        if (steps.Count == 0) return tensor.alias();
        var current = tensor;
        foreach (var step in steps)
        {
            var next = step.call(current);
            if (!ReferenceEquals(current, tensor) && !ReferenceEquals(current, next)) current.Dispose();
            current = next;
        }
        return current;
    }
}

using static TorchSharp.torch;

namespace TorchSharp;

// One ATen operator, looked up once: new Op("softmax.int").
internal sealed unsafe class Op
{
    private readonly string name;
    private readonly IntPtr handle;

    public Op(string name)
    {
        this.name = name;
        var parts = name.Split('.');
        handle = Native.lt_operator("aten::" + parts[0], parts.Length > 1 ? parts[1] : "");
    }

    // Not every libtorch has every operator.
    public bool Exists => handle != 0;

    public Tensor Call(params ReadOnlySpan<Arg> arguments)
    {
        Value result;
        Invoke(arguments, &result, 1);
        return new Tensor((IntPtr)result.Bits);
    }

    public (Tensor, Tensor) Call2(params ReadOnlySpan<Arg> arguments)
    {
        var results = stackalloc Value[2];
        Invoke(arguments, results, 2);
        return (new Tensor((IntPtr)results[0].Bits), new Tensor((IntPtr)results[1].Bits));
    }

    public Tensor[] CallList(params ReadOnlySpan<Arg> arguments)
    {
        Value result;
        Invoke(arguments, &result, 1);
        var handles = (IntPtr*)result.Bits;
        var tensors = new Tensor[result.Count];
        for (var k = 0; k < tensors.Length; k++) tensors[k] = new Tensor(handles[k]);
        Native.lt_free_list(handles);
        return tensors;
    }

    public Value CallValue(params ReadOnlySpan<Arg> arguments)
    {
        Value result;
        Invoke(arguments, &result, 1);
        return result;
    }

    public void Run(params ReadOnlySpan<Arg> arguments) => Invoke(arguments, null, 0);

    private void Invoke(ReadOnlySpan<Arg> arguments, Value* results, int room)
    {
        if (handle == 0) throw new NotSupportedException($"libtorch {__version__} has no operator aten::{name}.");
        var values = stackalloc Value[arguments.Length];
        for (var k = 0; k < arguments.Length; k++) values[k] = arguments[k].Value;
        if (Native.lt_call(handle, values, arguments.Length, results, room) < 0) throw Native.Failure();
    }
}

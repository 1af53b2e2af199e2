using static TorchSharp.torch;

namespace TorchSharp.Modules;

// Takes the tensor's handle and its place in a dispose scope: `data` is invalid afterwards.
public class Parameter : Tensor
{
    public Parameter(Tensor data, bool requires_grad = true) : this(data, data.OwningScope, requires_grad) { }

    private Parameter(Tensor data, DisposeScope? scope, bool requires_grad) : base(data.Handle, null)
    {
        if (scope is not null) scope.Replace(data, this);
        data.DecoupleFromNativeHandle();
        this.requires_grad = requires_grad;
    }
}

using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules;

public interface IParameterLessModule { }

public abstract class ParameterLessModule<T1, TResult> : nn.Module<T1, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name) : base(name) { }
}

public sealed class Identity : ParameterLessModule<Tensor, Tensor>
{
    internal Identity() : base(nameof(Identity)) { }
    public override Tensor forward(Tensor tensor) => tensor.alias();
}

public sealed class Dropout : ParameterLessModule<Tensor, Tensor>
{
    internal Dropout(double p, bool inplace) : base(nameof(Dropout)) => (this.p, this.inplace) = (p, inplace);
    public double p { get; set; }
    public bool inplace { get; set; }
    public override Tensor forward(Tensor tensor) => F.dropout(tensor, p, training, inplace);
}

public sealed class GELU : ParameterLessModule<Tensor, Tensor>
{
    internal GELU(bool inplace) : base(nameof(GELU)) => this.inplace = inplace;
    public bool inplace { get; set; }
    public override Tensor forward(Tensor tensor) => F.gelu(tensor, inplace);
}

public sealed class LeakyReLU : ParameterLessModule<Tensor, Tensor>
{
    internal LeakyReLU(double negative_slope, bool inplace) : base(nameof(LeakyReLU)) => (this.negative_slope, this.inplace) = (negative_slope, inplace);
    public double negative_slope { get; set; }
    public bool inplace { get; set; }
    public override Tensor forward(Tensor tensor) => F.leaky_relu(tensor, negative_slope, inplace);
}

public sealed class ReLU : ParameterLessModule<Tensor, Tensor>
{
    internal ReLU(bool inplace) : base(nameof(ReLU)) => this.inplace = inplace;
    public bool inplace { get; set; }
    public override Tensor forward(Tensor tensor) => F.relu(tensor, inplace);
}

public sealed class SiLU : ParameterLessModule<Tensor, Tensor>
{
    internal SiLU(bool inplace) : base(nameof(SiLU)) => this.inplace = inplace;
    public bool inplace { get; set; }
    public override Tensor forward(Tensor tensor) => F.silu(tensor, inplace);
}

public sealed class Sigmoid : ParameterLessModule<Tensor, Tensor>
{
    internal Sigmoid(bool inplace) : base(nameof(Sigmoid)) => this.inplace = inplace;
    public bool inplace { get; set; }
    public override Tensor forward(Tensor tensor) => F.sigmoid(tensor, inplace);
}

public sealed class Tanh : ParameterLessModule<Tensor, Tensor>
{
    internal Tanh(bool inplace) : base(nameof(Tanh)) => this.inplace = inplace;
    public bool inplace { get; set; }
    public override Tensor forward(Tensor tensor) => F.tanh(tensor, inplace);
}

public sealed class PixelShuffle : ParameterLessModule<Tensor, Tensor>
{
    internal PixelShuffle(long factor) : base(nameof(PixelShuffle)) => upscale_factor = factor;
    public long upscale_factor { get; set; }
    public override Tensor forward(Tensor input) => F.pixel_shuffle(input, upscale_factor);
}

public sealed class PixelUnshuffle : ParameterLessModule<Tensor, Tensor>
{
    internal PixelUnshuffle(long factor) : base(nameof(PixelUnshuffle)) => downscale_factor = factor;
    public long downscale_factor { get; set; }
    public override Tensor forward(Tensor input) => F.pixel_unshuffle(input, downscale_factor);
}

"""Times the authors' own modules in a folder, for `./bench --against`; prints one line of JSON.

Needs Python with PyTorch; on Debian python3-torch and libopenblas0-pthread (without a fast BLAS it is 30 times slower).

usage: authors.py DIR step|train B|D BATCH REPEAT THREADS [WEIGHTS.safetensors INPUT.npy OUTPUT.npy]
"""
import json, resource, sys, time, types, warnings

warnings.filterwarnings("ignore")
folder, work, network, batch, repeat, threads = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]), int(sys.argv[6])
import numpy as np
import torch
from torch import nn

torch.set_num_threads(threads)


class DropPath(nn.Module):
    """Stochastic depth per sample, for where timm is not installed."""

    def __init__(self, rate=0.0):
        super().__init__()
        self.rate = rate or 0.0

    def forward(self, x):
        if self.rate == 0 or not self.training:
            return x
        keep = 1 - self.rate
        return x * x.new_empty((x.shape[0],) + (1,) * (x.dim() - 1)).bernoulli_(keep) / keep


def pair(value):
    return tuple(value) if isinstance(value, (tuple, list)) else (value, value)


try:
    import timm.models.layers  # noqa: F401
except ImportError:
    for name in ("timm", "timm.models", "timm.models.layers", "timm.layers"):
        sys.modules[name] = types.ModuleType(name)
    for name in ("timm.models.layers", "timm.layers"):
        vars(sys.modules[name]).update(DropPath=DropPath, to_2tuple=pair, trunc_normal_=nn.init.trunc_normal_)

try:
    import einops  # noqa: F401
except ImportError:
    def rearrange(x, pattern, p1, p2, c):
        """The one pattern that the authors use: channels become a square of tokens."""
        assert pattern.replace(" ", "") == "bhw(p1p2c)->b(hp1)(wp2)c", pattern
        b, h, w, _ = x.shape
        return x.view(b, h, w, p1, p2, c).permute(0, 1, 3, 2, 4, 5).reshape(b, h * p1, w * p2, c)

    sys.modules["einops"] = types.ModuleType("einops")
    sys.modules["einops"].rearrange = rearrange

sys.path.insert(0, folder)
if network == "D":
    import SwinLSTM_D as module
    net = module.SwinLSTM(img_size=64, patch_size=2, in_chans=1, embed_dim=128, depths_downsample=[2, 6], depths_upsample=[6, 2], num_heads=[4, 8], window_size=4)
    beginning = lambda: [[None, None], [None, None]]
else:
    import SwinLSTM_B as module
    net = module.SwinLSTM(64, 2, 1, 128, [12], [4], 4, 0.0, 0.0, 0.1)
    beginning = lambda: [[None]]


def roll(frames, horizon):
    outputs, state, frame = [], beginning(), None
    for t in range(frames.shape[1] - 1 + horizon):
        frame, *state = net(frames[:, t] if t < frames.shape[1] else frame, *state)
        outputs.append(frame)
    return torch.stack(outputs, 1)


def safetensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        start = file.tell()
        types_ = {"F32": np.float32, "I64": np.int64}
        for name, entry in header.items():
            if name != "__metadata__":
                file.seek(start + entry["data_offsets"][0])
                data = file.read(entry["data_offsets"][1] - entry["data_offsets"][0])
                yield name, torch.from_numpy(np.frombuffer(data, types_[entry["dtype"]]).reshape(entry["shape"]).copy())


if len(sys.argv) > 7:
    net.load_state_dict(dict(safetensors(sys.argv[7])))
    net.eval()
    with torch.no_grad():
        frames = torch.from_numpy(np.load(sys.argv[8]))
        np.save(sys.argv[9], roll(frames, 10)[:, frames.shape[1] - 1:].numpy())
elif work == "step":
    net.eval()
    frame = torch.rand(batch, 1, 64, 64)
    with torch.no_grad():
        _, *state = net(frame, *beginning())
    def action():
        with torch.no_grad():
            net(frame, *state)
else:
    net.train()
    clip = torch.rand(batch, 20, 1, 64, 64)
    def action():
        net.zero_grad()
        nn.functional.mse_loss(roll(clip[:, :10], 10), clip[:, 1:]).backward()

if len(sys.argv) <= 7:
    action()
    seconds = []
    for _ in range(repeat):
        begin = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - begin)
    print(json.dumps({"seconds": seconds, "peakGigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, "version": torch.__version__}))

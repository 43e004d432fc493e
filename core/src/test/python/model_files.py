"""Model files across the border: PyTorch reads what Linnet wrote, and writes what Linnet reads.

    pip install torch safetensors
    python core/src/test/python/model_files.py

reads model-0.1.0.safetensors and every-layer.safetensors in core/src/test/resources/models (GoldenModel and
EveryLayerTest wrote them) and writes beside them *.pytorch.txt (what PyTorch computes with those models),
pytorch-every-layer.safetensors, pytorch-{f64,f32,f16,bf16}.safetensors (what PyTorch
saves), pytorch.txt (the numbers in them), and by-hand.safetensors, for which docs/format.md is all one needs.
ModelFileTest compares; the build itself needs no Python.

A line of a text is `key = values`, values in hexadecimal text; tensors as PyTorch has them, row by row.
"""

import json
import struct
from pathlib import Path

import safetensors
import torch
from safetensors.torch import load_file, save_file
from torch import nn

MODELS = Path(__file__).resolve().parent.parent / "resources" / "models"
HEAD = (
    "# Printed by core/src/test/python/model_files.py with "
    f"PyTorch {torch.__version__}, safetensors {safetensors.__version__}. Not to be edited.\n"
)


def text(values):
    return " ".join(float(x).hex() for x in values.flatten())


def pytorch_reads_linnet(name):
    path = MODELS / f"{name}.safetensors"
    model = nn.Sequential(
        nn.Linear(3, 5), nn.LeakyReLU(0.2), nn.Linear(5, 4, bias=False), nn.Tanh(), nn.Linear(4, 2)
    ).double()
    print(name, model.load_state_dict(load_file(path)))  # strict: all keys match, and their shapes

    with safetensors.safe_open(path, "pt") as file:
        scaler = json.loads(file.metadata()["linnet.scaler"])
        seed = json.loads(file.metadata()["linnet.seed"])
        labels = json.loads(file.metadata()["linnet.labels"])
    mean, factor = (
        torch.tensor([float.fromhex(x) for x in scaler[key]], dtype=torch.float64) for key in ("mean", "factor")
    )
    assert seed == -42 and labels == ["Apfel", '"Käse"'], (seed, labels)

    inputs = torch.arange(-9, 9).double().reshape(6, 3) / 4
    logits = model((inputs - mean) * factor)
    results = {"inputs": inputs, "logits": logits.detach(), "softmax": logits.detach().softmax(1)}
    lines = [f"{key} = {text(values)}\n" for key, values in results.items()]
    (MODELS / f"{name}.pytorch.txt").write_text(HEAD + "".join(lines))


def every_layer():
    """Each layer that has a place in nn.Sequential, with weights and running statistics of any size."""
    torch.manual_seed(2)
    model = nn.Sequential(
        nn.Linear(3, 6),
        nn.BatchNorm1d(6),
        nn.ReLU(),
        nn.Linear(6, 5, bias=False),
        nn.LayerNorm(5),
        nn.GELU(),
        nn.Dropout(0.5),
        nn.Linear(5, 4),
        *(nn.LeakyReLU(0.2), nn.ELU(0.7), nn.SELU(), nn.SiLU(), nn.Sigmoid(), nn.Tanh()),
        *(nn.Softplus(threshold=1e9), nn.Hardtanh(), nn.Identity()),
        nn.BatchNorm1d(4, eps=1e-3),
        nn.Linear(4, 2),
    ).double()
    for _ in range(5):  # moves the running statistics, and counts the batches
        model(torch.randn(20, 3).double() * 3 + 1)
    return model.eval()


def every_layer_there_and_back():
    """PyTorch's file goes into EveryLayerTest, whose own file comes back: nothing is renamed, and nothing is missing."""
    model = every_layer()
    save_file(model.state_dict(), MODELS / "pytorch-every-layer.safetensors")
    inputs = torch.arange(-9, 9).double().reshape(6, 3) / 4
    results = {"inputs": inputs, "logits": model(inputs).detach()}
    path = MODELS / "every-layer.safetensors"
    said = "nobody has written every-layer.safetensors yet: run EveryLayerTest.main, then this again"
    if path.exists():
        with torch.no_grad():
            for value in model.state_dict().values():
                value.zero_()
        said = model.load_state_dict(load_file(path), strict=True)
        assert torch.equal(model(inputs), results["logits"])
    print("every-layer", said)
    lines = [f"# load_state_dict(load_file({path.name!r}), strict=True): {said}\n"]
    lines += [f"{key} = {text(values)}\n" for key, values in results.items()]
    (MODELS / "every-layer.pytorch.txt").write_text(HEAD + "".join(lines))


def pytorch_writes():
    torch.manual_seed(1)
    double = torch.float64
    model = nn.Sequential(nn.Linear(4, 3, dtype=double), nn.ReLU(), nn.Linear(3, 2, dtype=double))
    with torch.no_grad():
        model[0].bias.copy_(torch.tensor([0.0, -0.0, 1e-7]))  # 1e-7 is subnormal in 16 bits
    lines = []
    for dtype in (torch.float64, torch.float32, torch.float16, torch.bfloat16):
        short = {"float64": "f64", "float32": "f32", "float16": "f16", "bfloat16": "bf16"}[str(dtype).split(".")[1]]
        tensors = {key: value.to(dtype) for key, value in model.state_dict().items()}
        save_file(tensors, MODELS / f"pytorch-{short}.safetensors", metadata={"format": "pt"})
        lines += [f"{short} {key} = {text(value.double())}\n" for key, value in tensors.items()]
    (MODELS / "pytorch.txt").write_text(HEAD + "".join(lines))


def written_by_hand():
    """Exclusive or, solved by two hidden units, for numbers between 0 and 2 that a scaler brings to 0..1."""
    tensors = {"0.weight": [[1, 1], [1, 1]], "0.bias": [0, -1], "2.weight": [[1, -2]]}
    layers = [
        {"kind": "linear", "inputs": 2, "outputs": 2, "bias": True},
        {"kind": "activation", "name": "relu"},
        {"kind": "linear", "inputs": 2, "outputs": 1, "bias": False},
    ]
    zero, half = (0.0).hex(), (0.5).hex()
    header = {
        "__metadata__": {
            "linnet.format": "1.0",
            "linnet.network": json.dumps({"layers": layers}),
            "linnet.output": "identity",
            "linnet.seed": "0",
            "linnet.scaler": json.dumps({"mean": [zero, zero], "factor": [half, half]}),
            "author": "a Pythoniste, écrit à la main",
        }
    }
    data = b""
    for name, rows in tensors.items():
        flat = [x for row in rows for x in row] if isinstance(rows[0], list) else rows
        shape = [len(rows), len(rows[0])] if isinstance(rows[0], list) else [len(rows)]
        offsets = [len(data), len(data) + 8 * len(flat)]
        header[name] = {"dtype": "F64", "shape": shape, "data_offsets": offsets}
        data += struct.pack(f"<{len(flat)}d", *flat)
    text = json.dumps(header).encode()
    (MODELS / "by-hand.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)


pytorch_reads_linnet("model-0.1.0")
every_layer_there_and_back()
pytorch_writes()
written_by_hand()

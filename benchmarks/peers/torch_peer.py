"""PyTorch as an expert uses it eagerly: tensors in memory, fused Adam, rows chosen by randperm."""

import torch
from torch import nn

from peer import BATCH, NETS, clock, features, initial, labels, median_micros, rate, safetensors, serve

DTYPES = {"float32": torch.float32, "float64": torch.float64}
products = {}
sets = {}
models = {}
warm = set()


def version():
    mkl = [line.strip() for line in torch.__config__.show().splitlines() if "Math Kernel" in line]
    return f"PyTorch {torch.__version__}, {'; '.join(mkl)[:68]}, {torch.backends.cpu.get_cpu_capability()}"


def gemm(m, k, n, form, threads, seconds, dtype):
    """GFLOP/s."""
    torch.set_num_threads(int(threads))
    m, k, n, seconds = int(m), int(k), int(n), float(seconds)
    key = (m, k, n, form, dtype)
    if key not in products:
        new = lambda *shape: torch.rand(*shape, dtype=DTYPES[dtype])
        a = new(k, m).T if form == "transposedA" else new(m, k)
        b = new(n, k).T if form == "transposedB" else new(k, n)
        products[key] = a, b, new(m, n)
        rate(lambda: torch.mm(a, b, out=products[key][2]), 1, 0.3)
    a, b, c = products[key]
    return rate(lambda: torch.mm(a, b, out=c), 2e-9 * m * k * n, seconds)


def module(layers, dtype):
    modules = []
    for w, b in layers:
        linear = nn.Linear(*w.shape, dtype=DTYPES[dtype])
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(w.T))
            linear.bias.copy_(torch.from_numpy(b.copy()))
        modules += [linear, nn.ReLU(inplace=True)]
    return nn.Sequential(*modules[:-1])


def data_set(data, dtype):
    key = data, dtype
    if key not in sets:
        sets[key] = [
            torch.from_numpy(array)
            for part in ("train", "test")
            for array in (features(data, part, dtype), labels(part))
        ]
    return sets[key]


def fit(model, x, y, rows):
    """The loop; returns samples a second."""
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)
    loss_of = nn.CrossEntropyLoss()
    start = clock()
    for batch in torch.randperm(len(x))[:rows].split(BATCH):
        loss = loss_of(model(x.index_select(0, batch)), y.index_select(0, batch))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
    return 1e9 * rows / (clock() - start)


def train(net, data, threads, rows, dtype):
    """Samples a second, and the accuracy that they brought."""
    torch.set_num_threads(int(threads))
    x, y, test_x, test_y = data_set(data, dtype)
    new = lambda: module(initial(net, dtype), dtype)
    if (net, data, threads, dtype) not in warm:
        warm.add((net, data, threads, dtype))
        fit(new(), x, y, min(int(rows), 6_400))
    model = new()
    samples = fit(model, x, y, int(rows))
    with torch.inference_mode():
        return samples, (model(test_x).argmax(1) == test_y).double().mean().item()


def load(net, data, file):
    for dtype in DTYPES:
        models[net, data, dtype] = module(safetensors(file), dtype)
    return "loaded"


def row(net, data, seconds, dtype):
    """Median microseconds of one row's logits, and the sum of their magnitudes."""
    torch.set_num_threads(1)
    model, x = models[net, data, dtype], data_set(data, dtype)[2]
    with torch.inference_mode():
        rows = [x[i : i + 1].clone() for i in range(len(x))]
        micros = median_micros(model, rows, float(seconds))
        return micros, sum(model(r).abs().sum().item() for r in rows)


def batch(net, data, seconds, dtype):
    """Rows a second in batches of 1,000, and the sum of the logits' magnitudes."""
    torch.set_num_threads(1)
    model, x = models[net, data, dtype], data_set(data, dtype)[2]
    with torch.inference_mode():
        return rate(lambda: model(x), len(x), float(seconds)), model(x).abs().sum().item()


def epoch(net, threads, dtype):
    """Samples a second in the first epoch; start of the process to its end is what counts."""
    torch.set_num_threads(int(threads))
    x, y = (torch.from_numpy(array) for array in (features("mnist", "train", dtype), labels("train")))
    return fit(module(initial(net, dtype), dtype), x, y, len(x))


serve({"version": version, "gemm": gemm, "train": train, "load": load, "row": row, "batch": batch, "epoch": epoch})

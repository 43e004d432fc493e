"""What the peers written in Python share: the data, the nets, and the loop that answers requests.

A peer defines functions named after requests (see README.md) and calls `serve`. Their arguments are the words of the request.
"""

import gzip
import itertools
import json
import os
import sys
import time

import numpy as np

NETS = {
    "A": (784, 128, 128, 10),
    "B": (784, 10, 10, 10),
    "C": (784, 512, 512, 10),
    "D": (784, 20, 20, 20, 10),
}
BATCH = 64
TEST_ROWS = 1_000

MNIST, DENSE = sys.argv[1:3]
# Nanoseconds: on a machine that others use too, those for which this process had a processor.
clock = time.process_time_ns if os.environ.get("PEERS_CLOCK") == "cpu" else time.perf_counter_ns


def idx(name):
    """The array in an IDX file of unsigned bytes, zipped or not."""
    path = os.path.join(MNIST, name)
    if not os.path.exists(path):
        path += ".gz"
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
        content = file.read()
    dimensions = content[3]
    shape = np.frombuffer(content, ">i4", dimensions, 4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def features(data, part, dtype):
    """The rows of "train" or "test" (of that, the first 1,000) as [rows, 784]."""
    rows = 60_000 if part == "train" else TEST_ROWS
    if data == "dense":
        path = os.path.join(DENSE, part + ".f64")
        return np.fromfile(path, np.float64).reshape(rows, 784).astype(dtype, copy=False)
    images = idx(("train" if part == "train" else "t10k") + "-images-idx3-ubyte")[:rows]
    return (images.reshape(rows, 784) / 255).astype(dtype, copy=False)


def labels(part):
    rows = 60_000 if part == "train" else TEST_ROWS
    return idx(("train" if part == "train" else "t10k") + "-labels-idx1-ubyte")[:rows].astype(np.int64)


def initial(net, dtype, seed=1):
    """He's initial weights: a list of (W [in, out], b [out])."""
    random = np.random.default_rng(seed)
    widths = NETS[net]
    return [
        ((random.standard_normal((m, n)) * np.sqrt(2 / m)).astype(dtype), np.zeros(n, dtype))
        for m, n in zip(widths, widths[1:])
    ]


def safetensors(path):
    """The tensors in a safetensors file of doubles, in the order of the layers: a list of (W [in, out], b [out])."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        content = file.read()
    tensors = {
        name: np.frombuffer(content[slice(*entry["data_offsets"])], np.float64).reshape(entry["shape"])
        for name, entry in header.items()
        if name != "__metadata__"
    }
    layers = sorted({int(name.split(".")[0]) for name in tensors})
    return [(np.ascontiguousarray(tensors[f"{i}.weight"].T), tensors[f"{i}.bias"]) for i in layers]


def median_seconds(work, inputs, seconds):
    """Median time of work(input), over the inputs again and again for so long."""
    times = []
    end = clock() + 1e9 * seconds
    for x in itertools.cycle(inputs):
        before = clock()
        work(x)
        times.append(clock() - before)
        if clock() >= end:
            return sorted(times)[len(times) // 2] * 1e-9


def rate(work, amount, seconds):
    """Amount per second in the median call of a function that is called for so long."""
    return amount / median_seconds(lambda _: work(), (None,), seconds)


def median_micros(work, inputs, seconds):
    """Median time of work(input) in microseconds, over the inputs again and again for so long."""
    return 1e6 * median_seconds(work, inputs, seconds)


def serve(requests):
    """Answers the request on the command line, or if there is none, all that arrive on the standard input."""

    def answer(words):
        result = requests[words[0]](*words[1:])
        print(*(result if isinstance(result, tuple) else (result,)), flush=True)

    if len(sys.argv) > 3:
        answer(sys.argv[3:])
        return
    for line in sys.stdin:
        answer(line.split())

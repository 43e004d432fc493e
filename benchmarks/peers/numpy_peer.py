"""A training loop written by hand in NumPy, float64, on the BLAS that NumPy is linked to."""

import ctypes

import numpy as np

from peer import BATCH, NETS, clock, features, initial, labels, median_micros, rate, safetensors, serve

openblas = ctypes.CDLL("libopenblas.so.0")
openblas.openblas_get_config.restype = ctypes.c_char_p

products = {}
sets = {}
models = {}
warm = set()


def version():
    return f"NumPy {np.__version__}, {openblas.openblas_get_config().decode()}"


def threads_set(threads):
    openblas.openblas_set_num_threads(int(threads))


def gemm(m, k, n, form, threads, seconds):
    """GFLOP/s."""
    threads_set(threads)
    m, k, n = int(m), int(k), int(n)
    key = (m, k, n, form)
    if key not in products:
        random = np.random.default_rng(1)
        a = random.random((k, m)).T if form == "transposedA" else random.random((m, k))
        b = random.random((n, k)).T if form == "transposedB" else random.random((k, n))
        products[key] = a, b, np.empty((m, n))
        rate(lambda: np.matmul(*products[key][:2], out=products[key][2]), 1, 0.3)
        assert np.allclose(products[key][2], np.einsum("ik,kj->ij", a, b))
    a, b, c = products[key]
    return rate(lambda: np.matmul(a, b, out=c), 2e-9 * m * k * n, float(seconds))


class Net:
    """A net with Adam; parameters, gradients and moments are flat arrays, the matrices views of them."""

    def __init__(self, net):
        layers = initial(net, np.float64)
        self.p = np.concatenate([v.ravel() for layer in layers for v in layer])
        self.g = np.zeros_like(self.p)
        self.m = np.zeros_like(self.p)
        self.v = np.zeros_like(self.p)
        self.t = 0
        self.scratch = np.empty_like(self.p)
        self.layers, at = [], 0
        for w, b in layers:
            views = []
            for shape, size in ((w.shape, w.size), (b.shape, b.size)):
                views += [self.p[at : at + size].reshape(shape), self.g[at : at + size].reshape(shape)]
                at += size
            self.layers.append(views)
        widths = NETS[net]
        self.y = [np.empty((BATCH, n)) for n in widths[1:]]
        self.d = [np.empty((BATCH, n)) for n in widths[1:]]
        self.rows = np.arange(BATCH)

    def step(self, x, labels):
        inputs = [x]
        for i, (w, _, b, _) in enumerate(self.layers):
            y = np.matmul(inputs[-1], w, out=self.y[i])
            y += b
            if i < len(self.layers) - 1:
                np.maximum(y, 0, out=y)
            inputs.append(y)
        d = self.d[-1]
        np.subtract(y, y.max(axis=1, keepdims=True), out=d)
        np.exp(d, out=d)
        d /= d.sum(axis=1, keepdims=True)
        d[self.rows, labels] -= 1
        d *= 1 / BATCH
        for i in range(len(self.layers) - 1, -1, -1):
            w, dw, _, db = self.layers[i]
            np.matmul(inputs[i].T, d, out=dw)
            d.sum(axis=0, out=db)
            if i:
                d = np.matmul(d, w.T, out=self.d[i - 1])
                d *= inputs[i] > 0
        self.adam()

    def adam(self, rate=1e-3, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.t += 1
        p, g, m, v, s = self.p, self.g, self.m, self.v, self.scratch
        m *= beta1
        np.multiply(g, 1 - beta1, out=s)
        m += s
        v *= beta2
        np.multiply(g, g, out=s)
        s *= 1 - beta2
        v += s
        np.sqrt(v, out=s)
        s *= 1 / np.sqrt(1 - beta2**self.t)
        s += epsilon
        np.divide(m, s, out=s)
        s *= rate / (1 - beta1**self.t)
        p -= s

    def accuracy(self, x, labels):
        return np.mean(forward([(w, b) for w, _, b, _ in self.layers], x).argmax(axis=1) == labels)


def forward(layers, x):
    for w, b in layers[:-1]:
        x = x @ w
        x += b
        np.maximum(x, 0, out=x)
    w, b = layers[-1]
    x = x @ w
    x += b
    return x


def data_set(data):
    if data not in sets:
        sets[data] = [f(part) for part in ("train", "test") for f in (lambda p: features(data, p, np.float64), labels)]
    return sets[data]


def fit(net, data, rows):
    x, y, test_x, test_y = data_set(data)
    model = Net(net)
    start = clock()
    order = np.random.permutation(len(x))
    for i in range(0, rows, BATCH):
        batch = order[i : i + BATCH]
        model.step(x[batch], y[batch])
    return 1e9 * rows / (clock() - start), model.accuracy(test_x, test_y)


def train(net, data, threads, rows):
    """Samples a second, and the accuracy that they brought."""
    threads_set(threads)
    if (net, data, threads) not in warm:
        warm.add((net, data, threads))
        fit(net, data, min(int(rows), 6_400))
    return fit(net, data, int(rows))


def load(net, data, file):
    models[net, data] = safetensors(file)
    return "loaded"


def row(net, data, seconds):
    """Median microseconds of one row's logits, and the sum of their magnitudes."""
    threads_set(1)
    model, x = models[net, data], data_set(data)[2]
    rows = [x[i : i + 1] for i in range(len(x))]
    micros = median_micros(lambda r: forward(model, r), rows, float(seconds))
    return micros, sum(np.abs(forward(model, r)).sum() for r in rows)


def batch(net, data, seconds):
    """Rows a second in batches of 1,000, and the sum of the logits' magnitudes."""
    threads_set(1)
    model, x = models[net, data], data_set(data)[2]
    return rate(lambda: forward(model, x), len(x), float(seconds)), np.abs(forward(model, x)).sum()


serve({"version": version, "gemm": gemm, "train": train, "load": load, "row": row, "batch": batch})

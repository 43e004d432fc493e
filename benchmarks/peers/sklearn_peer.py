"""scikit-learn's MLPClassifier, float64."""

import warnings

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from peer import BATCH, NETS, clock, features, labels, serve

warnings.simplefilter("ignore", ConvergenceWarning)  # one epoch is what is asked for
sets = {}


def train(net, data, threads, rows):
    """Samples a second, and the accuracy that they brought."""
    if data not in sets:
        sets[data] = [f(part) for part in ("train", "test") for f in (lambda p: features(data, p, np.float64), labels)]
    x, y, test_x, test_y = sets[data]
    part = np.random.default_rng(1).permutation(len(x))[: int(rows)]
    model = MLPClassifier(NETS[net][1:-1], batch_size=BATCH, max_iter=1)
    x, y = x[part], y[part]
    with threadpool_limits(int(threads)):
        start = clock()
        model.fit(x, y)
        seconds = (clock() - start) * 1e-9
    return len(x) / seconds, model.score(test_x, test_y)


serve({"version": lambda: f"scikit-learn {sklearn.__version__}, NumPy {np.__version__}", "train": train})

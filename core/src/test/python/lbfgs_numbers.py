"""Prints what SciPy's L-BFGS-B reaches on iris and diabetes; the tests hold Linnet's to it.

    pip install numpy scipy
    python core/src/test/python/lbfgs_numbers.py

Both problems are convex, so that there is one minimum: softmax regression and linear regression of standardized
features, with the penalty 0.01 / 2 * |weights|^2, biases left out. It rewrites core/src/test/resources/lbfgs_numbers.txt.
"""

from pathlib import Path

import numpy as np
import scipy
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
L2 = 0.01


def standardized(x):
    return (x - x.mean(axis=0)) / x.std(axis=0)


def reached(objective, size):
    options = {"maxiter": 10000, "maxfun": 100000, "ftol": 0.0, "gtol": 1e-10}
    return minimize(objective, np.zeros(size), jac=True, method="L-BFGS-B", options=options).fun


def iris():
    rows = np.loadtxt(RESOURCES / "data" / "iris.csv", delimiter=",", skiprows=1)
    x, y = standardized(rows[:, :4]), np.eye(3)[rows[:, 4].astype(int)]

    def objective(p):
        w, b = p[:12].reshape(4, 3), p[12:]
        z = x @ w + b
        loss = -(y * log_softmax(z, axis=1)).sum() / len(x) + L2 / 2 * (w**2).sum()
        d = (softmax(z, axis=1) - y) / len(x)
        return loss, np.concatenate([(x.T @ d + L2 * w).ravel(), d.sum(axis=0)])

    return reached(objective, 15)


def diabetes():
    rows = np.loadtxt(RESOURCES / "data" / "diabetes.txt")
    x, y = standardized(rows[:, :10]), rows[:, 10] / 100

    def objective(p):
        w, b = p[:10], p[10]
        error = x @ w + b - y
        d = 2 * error / len(x)
        return (error**2).mean() + L2 / 2 * (w**2).sum(), np.concatenate([x.T @ d + L2 * w, [d.sum()]])

    return reached(objective, 11)


lines = [
    f"# Printed by core/src/test/python/lbfgs_numbers.py with SciPy {scipy.__version__}, NumPy {np.__version__}.",
    f"iris = {iris()!r}".replace("np.float64(", "").replace(")", ""),
    f"diabetes = {diabetes()!r}".replace("np.float64(", "").replace(")", ""),
]
(RESOURCES / "lbfgs_numbers.txt").write_text("\n".join(lines) + "\n", encoding="ascii")

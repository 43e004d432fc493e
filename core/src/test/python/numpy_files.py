"""NumPy's files across the border, for NumPyTest.

    pip install numpy
    python core/src/test/python/numpy_files.py

writes the files in core/src/test/resources/numpy as NumPy has them, and checks those that Linnet wrote (linnet-0.1.0.*).
"""

from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "numpy"
small = np.arange(6).reshape(2, 3) - 2

for kind in ("f8", "f4", "f2", "i8", "i4", "i2", "i1"):
    np.save(FOLDER / f"{kind}.npy", small.astype(kind))
np.save(FOLDER / "u1.npy", (small + 200).astype("u1"))
np.save(FOLDER / "b1.npy", small > 0)
np.save(FOLDER / "big-endian.npy", (small / 4).astype(">f8"))
np.save(FOLDER / "fortran.npy", np.asfortranarray(np.arange(24.0).reshape(2, 3, 4)))
np.save(FOLDER / "text.npy", np.array(["setosa", "Äpfel", "", "🐦"]))
np.save(FOLDER / "scalar.npy", np.float64(0.1))
np.save(FOLDER / "empty.npy", np.zeros((0, 3)))
np.save(FOLDER / "objects.npy", np.array([{}, None], dtype=object))
np.savez(FOLDER / "stored.npz", a=small.astype("f8"), b=np.arange(3))
np.savez_compressed(FOLDER / "packed.npz", a=small.astype("f8"), zeros=np.zeros(1000))
np.savez_compressed(FOLDER / "bomb.npz", zeros=np.zeros(1_000_000, "u1"), more=np.zeros(2_000_000, "u1"))

if (FOLDER / "linnet-0.1.0.npy").exists():
    array = np.load(FOLDER / "linnet-0.1.0.npy")
    assert array.dtype == np.float64 and np.array_equal(array, small / 4), array
    zipped = np.load(FOLDER / "linnet-0.1.0.npz")
    assert list(zipped) == ["x", "names", "pixels"], list(zipped)
    assert np.array_equal(zipped["x"], small / 4) and zipped["x"].dtype == np.float64
    assert zipped["names"].tolist() == ["setosa", "Äpfel", "", "🐦"]
    assert np.array_equal(zipped["pixels"], (small + 200).astype("u1")) and zipped["pixels"].dtype == np.uint8
    print("what Linnet wrote is what NumPy reads")

"""onnx_model.py MNIST DENSE SET FILE: writes FILE.onnx, the net whose weights FILE holds, laid out as PyTorch exports it, and FILE.f32, the test rows."""

import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from peer import features, safetensors

data, file = sys.argv[3:5]
layers = safetensors(file)
nodes, tensors, x = [], [], "x"
for i, (w, b) in enumerate(layers):
    last = i == len(layers) - 1
    tensors += [
        numpy_helper.from_array(np.ascontiguousarray(w.T, np.float32), f"w{i}"),
        numpy_helper.from_array(b.astype(np.float32), f"b{i}"),
    ]
    y = "y" if last else f"z{i}"
    nodes.append(helper.make_node("Gemm", [x, f"w{i}", f"b{i}"], [y], transB=1))
    if not last:
        nodes.append(helper.make_node("Relu", [y], [f"a{i}"]))
    x = f"a{i}"
columns, outputs = layers[0][0].shape[0], layers[-1][0].shape[1]
graph = helper.make_graph(
    nodes,
    "mlp",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["rows", columns])],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["rows", outputs])],
    tensors,
)
onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), file + ".onnx")
features(data, "test", np.float32).tofile(file + ".f32")

package dev.linnet.internal.io;

import dev.linnet.data.NdArray;
import dev.linnet.internal.nn.Network;
import dev.linnet.internal.nn.Parameter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A network's parameters by name, each weight [outputs, inputs], as files have them. */
public final class NamedParameters {
    private NamedParameters() {}

    /** Returns copies of all, in the order of the network. */
    public static Map<String, NdArray> of(Network network, double[] parameters) {
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        for (Parameter parameter : network.parameters()) {
            double[] values = Arrays.copyOfRange(parameters, parameter.offset(), parameter.end());
            if (parameter.kind() == Parameter.Kind.WEIGHT) {
                double[] transposed = new double[values.length];
                TensorView.transposed(transposed, 0, parameter.rows(), parameter.columns())
                        .putAll(values);
                values = transposed;
            }
            arrays.put(parameter.name(), NdArray.of(values, shape(parameter)));
        }
        return arrays;
    }

    /**
     * Returns the parameters as one array.
     *
     * @throws IllegalArgumentException if one is missing, not the network's, or has another shape
     */
    public static double[] flat(Network network, Map<String, NdArray> arrays) {
        Set<String> unknown = new LinkedHashSet<>(arrays.keySet());
        double[] parameters = new double[network.parameterCount()];
        for (Parameter parameter : network.parameters()) {
            NdArray array = arrays.get(parameter.name());
            unknown.remove(parameter.name());
            int[] expected = shape(parameter);
            if (array == null || !Arrays.equals(array.shape(), expected)) {
                throw new IllegalArgumentException("parameter " + parameter.name() + " is "
                        + (array == null ? "missing" : array) + ", expected shape " + Arrays.toString(expected));
            }
            TensorView view = parameter.kind() == Parameter.Kind.WEIGHT
                    ? TensorView.transposed(
                            parameters,
                            parameter.offset(),
                            /* rows= */ parameter.columns(),
                            /* columns= */ parameter.rows())
                    : TensorView.vector(parameters, parameter.offset(), parameter.columns());
            view.putAll(array.toDoubles());
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("the network has no parameters " + unknown);
        }
        return parameters;
    }

    private static int[] shape(Parameter parameter) {
        return parameter.kind() == Parameter.Kind.WEIGHT
                ? new int[] {parameter.columns(), parameter.rows()}
                : new int[] {parameter.columns()};
    }
}

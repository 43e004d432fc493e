package dev.linnet;

import dev.linnet.internal.nn.ModelState;
import dev.linnet.internal.nn.Network;
import dev.linnet.internal.nn.Parameter;
import dev.linnet.layer.Layer;
import dev.linnet.layer.Linear;
import dev.linnet.layer.Output;
import java.util.Locale;

/** Writes a model as a table: a line a layer with its output's width and its number of parameters. */
final class Summary {
    private Summary() {}

    static String of(ModelState model) {
        Network network = model.network();
        StringBuilder table = new StringBuilder();
        table.append(line("layer", "kind", "columns", "parameters"));
        String inputs = Integer.toString(network.inputs());
        table.append(line("", model.standardize() ? "input, standardized" : "input", inputs, ""));
        int columns = network.inputs();
        for (int i = 0; i < network.layers().size(); i++) {
            Layer layer = network.layers().get(i);
            columns = layer instanceof Linear linear ? linear.outputs() : columns;
            int parameters =
                    network.parametersOf(i).stream().mapToInt(Parameter::size).sum();
            table.append(line(
                    Integer.toString(i),
                    layer.toString(),
                    Integer.toString(columns),
                    parameters == 0 ? "" : grouped(parameters)));
        }
        if (model.output() != Output.IDENTITY) {
            String output = model.output().name().toLowerCase(Locale.ROOT);
            table.append(line("", output, Integer.toString(network.outputs()), ""));
        }
        table.append(line("", "total", "", grouped(network.parameterCount())));
        return table.toString();
    }

    private static String line(String layer, String kind, String columns, String parameters) {
        return String.format(Locale.ROOT, "%-5s  %-28s  %9s  %12s", layer, kind, columns, parameters)
                        .stripTrailing() + "\n";
    }

    private static String grouped(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}

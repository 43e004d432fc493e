package dev.linnet;

import dev.linnet.internal.nn.ModelState;
import dev.linnet.internal.nn.Network;
import dev.linnet.internal.nn.Parameter;
import dev.linnet.internal.nn.Place;
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
        for (Place place : network.places()) {
            append(place, table);
        }
        if (model.output() != Output.IDENTITY) {
            String output = model.output().name().toLowerCase(Locale.ROOT);
            table.append(line("", output, Integer.toString(network.outputs()), ""));
        }
        table.append(line("", "total", "", grouped(network.parameterCount())));
        return table.toString();
    }

    private static void append(Place place, StringBuilder table) {
        boolean block = !place.inner().isEmpty();
        int parameters = place.parameters().stream().mapToInt(Parameter::size).sum();
        table.append(line(
                place.path(),
                block ? "Residual" : place.layer().toString(),
                Integer.toString(place.outputs()),
                parameters == 0 ? "" : grouped(parameters)));
        for (Place inner : place.inner()) {
            append(inner, table);
        }
    }

    private static String line(String layer, String kind, String columns, String parameters) {
        return String.format(Locale.ROOT, "%-5s  %-28s  %9s  %12s", layer, kind, columns, parameters)
                        .stripTrailing() + "\n";
    }

    private static String grouped(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}

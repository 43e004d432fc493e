package dev.linnet.examples;

import dev.linnet.training.DivergedException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A program with options: what all examples share.
 *
 * <p>{@code --help} lists the options. A bad one ends the program with one line on standard error and status
 * {@value #BAD_OPTION} before anything is done; a file that cannot be read or written, and a training that diverges, with
 * one line and status {@value #FAILED}.
 */
abstract class Example implements Callable<Integer> {
    static final int BAD_OPTION = 2;
    static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    private PrintStream out;
    private PrintStream err;

    /** What the example does once its options are set; it prints to {@code out}. */
    abstract void run(PrintStream out) throws IOException;

    /** Runs an example and ends the JVM: the whole of its {@code main}. */
    static void launch(Example example, String... args) {
        System.exit(start(example, System.out, System.err, args));
    }

    /** Runs an example; returns its exit status. */
    static int start(Example example, PrintStream out, PrintStream err, String... args) {
        example.out = out;
        example.err = err;
        CommandLine command = new CommandLine(example);
        command.getCommandSpec().usageMessage().sortOptions(false).abbreviateSynopsis(true);
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help and exit.")
                        .build());
        String name = command.getCommandName();
        command.setExpandAtFiles(false)
                .setOut(new PrintWriter(out, true, Charset.defaultCharset()))
                .setParameterExceptionHandler((e, rest) -> {
                    err.println(name + ": " + oneLine(e) + " (--help lists the options)");
                    return BAD_OPTION;
                })
                .setExecutionExceptionHandler(failures(name, err));
        return command.execute(args);
    }

    private static IExecutionExceptionHandler failures(String name, PrintStream err) {
        return (e, command, parsed) -> {
            if (e instanceof IllegalArgumentException) { // what Linnet refuses, the options asked for
                return command.getParameterExceptionHandler()
                        .handleParseException(new ParameterException(command, oneLine(e), e), new String[0]);
            }
            if (e instanceof IOException || e instanceof UncheckedIOException || e instanceof DivergedException) {
                err.println(name + ": " + oneLine(e));
                return FAILED;
            }
            throw e; // a mistake in the program: its stack trace is wanted
        };
    }

    private static String oneLine(Exception e) {
        return e.getMessage() == null
                ? e.toString()
                : String.join("; ", e.getMessage().lines().toList());
    }

    @Override
    public final Integer call() throws IOException {
        run(out);
        return 0;
    }

    /** Where complaints go. */
    final PrintStream err() {
        return err;
    }

    /** To be thrown where options turn out to be bad only when looked at together, or at the world. */
    final ParameterException badOption(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

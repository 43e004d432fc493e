package dev.linnet.examples;

import dev.linnet.mnist.DigitImage;
import dev.linnet.mnist.PenStrokes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads digits that were written with a pen, one a line, and tells which they are. */
@Command(
        name = "RecogniseStrokes",
        description = {
            "Reads digits that were written with a pen, one a line, and prints which each of them is.%n",
            "A line is a label, a tab, and the strokes: points x,y separated by blanks, strokes separated by semicolons,"
                    + " at any scale, y downwards. The label is the digit, or ? where it is not known. For example:%n",
            "    7<TAB>10,12 40,11 38,30;20,22 45,21%n",
            "Where there are labels, a table of what was taken for what and the accuracy follow. Empty lines are passed"
                    + " over. A line that is malformed is reported with its number and skipped, and the exit status is"
                    + " then 1.%n"
        })
public final class RecogniseStrokes extends Example {
    private static final int DIGITS = 10;

    /** What some editors put before the first line of a text. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "Where the lines are (default, or -: standard input).")
    private String file;

    @Mixin
    private ModelSource source;

    @Option(names = "--probabilities", description = "Print after each guess how probable each digit is, 0 to 9.")
    private boolean probabilities;

    private final int[][] confusions = new int[DIGITS][DIGITS];
    private int labelled;
    private int right;
    private int malformed;

    public static void main(String[] args) {
        launch(new RecogniseStrokes(), args);
    }

    @Override
    void run(PrintStream out) throws IOException {
        DigitModel model = source.load();
        try (BufferedReader lines = open()) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String text = number == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
                if (!text.isBlank()) {
                    recognise(text, number, model, out);
                }
            }
        }
        if (labelled > 0) {
            printConfusions(out);
            out.printf(Locale.ROOT, "accuracy: %.2f %%%n", 100.0 * right / labelled);
        }
        if (malformed > 0) {
            throw new IOException(
                    malformed + (malformed == 1 ? " line was" : " lines were") + " malformed and skipped");
        }
    }

    private BufferedReader open() throws IOException {
        InputStream in;
        if (file == null || file.equals("-")) {
            in = System.in;
        } else if (Files.isReadable(Path.of(file)) && !Files.isDirectory(Path.of(file))) {
            in = Files.newInputStream(Path.of(file));
        } else {
            throw badOption("there is no file " + file);
        }
        // bytes that are no text become characters that no line may hold, instead of an exception
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private void recognise(String line, int number, DigitModel model, PrintStream out) {
        int label;
        double[] probability;
        try {
            label = label(line);
            probability = model.read(PenStrokes.parse(line.substring(2)), DigitImage.USUAL_INK);
        } catch (IllegalArgumentException e) {
            malformed++;
            err().printf("line %d: %s%n", number, e.getMessage());
            return;
        }
        int guess = DigitModel.guess(probability);
        out.print(guess);
        for (int digit = 0; probabilities && digit < DIGITS; digit++) {
            out.printf(Locale.ROOT, " %.4f", probability[digit]);
        }
        out.println();
        if (label >= 0) {
            confusions[label][guess]++;
            labelled++;
            right += label == guess ? 1 : 0;
        }
    }

    /** The digit that a line begins with, -1 if it is not known. */
    private static int label(String line) {
        int tab = line.indexOf('\t');
        if (tab < 0) {
            throw new IllegalArgumentException("there is no tab");
        }
        if (tab != 1 || "?0123456789".indexOf(line.charAt(0)) < 0) {
            throw new IllegalArgumentException(
                    "expected a label 0..9 or ?, found '%s'".formatted(line.substring(0, tab)));
        }
        return line.charAt(0) == '?' ? -1 : line.charAt(0) - '0';
    }

    private void printConfusions(PrintStream out) {
        out.printf("%nwhat was written (rows), and what it was read as (columns):%n%n   ");
        for (int guess = 0; guess < DIGITS; guess++) {
            out.printf("%6d", guess);
        }
        out.println();
        for (int label = 0; label < DIGITS; label++) {
            out.printf("%3d", label);
            for (int count : confusions[label]) {
                out.printf("%6s", count == 0 ? "." : Integer.toString(count));
            }
            out.println();
        }
        out.println();
    }
}

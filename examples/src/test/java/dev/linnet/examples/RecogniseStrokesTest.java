package dev.linnet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.data.RandomDraws;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecogniseStrokesTest {
    private static final String ONE = "1\t50,0 50,30 50,100";
    private static final String SEVEN = "7\t8,4 50,5 90,4 66,50 44,100;28,52 80,48";
    private static final String ZERO = "?\t0.50,0 .25,.10 .10,.45 .2,.85 .5,1 .8,.85 .9,.45 .75,.1 .5,0";

    @TempDir
    Path folder;

    private Run recognise(String... lines) throws IOException {
        Path file = folder.resolve("digits.tsv");
        Files.writeString(file, String.join("\n", lines) + "\n");
        return Run.of(new RecogniseStrokes(), file.toString());
    }

    @Test
    void everyLineGetsAGuessAndLabelsATable() throws IOException {
        Run run = recognise(ONE, SEVEN, "", ZERO, "2\t" + SEVEN.substring(2));
        assertEquals("", run.err());
        assertEquals(0, run.status());
        assertEquals(List.of("1", "7", "0", "7"), run.lines().subList(0, 4));
        String table = String.join("\n", run.lines().subList(5, run.lines().size() - 2));
        assertEquals("""
                what was written (rows), and what it was read as (columns):

                        0     1     2     3     4     5     6     7     8     9
                  0     .     .     .     .     .     .     .     .     .     .
                  1     .     1     .     .     .     .     .     .     .     .
                  2     .     .     .     .     .     .     .     1     .     .
                  3     .     .     .     .     .     .     .     .     .     .
                  4     .     .     .     .     .     .     .     .     .     .
                  5     .     .     .     .     .     .     .     .     .     .
                  6     .     .     .     .     .     .     .     .     .     .
                  7     .     .     .     .     .     .     .     1     .     .
                  8     .     .     .     .     .     .     .     .     .     .
                  9     .     .     .     .     .     .     .     .     .     .""", table);
        assertEquals("accuracy: 66.67 %", run.lastLine());
    }

    @Test
    void withoutLabelsThereAreGuessesAlone() throws IOException {
        Run run = recognise(ZERO);
        assertEquals("0\n", run.out());
        assertEquals(0, run.status());
    }

    @Test
    void malformedLinesAreReportedAndSkipped() throws IOException {
        Run run = recognise(
                ONE,
                "7",
                "x\t1,2 3,4",
                "10\t1,2",
                "3\t1,2 3",
                "\t1,2",
                "4\t",
                "5\t1,2;;3,4",
                "6 1,2",
                "7\tNaN,1",
                SEVEN);
        assertEquals(1, run.status());
        assertEquals(
                List.of(
                        "line 2: there is no tab",
                        "line 3: expected a label 0..9 or ?, found 'x'",
                        "line 4: expected a label 0..9 or ?, found '10'",
                        "line 5: stroke 1, point 2: expected two numbers x,y, found '3'",
                        "line 6: expected a label 0..9 or ?, found ''",
                        "line 7: stroke 1 has no point",
                        "line 8: stroke 2 has no point",
                        "line 9: there is no tab",
                        "line 10: stroke 1, point 1: expected two numbers x,y, found 'NaN,1'",
                        "RecogniseStrokes: 9 lines were malformed and skipped"),
                run.err().lines().toList());
        assertEquals(List.of("1", "7"), run.lines().subList(0, 2));
        assertEquals("accuracy: 100.00 %", run.lastLine());
    }

    @Test
    void linesComeFromStandardInputAndProbabilitiesCanBePrinted() {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream((SEVEN + "\r\n").getBytes(StandardCharsets.UTF_8)));
            Run run = Run.of(new RecogniseStrokes(), "--probabilities");
            assertTrue(run.lines().get(0).matches("7( [01]\\.\\d{4}){10}"), run.out());
        } finally {
            System.setIn(before);
        }
    }

    /** As editors on Windows save it: a byte order mark before the text, and two characters at the end of a line. */
    @Test
    void aByteOrderMarkIsPassedOver() throws IOException {
        Run run = recognise("\uFEFF" + SEVEN + "\r", "\r", ONE + "\r", "\uFEFF" + ONE);
        assertEquals(
                List.of(
                        "line 4: expected a label 0..9 or ?, found '\uFEFF1'",
                        "RecogniseStrokes: 1 line was malformed and skipped"),
                run.err().lines().toList());
        assertEquals(List.of("7", "1"), run.lines().subList(0, 2));
        assertEquals("accuracy: 100.00 %", run.lastLine());
    }

    /** Points that repeat, a pen that hardly moved, coordinates far out: an answer, whatever it is. */
    @Test
    void oddStrokesGetAnAnswer() throws IOException {
        Run run = recognise(
                "?\t5,5", "?\t5,5 5,5 5,5;5,5", "?\t1e-300,0 0,1e-300", "?\t1e300,0 0,-1e300", "?\t0,0 1e9,1;3,3");
        assertEquals(0, run.status());
        assertEquals(5, run.lines().size());
    }

    @Test
    void strokesTooFarOutToBeLeanedAreMalformed() throws IOException {
        Run run = recognise(ONE, "?\t1.7e308,-1.7e308 0,0");
        assertEquals(1, run.status());
        assertEquals(
                List.of(
                        "line 2: stroke 1, point 1: x is Infinity, expected a finite number",
                        "RecogniseStrokes: 1 line was malformed and skipped"),
                run.err().lines().toList());
    }

    @Test
    void aBadOptionIsNamed() {
        Run run = Run.of(new RecogniseStrokes(), folder.resolve("none.tsv").toString());
        assertEquals(2, run.status());
        assertEquals(
                "RecogniseStrokes: there is no file " + folder.resolve("none.tsv") + " (--help lists the options)\n",
                run.err());
        Run other = Run.of(new RecogniseStrokes(), "--model", "nothing");
        assertEquals(2, other.status());
        assertEquals(
                "RecogniseStrokes: Invalid value for option '--model': 'nothing' is neither a file nor one of "
                        + String.join(", ", ShippedModels.names())
                        + " (--help lists the options)\n",
                other.err());
    }

    /** A floor far below what the model's card says, so that a mistake in the preparation shows. */
    @Test
    void synthesizedHandwritingIsRecognised() throws IOException {
        StrokeSynthesizer synthesizer = new StrokeSynthesizer(WritingStyles.all());
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            lines.append(i % 10)
                    .append('\t')
                    .append(synthesizer.write(i % 10, RandomDraws.of(20, 6, i)).strokes())
                    .append('\n');
        }
        Run run = recognise(lines.toString());
        double accuracy = Double.parseDouble(run.lastLine().replaceAll("[^0-9.]", ""));
        assertTrue(accuracy > 96, run.lastLine());
    }
}

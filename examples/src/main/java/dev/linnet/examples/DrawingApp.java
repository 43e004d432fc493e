package dev.linnet.examples;

import java.awt.AWTError;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import javax.swing.SwingUtilities;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Opens a window to draw digits in, with mouse or pen, and tells at once which they are. */
@Command(
        name = "DrawingApp",
        description = {
            "Opens a window to draw digits in, with mouse or pen, and tells at once which they are.%n",
            "Keys: Ctrl+Z or Backspace takes the last stroke back, Escape clears, + and - change the pen, a digit saves"
                    + " the drawing as that digit, for training later.%n"
        })
public final class DrawingApp extends Example {
    private static final String NO_DISPLAY =
            "there is no display to open a window on (RecogniseStrokes reads pen strokes without one)";

    @Mixin
    private ModelSource source;

    @Option(
            names = "--drawings",
            paramLabel = "DIR",
            defaultValue = "drawings",
            description = "Where to save drawings whose digit you name, as two IDX files (default: ${DEFAULT-VALUE}).")
    private Path drawings;

    @Option(names = "--dark", description = "Begin dark.")
    private boolean dark;

    public static void main(String[] args) {
        launch(new DrawingApp(), args);
    }

    @Override
    void run(PrintStream out) throws IOException {
        DigitModel model = source.load();
        if (GraphicsEnvironment.isHeadless()) {
            throw new IOException(NO_DISPLAY);
        }
        CountDownLatch closed = new CountDownLatch(1);
        try {
            SwingUtilities.invokeAndWait(() -> {
                DrawingWindow.setLook(dark);
                DrawingWindow window = new DrawingWindow(model, new Corrections(drawings));
                window.frame().addWindowListener(new WindowAdapter() {
                    @Override
                    public void windowClosed(WindowEvent e) {
                        closed.countDown();
                    }
                });
                window.frame().setVisible(true);
            });
            closed.await();
        } catch (HeadlessException | AWTError e) {
            throw new IOException(NO_DISPLAY, e);
        } catch (InvocationTargetException e) {
            throw withoutDisplay(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** What to throw for what happened on Swing's thread. */
    private static IOException withoutDisplay(Throwable cause) {
        if (cause instanceof HeadlessException || cause instanceof AWTError) {
            return new IOException(NO_DISPLAY, cause);
        }
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        throw (Error) cause;
    }
}

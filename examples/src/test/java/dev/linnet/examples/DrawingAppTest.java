package dev.linnet.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.mnist.Idx;
import dev.linnet.mnist.IdxArray;
import java.awt.Component;
import java.awt.Container;
import java.awt.GraphicsEnvironment;
import java.awt.Point;
import java.awt.Robot;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javax.imageio.ImageIO;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JToggleButton;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Draws in the real window with a robot, and reads from it what a person would. */
class DrawingAppTest {
    /** Each digit in strokes: percent of the width and height of a box in the middle of the sheet. */
    private static final String[] DIGITS = {
        "50,0 25,10 10,45 20,85 50,100 80,85 90,45 75,10 50,0",
        "25,25 55,0 55,100",
        "12,22 35,0 70,5 80,28 50,68 10,99 50,99 92,99",
        "12,8 50,0 78,15 68,38 36,47 74,54 85,77 58,99 10,92",
        "25,0 10,58 90,58;66,28 62,100",
        "28,3 20,42 52,36 86,56 80,86 44,100 8,92;28,3 88,3",
        "70,2 36,20 12,55 14,86 42,100 76,92 80,66 52,56 20,74",
        "8,4 90,4 44,100;28,52 80,48",
        "78,16 52,0 24,14 30,36 64,54 82,78 52,100 20,82 34,58 68,38 80,16",
        "80,20 56,2 26,6 12,30 34,50 66,42 82,16 78,60 74,100",
    };

    @TempDir
    Path folder;

    private Robot robot;
    private DrawingWindow window;

    @BeforeEach
    void open() throws Exception {
        if (GraphicsEnvironment.isHeadless()) {
            String missing = "SKIPPED: this test needs a display, such as xvfb-run gives";
            System.err.println(missing);
            Assumptions.abort(missing);
        }
        robot = new Robot();
        robot.setAutoDelay(4);
        window = onSwing(() -> {
            DrawingWindow.setLook(false);
            DrawingWindow made = new DrawingWindow(ShippedModels.load("mnist-draw"), new Corrections(folder));
            // without a window manager, AWT may miss that the window is anywhere else, and the robot draws and looks
            // beside it
            made.frame().setLocation(0, 0);
            made.frame().setVisible(true);
            made.frame().toFront();
            return made;
        });
        settle();
    }

    @AfterEach
    void close() throws Exception {
        if (window != null) {
            onSwing(() -> {
                window.frame().dispose();
                return null;
            });
        }
    }

    @Test
    void everyDigitIsRecognisedWhileItIsDrawn() throws Exception {
        for (int digit = 0; digit < 10; digit++) {
            draw(DIGITS[digit], 12);
            assertEquals(Integer.toString(digit), guess(), "strokes of a " + digit);
            press(KeyEvent.VK_ESCAPE);
            assertEquals(" ", guess());
        }
    }

    /** A mouse that is so fast that a stroke is a handful of points leaves nearly the same picture. */
    @Test
    void aFastMouseDrawsSmoothStrokesToo() throws Exception {
        draw(DIGITS[0], 1);
        assertEquals("0", guess());
        BufferedImage fast = picture();
        press(KeyEvent.VK_ESCAPE);
        draw(DIGITS[0], 12);
        assertEquals("0", guess());
        assertTrue(
                difference(fast, picture()) < 0.05, "share of the sheet that differs: " + difference(fast, picture()));
    }

    @Test
    void strokesAreTakenBackOneByOne() throws Exception {
        draw(DIGITS[7], 10);
        BufferedImage both = picture();
        robot.keyPress(KeyEvent.VK_CONTROL);
        press(KeyEvent.VK_Z);
        robot.keyRelease(KeyEvent.VK_CONTROL);
        settle();
        assertNotEquals(0, difference(both, picture()));
        assertEquals("7", guess());
        click("undo");
        assertEquals(" ", guess());
        click("undo");
        assertEquals(" ", guess());
    }

    @Test
    void aDrawingThatIsNamedIsSaved() throws Exception {
        press(KeyEvent.VK_3);
        assertEquals("There is no drawing yet that could be a 3.", text("status"));
        draw(DIGITS[7], 10);
        click("was7");
        assertEquals("Saved as a 7: 1 drawing in " + folder, text("status"));
        assertEquals(" ", guess());
        draw(DIGITS[1], 10);
        press(KeyEvent.VK_2);
        assertEquals("Saved as a 2: 2 drawings in " + folder, text("status"));
        IdxArray images = Idx.read(folder.resolve("drawn-images-idx3-ubyte"));
        assertArrayEquals(new int[] {2, 28, 28}, images.shape());
        assertArrayEquals(
                new byte[] {7, 2},
                Idx.read(folder.resolve("drawn-labels-idx1-ubyte")).bytes());
    }

    @Test
    void thePenGetsWiderAndThinner() throws Exception {
        draw(DIGITS[1], 10);
        int usual = window.penWidth();
        robot.keyPress(KeyEvent.VK_SHIFT);
        press(KeyEvent.VK_EQUALS);
        robot.keyRelease(KeyEvent.VK_SHIFT);
        settle();
        assertEquals(usual + 2, window.penWidth());
        press(KeyEvent.VK_MINUS);
        press(KeyEvent.VK_MINUS);
        assertEquals(usual - 2, window.penWidth());
        assertEquals("1", guess());
    }

    @Test
    void itCanBeDarkAndKeepsTheDrawing() throws Exception {
        draw(DIGITS[3], 10);
        screenshot("drawing-light.png");
        int light = picture().getRGB(3, 3) & 0xff;
        onSwing(() -> {
            find("dark", JToggleButton.class).doClick();
            return null;
        });
        settle();
        screenshot("drawing-dark.png");
        assertTrue(light > 200, "sheet: " + light);
        assertTrue((picture().getRGB(3, 3) & 0xff) < 100);
        assertEquals("3", guess());
    }

    @Test
    void everyShippedModelCanBeChosen() throws Exception {
        draw(DIGITS[0], 10);
        JComboBox<?> models = find("models", JComboBox.class);
        for (String name : ShippedModels.names()) {
            onSwing(() -> {
                models.setSelectedItem(name);
                return null;
            });
            settle();
            assertEquals(name, models.getSelectedItem());
            assertTrue(guess().matches("[0-9]"), name);
        }
    }

    // ------------------------------------------------------------------------------------------------ what a hand does

    /**
     * Draws strokes with the left button; between two points the mouse reports so many others. The hand waits at each point
     * until the window has followed: events that it is too late for become one, and a machine that pauses must not cut
     * corners.
     */
    @SuppressWarnings("StringSplitter") // the strokes of this test have no empty parts
    private void draw(String strokes, int steps) throws Exception {
        Component pad = find("pad", Component.class);
        Point corner = onSwing(pad::getLocationOnScreen);
        int height = pad.getHeight() * 3 / 5;
        int width = height * 7 / 10;
        int left = corner.x + (pad.getWidth() - width) / 2;
        int top = corner.y + (pad.getHeight() - height) / 2;
        for (String stroke : strokes.split(";")) {
            String[] points = stroke.split(" ");
            double[][] xy = new double[points.length][];
            for (int i = 0; i < points.length; i++) {
                String[] parts = points[i].split(",");
                xy[i] = new double[] {
                    left + Integer.parseInt(parts[0]) * width / 100.0, top + Integer.parseInt(parts[1]) * height / 100.0
                };
            }
            robot.mouseMove((int) xy[0][0], (int) xy[0][1]);
            robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
            for (int i = 1; i < xy.length; i++) {
                for (int k = 1; k <= steps; k++) {
                    double t = (double) k / steps;
                    robot.mouseMove((int) Math.round(xy[i - 1][0] + t * (xy[i][0] - xy[i - 1][0])), (int)
                            Math.round(xy[i - 1][1] + t * (xy[i][1] - xy[i - 1][1])));
                }
                robot.waitForIdle();
            }
            robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
        }
        settle();
    }

    private void press(int key) throws Exception {
        robot.keyPress(key);
        robot.keyRelease(key);
        settle();
    }

    private void click(String name) throws Exception {
        Component button = find(name, Component.class);
        Point corner = onSwing(button::getLocationOnScreen);
        robot.mouseMove(corner.x + button.getWidth() / 2, corner.y + button.getHeight() / 2);
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
        settle();
    }

    /** Waits until the window has answered all that the robot did, and the network has said what it sees. */
    private void settle() throws Exception {
        do {
            robot.waitForIdle();
        } while (onSwing(() -> window != null && window.isLooking()));
    }

    // ------------------------------------------------------------------------------------------------ what an eye sees

    private String guess() throws Exception {
        return text("guess");
    }

    private String text(String name) throws Exception {
        return onSwing(() -> find(name, JLabel.class).getText());
    }

    /** The sheet as it is on the screen. */
    private BufferedImage picture() throws Exception {
        Component pad = find("pad", Component.class);
        java.awt.Rectangle bounds = onSwing(() -> new java.awt.Rectangle(pad.getLocationOnScreen(), pad.getSize()));
        return robot.createScreenCapture(bounds);
    }

    private void screenshot(String name) throws Exception {
        Path target = Files.createDirectories(Path.of("target", "screenshots"));
        ImageIO.write(
                robot.createScreenCapture(window.frame().getBounds()),
                "png",
                target.resolve(name).toFile());
    }

    private static double difference(BufferedImage some, BufferedImage other) {
        int different = 0;
        for (int y = 0; y < some.getHeight(); y++) {
            for (int x = 0; x < some.getWidth(); x++) {
                different += Math.abs((some.getRGB(x, y) & 0xff) - (other.getRGB(x, y) & 0xff)) > 100 ? 1 : 0;
            }
        }
        return different / (double) (some.getHeight() * some.getWidth());
    }

    private <T> T find(String name, Class<T> type) {
        return type.cast(find(window.frame().getContentPane(), name));
    }

    private static Component find(Container container, String name) {
        for (Component child : container.getComponents()) {
            if (name.equals(child.getName())) {
                return child;
            }
            Component found = child instanceof Container inner ? find(inner, name) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static <T> T onSwing(Callable<T> task) throws Exception {
        FutureTask<T> future = new FutureTask<>(task);
        SwingUtilities.invokeAndWait(future);
        return future.get();
    }
}

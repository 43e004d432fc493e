package dev.linnet.examples;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.Locale;
import javax.swing.JComponent;
import javax.swing.UIManager;

/** Ten bars: how probable each digit is. */
final class ProbabilityBars extends JComponent {
    private static final long serialVersionUID = 1;
    private static final int ROW = 22;
    private static final int DIGIT_COLUMN = 20;
    private static final int PERCENT_COLUMN = 72;

    private transient double[] probabilities;

    ProbabilityBars() {
        setName("bars");
        setPreferredSize(new Dimension(240, 10 * ROW));
        setMinimumSize(new Dimension(160, 10 * ROW));
    }

    /** Shows the probabilities of the ten digits; null: none. */
    void show(double[] values) {
        probabilities = values;
        repaint();
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics.create();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        int guess = probabilities == null ? -1 : DigitModel.guess(probabilities);
        for (int digit = 0; digit < 10; digit++) {
            paintRow(g, digit, digit == guess);
        }
        g.dispose();
    }

    private void paintRow(Graphics2D g, int digit, boolean guess) {
        Color text = UIManager.getColor("Label.foreground");
        Color quiet = UIManager.getColor("Label.disabledForeground");
        Color accent = UIManager.getColor("Component.accentColor");
        int top = digit * ROW;
        g.setFont(getFont().deriveFont(guess ? Font.BOLD : Font.PLAIN));
        FontMetrics metrics = g.getFontMetrics();
        int baseline = top + (ROW - metrics.getHeight()) / 2 + metrics.getAscent();
        g.setColor(guess ? text : quiet);
        g.drawString(Integer.toString(digit), 2, baseline);

        int width = getWidth() - DIGIT_COLUMN - PERCENT_COLUMN;
        g.setColor(UIManager.getColor("ProgressBar.background"));
        g.fillRoundRect(DIGIT_COLUMN, top + 5, width, ROW - 10, 6, 6);
        if (probabilities != null) {
            double probability = probabilities[digit];
            g.setColor(guess ? accent : quiet);
            g.fillRoundRect(DIGIT_COLUMN, top + 5, (int) Math.round(width * probability), ROW - 10, 6, 6);
            String percent = String.format(Locale.ROOT, "%.1f %%", 100 * probability);
            g.setColor(guess ? text : quiet);
            g.drawString(percent, getWidth() - metrics.stringWidth(percent) - 2, baseline);
        }
    }
}

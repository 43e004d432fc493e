package dev.linnet.examples;

import dev.linnet.mnist.DigitImage;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import javax.swing.JComponent;
import javax.swing.UIManager;

/** The picture that the network sees, enlarged so that every pixel can be told. */
final class SeenPicture extends JComponent {
    private static final long serialVersionUID = 1;
    private static final int ENLARGED = 5;

    private transient double[] ink;

    SeenPicture() {
        Dimension size = new Dimension(DigitImage.SIZE * ENLARGED + 2, DigitImage.SIZE * ENLARGED + 2);
        setPreferredSize(size);
        setMinimumSize(size);
        setMaximumSize(size);
        setName("seen");
        setToolTipText("What the network sees: 28 x 28 pixels");
    }

    /** Shows a picture; null: none. */
    void show(double[] pixels) {
        ink = pixels;
        repaint();
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics.create();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        Color ground = UIManager.getColor("TextArea.background");
        g.setColor(UIManager.getColor("Component.borderColor"));
        g.fillRect(0, 0, getWidth(), getHeight());
        g.setColor(ground);
        g.fillRect(1, 1, getWidth() - 2, getHeight() - 2);
        if (ink != null) {
            g.drawImage(picture(ground), 1, 1, getWidth() - 2, getHeight() - 2, null);
        }
        g.dispose();
    }

    private BufferedImage picture(Color ground) {
        Color full = UIManager.getColor("TextArea.foreground");
        BufferedImage picture = new BufferedImage(DigitImage.SIZE, DigitImage.SIZE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < ink.length; i++) {
            picture.setRGB(
                    i % DigitImage.SIZE,
                    i / DigitImage.SIZE,
                    between(ground, full, ink[i]).getRGB());
        }
        return picture;
    }

    /** The colour that lies that far, 0 to 1, on the way from one to another. */
    static Color between(Color none, Color full, double share) {
        return new Color(
                (int) Math.round(none.getRed() + share * (full.getRed() - none.getRed())),
                (int) Math.round(none.getGreen() + share * (full.getGreen() - none.getGreen())),
                (int) Math.round(none.getBlue() + share * (full.getBlue() - none.getBlue())));
    }
}

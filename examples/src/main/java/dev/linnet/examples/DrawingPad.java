package dev.linnet.examples;

import dev.linnet.mnist.PenStrokes;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Cursor;
import java.awt.Dimension;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.geom.Path2D;
import javax.swing.JComponent;
import javax.swing.SwingUtilities;
import javax.swing.UIManager;

/** The sheet to draw on. */
final class DrawingPad extends JComponent {
    private static final long serialVersionUID = 1;
    private static final int USUAL_SIZE = 420;
    private static final String INVITATION = "Draw a digit";

    private final transient Drawing drawing;
    private int penWidth;

    /**
     * A sheet that shows a drawing.
     *
     * @param changed called after every change that is made here
     */
    DrawingPad(Drawing drawing, int penWidth, Runnable changed) {
        this.drawing = drawing;
        this.penWidth = penWidth;
        setName("pad");
        setPreferredSize(new Dimension(USUAL_SIZE, USUAL_SIZE));
        setMinimumSize(new Dimension(USUAL_SIZE / 2, USUAL_SIZE / 2));
        setCursor(Cursor.getPredefinedCursor(Cursor.CROSSHAIR_CURSOR));
        setFocusable(true);
        MouseAdapter pen = new MouseAdapter() {
            private boolean down;

            @Override
            public void mousePressed(MouseEvent e) {
                requestFocusInWindow();
                down = SwingUtilities.isLeftMouseButton(e);
                if (down) {
                    drawing.begin(e.getX(), e.getY());
                    changed.run();
                }
            }

            @Override
            public void mouseDragged(MouseEvent e) {
                if (down) {
                    drawing.moveTo(e.getX(), e.getY());
                    changed.run();
                }
            }

            @Override
            public void mouseReleased(MouseEvent e) {
                mouseDragged(e);
                down = false;
            }
        };
        addMouseListener(pen);
        addMouseMotionListener(pen);
    }

    /** The width of the pen, in the same unit as the drawing's points. */
    int penWidth() {
        return penWidth;
    }

    void setPenWidth(int width) {
        penWidth = width;
        repaint();
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics.create();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setColor(UIManager.getColor("TextArea.background"));
        g.fillRect(0, 0, getWidth(), getHeight());
        if (drawing.isEmpty()) {
            paintInvitation(g);
        }
        g.setColor(UIManager.getColor("TextArea.foreground"));
        g.setStroke(new BasicStroke(penWidth, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        if (!drawing.isEmpty()) {
            g.draw(line(drawing.curves()));
        }
        g.dispose();
    }

    private static Path2D line(PenStrokes curves) {
        Path2D line = new Path2D.Double();
        for (int s = 0; s < curves.count(); s++) {
            double[] curve = curves.stroke(s);
            line.moveTo(curve[0], curve[1]);
            line.lineTo(curve[0], curve[1]); // a single point is a dot
            for (int i = 2; i < curve.length; i += 2) {
                line.lineTo(curve[i], curve[i + 1]);
            }
        }
        return line;
    }

    private void paintInvitation(Graphics2D g) {
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        Color ink = UIManager.getColor("TextArea.foreground");
        g.setColor(new Color(ink.getRed(), ink.getGreen(), ink.getBlue(), 90));
        g.setFont(getFont().deriveFont(20f));
        FontMetrics metrics = g.getFontMetrics();
        g.drawString(INVITATION, (getWidth() - metrics.stringWidth(INVITATION)) / 2, getHeight() / 2);
    }
}

package dev.linnet.examples;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLaf;
import com.formdev.flatlaf.FlatLightLaf;
import dev.linnet.Mlp;
import dev.linnet.mnist.DigitImage;
import dev.linnet.mnist.PenStrokes;
import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Font;
import java.awt.Toolkit;
import java.awt.event.ActionEvent;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import javax.swing.AbstractAction;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JFileChooser;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSlider;
import javax.swing.JToggleButton;
import javax.swing.KeyStroke;
import javax.swing.SwingConstants;
import javax.swing.SwingUtilities;

/**
 * The window of {@link DrawingApp}: a sheet to draw on, what the network sees of it, and what it takes it for.
 *
 * <p>Made and used on Swing's thread alone.
 */
final class DrawingWindow {
    private static final String OTHER_MODEL = "Another file …";
    private static final int THINNEST_PEN = 4;
    private static final int THICKEST_PEN = 60;
    private static final int USUAL_PEN = 26;
    private static final int GAP = 12;

    private final JFrame frame = new JFrame("Linnet reads digits");
    private final Drawing drawing = new Drawing();
    private final DrawingPad pad = new DrawingPad(drawing, USUAL_PEN, this::recognise);
    private final JLabel guess = new JLabel(" ");
    private final SeenPicture seen = new SeenPicture();
    private final ProbabilityBars bars = new ProbabilityBars();
    private final JLabel status = new JLabel(" ");
    private final JSlider penWidth = new JSlider(THINNEST_PEN, THICKEST_PEN, USUAL_PEN);
    private final JComboBox<Object> models = new JComboBox<>();
    private final Corrections corrections;

    private DigitModel model;
    private Future<Look> look;
    private boolean outdated;

    DrawingWindow(DigitModel model, Corrections corrections) {
        this.model = model;
        this.corrections = corrections;
        guess.setName("guess");
        guess.setFont(guess.getFont().deriveFont(Font.BOLD, 72f));
        status.setName("status");
        frame.setContentPane(content());
        bindKeys();
        frame.setDefaultCloseOperation(JFrame.DISPOSE_ON_CLOSE);
        frame.pack();
        frame.setMinimumSize(frame.getSize());
        frame.setLocationByPlatform(true);
        pad.requestFocusInWindow();
    }

    JFrame frame() {
        return frame;
    }

    int penWidth() {
        return pad.penWidth();
    }

    /** Whether the network has yet to say something of the drawing as it is now. */
    boolean isLooking() {
        return look != null;
    }

    // ------------------------------------------------------------------------------------------------ what happens

    /** Lets the network look at the drawing as it is now, once it is done with the one it is looking at. */
    private void recognise() {
        pad.repaint();
        outdated = true;
        if (!isLooking()) {
            look();
        }
    }

    /**
     * What happens beside Swing's thread: while that is busy, mouse and pen are not followed, and corners of a stroke are
     * lost.
     */
    private void look() {
        outdated = false;
        if (drawing.isEmpty()) {
            show(Look.AT_NOTHING);
        } else {
            DigitModel reader = model;
            PenStrokes strokes = drawing.strokes();
            double inkWidth = inkWidth();
            look = CompletableFuture.supplyAsync(() -> Look.of(reader, strokes, inkWidth))
                    .whenCompleteAsync(this::looked, SwingUtilities::invokeLater);
        }
    }

    private void looked(Look result, Throwable failure) {
        look = null;
        if (failure == null) {
            show(result);
        } else {
            status.setText(failure.toString());
        }
        if (outdated) {
            look();
        }
    }

    private void show(Look result) {
        guess.setText(result.probabilities == null ? " " : Integer.toString(DigitModel.guess(result.probabilities)));
        bars.show(result.probabilities);
        seen.show(result.pixels);
    }

    /** The picture that a network saw of a drawing, and what it said; null: there was no drawing. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Look(double[] pixels, double[] probabilities) {
        static final Look AT_NOTHING = new Look(null, null);

        static Look of(DigitModel reader, PenStrokes strokes, double inkWidth) {
            return new Look(reader.prepared(DigitImage.of(strokes, inkWidth)), reader.read(strokes, inkWidth));
        }
    }

    private DigitImage picture() {
        return DigitImage.of(drawing.strokes(), inkWidth());
    }

    private double inkWidth() {
        return DigitImage.inkWidth(drawing.strokes(), pad.penWidth());
    }

    private void undo() {
        drawing.undo();
        recognise();
    }

    private void clear() {
        drawing.clear();
        status.setText(" ");
        recognise();
    }

    private void correct(int digit) {
        if (drawing.isEmpty()) {
            status.setText("There is no drawing yet that could be a " + digit + ".");
            return;
        }
        try {
            int count = corrections.add(picture(), digit);
            clear();
            status.setText("Saved as a %d: %d %s in %s"
                    .formatted(digit, count, count == 1 ? "drawing" : "drawings", corrections.folder()));
        } catch (IOException e) {
            status.setText("Not saved: " + e.getMessage());
        }
    }

    private void choose(Object choice) {
        if (choice.equals(OTHER_MODEL)) {
            JFileChooser files = new JFileChooser();
            if (files.showOpenDialog(frame) == JFileChooser.APPROVE_OPTION) {
                open(files.getSelectedFile().toPath());
            }
            models.setSelectedItem(model.name());
        } else if (!choice.equals(model.name())) {
            try {
                use(ShippedModels.load(choice.toString()));
            } catch (IOException e) {
                status.setText(e.getMessage());
            }
        }
    }

    private void open(Path file) {
        try {
            DigitModel opened = DigitModel.of(file.toString(), Mlp.load(file), false);
            models.insertItemAt(opened.name(), models.getItemCount() - 1);
            use(opened);
        } catch (IOException e) {
            status.setText(e.getMessage());
        }
    }

    private void use(DigitModel other) {
        model = other;
        status.setText("%s: %s".formatted(model.name(), model.network()));
        recognise();
    }

    private void setDark(boolean dark) {
        setLook(dark);
        FlatLaf.updateUI();
        guess.setFont(guess.getFont().deriveFont(Font.BOLD, 72f));
    }

    /** Makes all windows dark or light. */
    static void setLook(boolean dark) {
        if (dark) {
            FlatDarkLaf.setup();
        } else {
            FlatLightLaf.setup();
        }
    }

    // ------------------------------------------------------------------------------------------------ how it looks

    private JPanel content() {
        JPanel content = new JPanel(new BorderLayout(GAP, GAP));
        content.setBorder(BorderFactory.createEmptyBorder(GAP, GAP, GAP, GAP));
        content.add(top(), BorderLayout.NORTH);
        pad.setBorder(BorderFactory.createLineBorder(java.awt.Color.GRAY));
        content.add(pad, BorderLayout.CENTER);
        content.add(side(), BorderLayout.EAST);
        content.add(bottom(), BorderLayout.SOUTH);
        return content;
    }

    private JComponent top() {
        JPanel top = new JPanel(new FlowLayout(FlowLayout.LEADING, GAP, 0));
        models.setName("models");
        ShippedModels.names().forEach(models::addItem);
        if (!ShippedModels.names().contains(model.name())) {
            models.addItem(model.name());
        }
        models.addItem(OTHER_MODEL);
        models.setSelectedItem(model.name());
        models.addActionListener(e -> choose(models.getSelectedItem()));
        top.add(labelled("Model", 'M', models));

        penWidth.setName("penWidth");
        penWidth.setPreferredSize(new Dimension(150, penWidth.getPreferredSize().height));
        penWidth.setToolTipText("Pen width: + and -");
        penWidth.addChangeListener(e -> {
            pad.setPenWidth(penWidth.getValue());
            recognise();
        });
        top.add(labelled("Pen", 'P', penWidth));

        JToggleButton dark = new JToggleButton("Dark", FlatLaf.isLafDark());
        dark.setName("dark");
        dark.setMnemonic('D');
        dark.addActionListener(e -> setDark(dark.isSelected()));
        top.add(dark);
        return top;
    }

    private static JComponent labelled(String text, char mnemonic, JComponent component) {
        JLabel label = new JLabel(text);
        label.setDisplayedMnemonic(mnemonic);
        label.setLabelFor(component);
        JPanel pair = new JPanel(new FlowLayout(FlowLayout.LEADING, GAP / 2, 0));
        pair.add(label);
        pair.add(component);
        return pair;
    }

    private JComponent side() {
        guess.setHorizontalAlignment(SwingConstants.CENTER);
        guess.setPreferredSize(new Dimension(70, seen.getPreferredSize().height));
        JLabel caption = new JLabel("what the network sees", SwingConstants.CENTER);
        caption.putClientProperty("FlatLaf.styleClass", "small");
        JPanel captioned = new JPanel(new BorderLayout(0, GAP / 3));
        captioned.add(seen, BorderLayout.CENTER);
        captioned.add(caption, BorderLayout.SOUTH);
        JPanel head = new JPanel(new BorderLayout(GAP, 0));
        head.add(guess, BorderLayout.CENTER);
        head.add(captioned, BorderLayout.EAST);
        head.setMaximumSize(new Dimension(Integer.MAX_VALUE, head.getPreferredSize().height));

        JPanel side = new JPanel();
        side.setLayout(new BoxLayout(side, BoxLayout.PAGE_AXIS));
        for (Component part : new Component[] {head, Box.createVerticalStrut(GAP), bars}) {
            side.add(part);
        }
        return side;
    }

    private JComponent bottom() {
        JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEADING, GAP / 2, 0));
        buttons.add(button("undo", "Undo", "Ctrl+Z", 'U', this::undo));
        buttons.add(button("clear", "Clear", "Escape", 'C', this::clear));
        buttons.add(Box.createHorizontalStrut(2 * GAP));
        buttons.add(new JLabel("That was a"));
        for (int digit = 0; digit < 10; digit++) {
            int label = digit;
            String key = Integer.toString(digit);
            buttons.add(button("was" + key, key, "Saves the drawing as a " + key, '\0', () -> correct(label)));
        }
        JPanel bottom = new JPanel(new BorderLayout(0, GAP / 2));
        bottom.add(buttons, BorderLayout.CENTER);
        bottom.add(status, BorderLayout.SOUTH);
        return bottom;
    }

    private static JButton button(String name, String text, String tip, char mnemonic, Runnable action) {
        JButton button = new JButton(text);
        button.setName(name);
        button.setToolTipText(tip);
        button.setMnemonic(mnemonic);
        button.setFocusable(false); // or the space bar would press what was clicked last
        button.addActionListener(e -> action.run());
        return button;
    }

    private void bindKeys() {
        int command = Toolkit.getDefaultToolkit().getMenuShortcutKeyMaskEx();
        bind(KeyStroke.getKeyStroke(KeyEvent.VK_Z, command), this::undo);
        bind(KeyStroke.getKeyStroke(KeyEvent.VK_Z, InputEvent.CTRL_DOWN_MASK), this::undo);
        bind(KeyStroke.getKeyStroke(KeyEvent.VK_BACK_SPACE, 0), this::undo);
        bind(KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0), this::clear);
        bind(KeyStroke.getKeyStroke(KeyEvent.VK_DELETE, 0), this::clear);
        bind(KeyStroke.getKeyStroke('+'), () -> penWidth.setValue(penWidth.getValue() + 2));
        bind(KeyStroke.getKeyStroke('-'), () -> penWidth.setValue(penWidth.getValue() - 2));
        for (char digit = '0'; digit <= '9'; digit++) {
            int label = digit - '0';
            bind(KeyStroke.getKeyStroke(digit), () -> correct(label));
        }
    }

    private void bind(KeyStroke key, Runnable action) {
        frame.getRootPane().getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW).put(key, key);
        frame.getRootPane().getActionMap().put(key, new AbstractAction() {
            private static final long serialVersionUID = 1;

            @Override
            public void actionPerformed(ActionEvent e) {
                action.run();
            }
        });
    }
}

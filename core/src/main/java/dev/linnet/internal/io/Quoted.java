package dev.linnet.internal.io;

/** Text from a file, made fit to stand in a message: quoted, on one line, of bounded length. */
final class Quoted {
    private static final int LONGEST = 60;

    private Quoted() {}

    /** Returns the text in quotation marks, control characters escaped, cut off with {@code …} after 60 characters. */
    static String of(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            if (i == LONGEST) {
                quoted.append('…');
                break;
            }
            char c = text.charAt(i);
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}

package dev.linnet.internal.io;

/**
 * Writes a JSON text with no white space, in the order of the calls, so that equal values give equal bytes.
 *
 * <p>Trusts its caller to open, name and close in turn. Not thread-safe.
 */
final class JsonWriter {
    private final StringBuilder out = new StringBuilder();

    JsonWriter beginObject() {
        separate();
        out.append('{');
        return this;
    }

    JsonWriter endObject() {
        out.append('}');
        return this;
    }

    JsonWriter beginArray() {
        separate();
        out.append('[');
        return this;
    }

    JsonWriter endArray() {
        out.append(']');
        return this;
    }

    JsonWriter key(String key) {
        separate();
        quote(key);
        out.append(':');
        return this;
    }

    /**
     * Writes a string.
     *
     * @throws IllegalArgumentException if the text holds half of a surrogate pair, which UTF-8 cannot write
     */
    JsonWriter value(String text) {
        separate();
        quote(text);
        return this;
    }

    JsonWriter value(long number) {
        separate();
        out.append(number);
        return this;
    }

    JsonWriter value(boolean truth) {
        separate();
        out.append(truth);
        return this;
    }

    /** Returns what was written so far. */
    @Override
    public String toString() {
        return out.toString();
    }

    private void separate() {
        int length = out.length();
        if (length > 0) {
            char last = out.charAt(length - 1);
            if (last != '{' && last != '[' && last != ':') {
                out.append(',');
            }
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append(String.format("\\u%04x", (int) c));
            } else if (Character.isSurrogate(c)) {
                int point = text.codePointAt(i);
                if (!Character.isSupplementaryCodePoint(point)) {
                    throw new IllegalArgumentException("character " + i + " of " + Quoted.of(text)
                            + " is half of a surrogate pair, which a file cannot hold");
                }
                out.appendCodePoint(point);
                i++;
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}

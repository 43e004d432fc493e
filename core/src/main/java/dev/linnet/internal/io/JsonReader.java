package dev.linnet.internal.io;

import dev.linnet.data.FileFormatException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads a JSON text token by token, as its caller expects it; strict, and small.
 *
 * <p>The caller asks for what must come next and gets it, or a {@link FileFormatException} that says where and what came
 * instead. So no tree is built, and a stranger's text cannot nest deeper than the caller asks. Strict means RFC 8259 to
 * the letter, in valid UTF-8, with no name twice in one object and no half of a surrogate pair. It knows what our files
 * hold: objects, arrays, strings, whole numbers of 64 bits, {@code true} and {@code false}. Fractions and {@code null}
 * are never asked for, and so refused.
 *
 * <pre>
 * json.beginObject();
 * for (String key = json.nextKey(); key != null; key = json.nextKey()) { ... json.nextString() ... }
 * json.end();
 * </pre>
 *
 * <p>Not thread-safe.
 */
final class JsonReader {
    /** Our deepest text: blocks of layers, 16 deep, of two levels each, and four levels around and in them. */
    static final int MAX_DEPTH = 40;

    /** Makes the exception for an offset within the JSON text. */
    @FunctionalInterface
    interface Blame {
        FileFormatException at(int offset, String found, String expected);
    }

    private final byte[] text;
    private final Blame blame;
    private final boolean[] first = new boolean[MAX_DEPTH];

    /** The names seen so far in each open object; null before the first. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of sets cannot be created otherwise
    private final Set<String>[] names = new Set[MAX_DEPTH];

    private int depth;
    private int at;
    private String key;
    private int keyStart;

    /**
     * Starts before the first token.
     *
     * @param text the JSON text in UTF-8, not modified
     * @param blame makes the exception for an offset within the text
     * @throws FileFormatException if the text is not valid UTF-8
     */
    JsonReader(byte[] text, Blame blame) throws FileFormatException {
        this.text = text;
        this.blame = blame;
        int malformed = firstMalformedUtf8(text);
        if (malformed >= 0) {
            throw blame.at(malformed, byteAt(malformed) + ", which is not valid UTF-8 there", "UTF-8");
        }
    }

    /** Returns the offset of the value to come, for messages about it. */
    int offset() {
        skipSpace();
        return at;
    }

    /** Takes the opening brace of an object; {@link #nextKey()} takes the closing one. */
    void beginObject() throws FileFormatException {
        open('{', "an object");
        names[depth - 1] = null;
    }

    /** Takes the next key of the object and its colon, or the closing brace, for which it returns null. */
    String nextKey() throws FileFormatException {
        if (!nextItem('}')) {
            return null;
        }
        keyStart = at;
        if (found() != '"') {
            throw unexpected("a name in quotation marks");
        }
        key = string();
        if (names[depth - 1] == null) {
            names[depth - 1] = new HashSet<>();
        }
        if (!names[depth - 1].add(key)) {
            throw blame.at(keyStart, "the name " + Quoted.of(key) + " for the second time", "every name once");
        }
        skipSpace();
        if (found() != ':') {
            throw unexpected("':'");
        }
        at++;
        return key;
    }

    /** Returns the exception for the key that came last, where it must not stand. */
    FileFormatException unexpectedKey(String expected) {
        return blame.at(keyStart, "the name " + Quoted.of(key), expected);
    }

    /** Takes the opening bracket of an array; {@link #nextElement()} takes the closing one. */
    void beginArray() throws FileFormatException {
        open('[', "an array");
    }

    /** Returns whether the array goes on: true before each element, false after having taken the closing bracket. */
    boolean nextElement() throws FileFormatException {
        return nextItem(']');
    }

    /** Takes a string. */
    String nextString() throws FileFormatException {
        skipSpace();
        if (found() != '"') {
            throw unexpected("a string");
        }
        return string();
    }

    /** Takes {@code true} or {@code false}. */
    boolean nextBoolean() throws FileFormatException {
        skipSpace();
        if (takeWord("true")) {
            return true;
        }
        if (takeWord("false")) {
            return false;
        }
        throw unexpected("true or false");
    }

    /** Takes a whole number, written without fraction and exponent, that fits into 64 bits. */
    long nextLong() throws FileFormatException {
        skipSpace();
        int start = at;
        boolean negative = found() == '-';
        if (negative) {
            at++;
        }
        if (!isDigit(found())) {
            at = start;
            throw unexpected("a whole number");
        }
        if (found() == '0' && at + 1 < text.length && isDigit(text[at + 1])) {
            throw blame.at(start, "a number with a leading zero", "a whole number");
        }
        long value = 0; // negated, since the negative range is the larger one
        for (; isDigit(found()); at++) {
            int digit = text[at] - '0';
            if (value < (Long.MIN_VALUE + digit) / 10) {
                throw blame.at(start, "a number beyond 64 bits", "a whole number of at most 64 bits");
            }
            value = value * 10 - digit;
        }
        if (found() == '.' || found() == 'e' || found() == 'E') {
            throw blame.at(start, "a number with a fraction or an exponent", "a whole number");
        }
        if (!negative && value == Long.MIN_VALUE) {
            throw blame.at(start, "a number beyond 64 bits", "a whole number of at most 64 bits");
        }
        return negative ? value : -value;
    }

    /** Checks that nothing but white space follows. */
    void end() throws FileFormatException {
        skipSpace();
        if (at < text.length) {
            throw unexpected("nothing after the end of the JSON text");
        }
    }

    private void open(char bracket, String expected) throws FileFormatException {
        skipSpace();
        if (found() != bracket) {
            throw unexpected(expected);
        }
        if (depth == MAX_DEPTH) {
            throw blame.at(at, "a level of nesting too many", "at most " + MAX_DEPTH);
        }
        first[depth++] = true;
        at++;
    }

    /** Takes the comma before an item, or the closing bracket, for which it returns false. */
    private boolean nextItem(char close) throws FileFormatException {
        skipSpace();
        if (found() == close) {
            at++;
            depth--;
            return false;
        }
        if (first[depth - 1]) {
            first[depth - 1] = false;
            return true;
        }
        if (found() != ',') {
            throw unexpected("',' or '" + close + "'");
        }
        at++;
        skipSpace();
        return true;
    }

    private String string() throws FileFormatException {
        at++;
        int start = at;
        StringBuilder unescaped = null;
        while (true) {
            int c = found();
            if (c == '"') {
                String run = new String(text, start, at - start, StandardCharsets.UTF_8);
                at++;
                return unescaped == null ? run : unescaped.append(run).toString();
            }
            if (c < 0x20) {
                throw unexpected(c < 0 ? "the end of a string" : "control characters in strings escaped");
            }
            if (c == '\\') {
                if (unescaped == null) {
                    unescaped = new StringBuilder();
                }
                unescaped.append(new String(text, start, at - start, StandardCharsets.UTF_8));
                unescaped.appendCodePoint(escaped());
                start = at;
            } else {
                at++;
            }
        }
    }

    /** Takes an escape sequence, or the two that write a surrogate pair. */
    private int escaped() throws FileFormatException {
        int start = at++;
        int c = found();
        at++;
        switch (c) {
            case '"', '\\', '/' -> {
                return c;
            }
            case 'b' -> {
                return '\b';
            }
            case 'f' -> {
                return '\f';
            }
            case 'n' -> {
                return '\n';
            }
            case 'r' -> {
                return '\r';
            }
            case 't' -> {
                return '\t';
            }
            case 'u' -> {
                char high = fourHexDigits(start);
                if (!Character.isSurrogate(high)) {
                    return high;
                }
                if (Character.isHighSurrogate(high) && takeWord("\\u")) {
                    char low = fourHexDigits(start);
                    if (Character.isLowSurrogate(low)) {
                        return Character.toCodePoint(high, low);
                    }
                }
                throw blame.at(start, "half of a surrogate pair", "both halves");
            }
            default -> throw blame.at(start, "an unknown escape sequence", "one that JSON has");
        }
    }

    private char fourHexDigits(int start) throws FileFormatException {
        int value = 0;
        for (int i = 0; i < 4; i++, at++) {
            int digit = Character.digit(found(), 16);
            if (digit < 0) {
                throw blame.at(start, "an incomplete escape sequence", "four hexadecimal digits");
            }
            value = value * 16 + digit;
        }
        return (char) value;
    }

    /** Returns the byte at the current place, or -1 at the end; bytes from 128 on as they are, unsigned. */
    private int found() {
        return at < text.length ? text[at] & 0xff : -1;
    }

    private boolean takeWord(String word) {
        if (text.length - at < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (text[at + i] != word.charAt(i)) {
                return false;
            }
        }
        at += word.length();
        return true;
    }

    private void skipSpace() {
        while (at < text.length && isSpace(text[at])) {
            at++;
        }
    }

    private FileFormatException unexpected(String expected) {
        int start = at;
        int c = found();
        String what;
        if (c < 0) {
            what = "the end of the JSON text";
        } else if (c == '"') {
            what = "a string";
        } else if (c == '{') {
            what = "an object";
        } else if (c == '[') {
            what = "an array";
        } else if (c == '-' || isDigit(c)) {
            what = "a number";
        } else if (takeWord("null")) {
            what = "null";
        } else if (takeWord("true") || takeWord("false")) {
            what = "a boolean";
        } else {
            what = byteAt(start);
        }
        return blame.at(start, what, expected);
    }

    private String byteAt(int i) {
        int c = text[i] & 0xff;
        return c > 0x20 && c < 0x7f ? "'" + (char) c + "'" : String.format("byte 0x%02x", c);
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static int firstMalformedUtf8(byte[] text) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // reports errors unless told otherwise
        ByteBuffer in = ByteBuffer.wrap(text);
        CharBuffer out = CharBuffer.allocate(Math.min(text.length + 1, 4096));
        while (true) {
            var result = decoder.decode(in, out, true);
            if (result.isError()) {
                return in.position();
            }
            if (result.isUnderflow()) {
                return -1;
            }
            out.clear();
        }
    }
}

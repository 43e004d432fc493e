package dev.linnet.internal.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.data.FileFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void everyKindOfValueIsRead() throws Exception {
        JsonReader json = reader(" { \"a\" : [ 1 , -2,{}, [] ] ,\n\"b\":true,\t\"c\": false,\r\"d\":\"text\" } ");
        json.beginObject();
        assertEquals("a", json.nextKey());
        json.beginArray();
        assertTrue(json.nextElement());
        assertEquals(1, json.nextLong());
        assertTrue(json.nextElement());
        assertEquals(-2, json.nextLong());
        assertTrue(json.nextElement());
        json.beginObject();
        assertNull(json.nextKey());
        assertTrue(json.nextElement());
        json.beginArray();
        assertFalse(json.nextElement());
        assertFalse(json.nextElement());
        assertEquals("b", json.nextKey());
        assertTrue(json.nextBoolean());
        assertEquals("c", json.nextKey());
        assertFalse(json.nextBoolean());
        assertEquals("d", json.nextKey());
        assertEquals("text", json.nextString());
        assertNull(json.nextKey());
        json.end();
    }

    @Test
    void escapesAreRead() throws Exception {
        assertEquals(
                "\"\\/\b\f\n\r\tä€\ud83d\ude00",
                reader("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\u20AC\\ud83d\\uDE00\"")
                        .nextString());
        assertEquals("x\u0000y", reader("\"x\\u0000y\"").nextString());
    }

    @Property
    void everyTextComesBack(@ForAll String text) throws Exception {
        String whole = new String(text.getBytes(UTF_8), UTF_8); // halves of surrogate pairs become question marks
        assertEquals(whole, reader(new JsonWriter().value(whole).toString()).nextString());
    }

    @Property
    void everyNumberComesBack(@ForAll long number) throws Exception {
        assertEquals(number, reader(Long.toString(number)).nextLong());
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE, 0, -1})
    void theEndsOfTheRangeAreRead(long number) throws Exception {
        assertEquals(number, reader(Long.toString(number)).nextLong());
    }

    @Property
    void listsOfTextsComeBack(@ForAll List<@net.jqwik.api.constraints.StringLength(max = 5) String> texts)
            throws Exception {
        JsonWriter writer = new JsonWriter().beginArray();
        List<String> expected = new ArrayList<>();
        for (String text : texts) {
            expected.add(new String(text.getBytes(UTF_8), UTF_8));
            writer.value(expected.get(expected.size() - 1));
        }
        JsonReader json = reader(writer.endArray().toString());
        List<String> found = new ArrayList<>();
        json.beginArray();
        while (json.nextElement()) {
            found.add(json.nextString());
        }
        json.end();
        assertEquals(expected, found);
    }

    @Test
    void theWriterKeepsOrderAndAddsNoSpace() {
        JsonWriter json = new JsonWriter().beginObject();
        json.key("z")
                .value(1)
                .key("a")
                .beginArray()
                .value(true)
                .value("x,")
                .beginObject()
                .endObject()
                .endArray();
        assertEquals("{\"z\":1,\"a\":[true,\"x,\",{}]}", json.endObject().toString());
    }

    @Test
    void halfOfASurrogatePairIsNotWritten() {
        var refused = assertThrows(IllegalArgumentException.class, () -> new JsonWriter().value("ab\ud83d"));
        assertEquals(
                "character 2 of \"ab\ud83d\" is half of a surrogate pair, which a file cannot hold",
                refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`1.0`,      0, a number with a fraction or an exponent, a whole number",
                "`1e3`,      0, a number with a fraction or an exponent, a whole number",
                "`01`,       0, a number with a leading zero,            a whole number",
                "`-`,        0, a number,                                a whole number",
                "`-x`,       0, a number,                                a whole number",
                "`+1`,       0, '+',                                     a whole number",
                "` \"1\"`,   1, a string,                                a whole number",
                "`null`,     0, null,                                    a whole number",
                "`true`,     0, a boolean,                               a whole number",
                "`[1]`,      0, an array,                                a whole number",
                "`{}`,       0, an object,                               a whole number",
                "``,         0, the end of the JSON text,                a whole number",
                "`9223372036854775808`,  0, a number beyond 64 bits,     a whole number of at most 64 bits",
                "`-9223372036854775809`, 0, a number beyond 64 bits,     a whole number of at most 64 bits",
                "`99999999999999999999999`, 0, a number beyond 64 bits,  a whole number of at most 64 bits",
            })
    void whatIsNotAWholeNumberIsRefused(String text, int at, String found, String expected) {
        FileFormatException e =
                assertThrows(FileFormatException.class, () -> reader(text).nextLong());
        assertEquals("text, byte " + at + ": found " + found + ", expected " + expected, e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`\"`,               1, the end of the JSON text,    the end of a string",
                "`\"ab`,             3, the end of the JSON text,    the end of a string",
                "`\"a\\`,            2, an unknown escape sequence,  one that JSON has",
                "`\"a\\x\"`,         2, an unknown escape sequence,  one that JSON has",
                "`\"\\u12\"`,        1, an incomplete escape sequence, four hexadecimal digits",
                "`\"\\u12g4\"`,      1, an incomplete escape sequence, four hexadecimal digits",
                "`\"\\ud83d\"`,      1, half of a surrogate pair,    both halves",
                "`\"\\ud83d\\n\"`,   1, half of a surrogate pair,    both halves",
                "`\"\\ud83d\\u0041\"`, 1, half of a surrogate pair,  both halves",
                "`\"\\ude00\"`,      1, half of a surrogate pair,    both halves",
                "`'a'`,              0, `'''`,                       a string",
                "`5`,                0, a number,                    a string",
            })
    void whatIsNotAStringIsRefused(String text, int at, String found, String expected) {
        FileFormatException e =
                assertThrows(FileFormatException.class, () -> reader(text).nextString());
        assertEquals("text, byte " + at + ": found " + found + ", expected " + expected, e.getMessage());
    }

    @Test
    void controlCharactersMustBeEscaped() {
        var e = assertThrows(FileFormatException.class, () -> reader("\"a\nb\"").nextString());
        assertEquals("text, byte 2: found byte 0x0a, expected control characters in strings escaped", e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`[]`,                  0, an array,                      an object",
                "`{`,                   1, the end of the JSON text,      a name in quotation marks",
                "`{,}`,                 1, `','`,                         a name in quotation marks",
                "`{a:1}`,               1, `'a'`,                         a name in quotation marks",
                "`{\"a\"}`,             4, `'}'`,                         `':'`",
                "`{\"a\":1`,            6, the end of the JSON text,      `',' or '}'`",
                "`{\"a\":1 \"b\":2}`,   7, a string,                      `',' or '}'`",
                "`{\"a\":1,}`,          7, `'}'`,                         a name in quotation marks",
                "`{\"a\":1,\"a\":2}`,   7, `the name \"a\" for the second time`, every name once",
                "`{\"a\":1,\"\\u0061\":2}`, 7, `the name \"a\" for the second time`, every name once",
                "`{\"a\":1]`,           6, `']'`,                         `',' or '}'`",
                "`{\"a\":1}}`,          7, `'}'`,                         nothing after the end of the JSON text",
                "`{\"a\":1}//`,         7, `'/'`,                         nothing after the end of the JSON text",
            })
    void whatIsNotAnObjectIsRefused(String text, int at, String found, String expected) {
        FileFormatException e = assertThrows(FileFormatException.class, () -> {
            JsonReader json = reader(text);
            json.beginObject();
            while (json.nextKey() != null) {
                json.nextLong();
            }
            json.end();
        });
        assertEquals("text, byte " + at + ": found " + found + ", expected " + expected, e.getMessage());
    }

    @Test
    void oneNameMayStandInTwoObjects() throws Exception {
        JsonReader json = reader("{\"a\":{\"a\":{}},\"b\":{\"a\":{}}}");
        json.beginObject();
        assertEquals("a", json.nextKey());
        json.beginObject();
        assertEquals("a", json.nextKey());
        json.beginObject();
        assertNull(json.nextKey());
        assertNull(json.nextKey());
        assertEquals("b", json.nextKey());
        json.beginObject();
        assertEquals("a", json.nextKey());
    }

    @Test
    void nestingIsBounded() throws Exception {
        JsonReader json = reader("[".repeat(1000));
        for (int depth = 0; depth < JsonReader.MAX_DEPTH; depth++) {
            json.beginArray();
            json.nextElement();
        }
        var e = assertThrows(FileFormatException.class, json::beginArray);
        assertEquals("text, byte 40: found a level of nesting too many, expected at most 40", e.getMessage());
    }

    @Test
    void invalidUtf8IsRefused() {
        for (byte[] wrong : new byte[][] {
            {'"', (byte) 0x80, '"'}, // a continuation without a start
            {'"', (byte) 0xc3, '"'}, // a start without its continuation
            {'"', (byte) 0xc0, (byte) 0xaf, '"'}, // a slash, longer than it need be
            {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}, // half of a surrogate pair
            {'"', (byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"'}, // beyond Unicode
            {'"', (byte) 0xff, '"'}
        }) {
            var e = assertThrows(FileFormatException.class, () -> reader(wrong));
            String hex = String.format("byte 0x%02x", wrong[1] & 0xff);
            assertEquals(
                    "text, byte 1: found " + hex + ", which is not valid UTF-8 there, expected UTF-8", e.getMessage());
        }
    }

    @Test
    void invalidUtf8IsFoundFarIn() {
        byte[] text = ("\"" + "ä".repeat(10_000) + "\"").getBytes(UTF_8);
        text[15_001] = 'x'; // the first byte of the 7501st
        assertEquals(
                15_002,
                assertThrows(FileFormatException.class, () -> reader(text)).offset());
    }

    @Test
    void aByteOrderMarkIsRefused() {
        var e = assertThrows(FileFormatException.class, () -> reader("\ufeff{}").beginObject());
        assertEquals("text, byte 0: found byte 0xef, expected an object", e.getMessage());
    }

    @Property(tries = 2000)
    void aDamagedTextGivesNothingButTheDocumentedException(
            @ForAll @IntRange(max = 42) int at, @ForAll byte replacement) {
        byte[] text = "{\"a\":[1,{\"b\":\"\\u20ac\"},-5],\"c\":\"\ud83d\ude00\"}".getBytes(UTF_8);
        text[at % text.length] = replacement;
        try {
            JsonReader json = reader(text);
            json.beginObject();
            for (String key = json.nextKey(); key != null; key = json.nextKey()) {
                if (key.equals("c")) {
                    json.nextString();
                    continue;
                }
                json.beginArray();
                for (int i = 0; json.nextElement(); i++) {
                    if (i == 1) {
                        json.beginObject();
                        while (json.nextKey() != null) {
                            json.nextString();
                        }
                    } else {
                        json.nextLong();
                    }
                }
            }
            json.end();
        } catch (FileFormatException documented) {
            assertTrue(documented.offset() >= 0 && documented.offset() <= text.length);
        }
    }

    private static JsonReader reader(String text) throws FileFormatException {
        return reader(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonReader reader(byte[] text) throws FileFormatException {
        return new JsonReader(text, (at, found, expected) -> new FileFormatException("text", at, found, expected));
    }
}

package dev.linnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LabelsTest {

    @Test
    void namesAndIndicesLeadToOneAnother() {
        Labels labels = Labels.of("setosa", "versicolor", "virginica");
        assertEquals(3, labels.size());
        assertEquals("versicolor", labels.name(1));
        assertEquals(1, labels.indexOf("versicolor"));
        assertEquals(-1, labels.indexOf("rose"));
        assertEquals(List.of("setosa", "versicolor", "virginica"), labels.names());
        assertEquals("[setosa, versicolor, virginica]", labels.toString());
    }

    @Test
    void numberedLabelsAreNamedByTheirNumbers() {
        assertEquals(Labels.of("0", "1", "2"), Labels.numbered(3));
        assertEquals(Labels.of("0", "1", "2").hashCode(), Labels.numbered(3).hashCode());
    }

    @Test
    void theOrderOfTheNamesMatters() {
        assertNotEquals(Labels.of("a", "b"), Labels.of(List.of("b", "a")));
    }

    @Test
    void impossibleLabelsAreRefused() {
        assertRefused("labels need at least one name", Labels::of);
        assertRefused("count must be positive: 0", () -> Labels.numbered(0));
        assertRefused("labels 0 and 2 have the same name: a", () -> Labels.of("a", "b", "a"));
        assertThrows(IndexOutOfBoundsException.class, () -> Labels.of("a").name(1));
    }

    private static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}

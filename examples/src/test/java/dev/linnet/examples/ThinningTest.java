package dev.linnet.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ThinningTest {
    private static final int WIDTH = 14;

    @Test
    void ofABarItsMiddleIsLeft() {
        assertThinned("""
                .........
                .#######.
                .#######.
                .#######.
                .........
                """, """
                .........
                .........
                .#######.
                .........
                .........
                """);
    }

    @Test
    void stairsBecomeASlantingLine() {
        assertThinned("""
                ......
                .##...
                ..##..
                ...##.
                ......
                """, """
                ......
                ......
                ..#...
                ...#..
                ......
                """);
    }

    @Test
    void aRingStaysARing() {
        assertThinned("""
                .........
                .#######.
                .#######.
                .##...##.
                .##...##.
                .#######.
                .#######.
                .........
                """, """
                .........
                .........
                ...####..
                ..#....#.
                ..#....#.
                ..#...#..
                ...###...
                .........
                """);
    }

    private static void assertThinned(String before, String after) {
        int width = before.indexOf('\n') + 1; // the ends of the lines are a border, too
        boolean[] ink = new boolean[before.length()];
        for (int i = 0; i < ink.length; i++) {
            ink[i] = before.charAt(i) == '#';
        }
        Thinning.thin(ink, width);
        StringBuilder thinned = new StringBuilder(before.replace('#', '.'));
        for (int i = 0; i < ink.length; i++) {
            if (ink[i]) {
                thinned.setCharAt(i, '#');
            }
        }
        assertEquals(after, thinned.toString());
    }

    @Property(tries = 500)
    void inkStaysConnectedAsItWasAndKeepsItsHoles(@ForAll @Size(value = 12 * 12) boolean[] inside) {
        boolean[] before = new boolean[WIDTH * WIDTH];
        for (int i = 0; i < inside.length; i++) {
            before[(i / 12 + 1) * WIDTH + i % 12 + 1] = inside[i];
        }
        boolean[] after = before.clone();
        Thinning.thin(after, WIDTH);
        for (int i = 0; i < after.length; i++) {
            assertTrue(before[i] || !after[i], "there is ink where there was none: " + i);
        }
        assertEquals(parts(before, true), parts(after, true), "parts of the ink");
        assertEquals(parts(before, false), parts(after, false), "parts of the ground");
        boolean[] again = after.clone();
        Thinning.thin(again, WIDTH);
        assertArrayEquals(after, again);
    }

    /** How many parts ink or ground have: those of the ink hang together at corners too, those of the ground do not. */
    private static int parts(boolean[] image, boolean ink) {
        boolean[] seen = new boolean[image.length];
        int parts = 0;
        for (int i = 0; i < image.length; i++) {
            if (image[i] == ink && !seen[i]) {
                parts++;
                Deque<Integer> next = new ArrayDeque<>();
                next.add(i);
                seen[i] = true;
                while (!next.isEmpty()) {
                    int here = next.remove();
                    int[] neighbours = Thinning.neighbours(WIDTH);
                    for (int k = 0; k < neighbours.length; k += ink ? 1 : 2) {
                        int there = here + neighbours[k];
                        boolean outside =
                                there < 0 || there >= image.length || Math.abs(there % WIDTH - here % WIDTH) > 1;
                        if (!outside && image[there] == ink && !seen[there]) {
                            seen[there] = true;
                            next.add(there);
                        }
                    }
                }
            }
        }
        return parts;
    }
}

package dev.linnet.examples;

import java.util.Arrays;

/**
 * Takes away the edges of ink, from each side in turn, until lines of one pixel are left, connected as the ink was and around
 * the same holes (Rosenfeld, A characterization of parallel thinning algorithms, 1975).
 *
 * <p>Pixels have eight neighbours, numbered clockwise from the one above. Which of them are ink is a number of eight bits.
 */
final class Thinning {
    /** The numbers of the neighbours above, below, to the left and to the right. */
    private static final int[] SIDES = {0, 4, 6, 2};

    private static final boolean[] GOES = whatGoes();

    private final boolean[] ink;
    private final int[] neighbours;

    private Thinning(boolean[] ink, int width) {
        this.ink = ink;
        this.neighbours = neighbours(width);
    }

    /** How far the eight neighbours of a pixel are from it, in an image of that width. */
    static int[] neighbours(int width) {
        return new int[] {-width, 1 - width, 1, 1 + width, width, width - 1, -1, -1 - width};
    }

    /**
     * Thins an image.
     *
     * @param ink row by row, without ink at its border; modified
     */
    static void thin(boolean[] ink, int width) {
        new Thinning(ink, width).thin();
    }

    private void thin() {
        int[] left = new int[ink.length];
        int count = 0;
        for (int i = 0; i < ink.length; i++) {
            if (ink[i]) {
                left[count++] = i;
            }
        }
        int before;
        do {
            before = count;
            for (int side : SIDES) {
                count = thinSide(left, count, side);
            }
        } while (count < before);
    }

    /** Takes away what can go on one side; returns how many of the pixels are left, which come to stand in front. */
    private int thinSide(int[] pixels, int count, int side) {
        int[] going = Arrays.stream(pixels, 0, count)
                .filter(i -> !ink[i + neighbours[side]] && GOES[inkAround(i)])
                .toArray();
        for (int i : going) {
            ink[i] = false;
        }
        int left = 0;
        for (int i = 0; i < count; i++) {
            if (ink[pixels[i]]) {
                pixels[left++] = pixels[i];
            }
        }
        return left;
    }

    private int inkAround(int pixel) {
        int bits = 0;
        for (int k = 0; k < neighbours.length; k++) {
            bits |= ink[pixel + neighbours[k]] ? 1 << k : 0;
        }
        return bits;
    }

    /**
     * For each number of eight bits, whether such a pixel can go: it is no end of a line, and without it those around it are
     * as connected as with it (their number of Yokoi, Toriwaki and Fukumura 1975 is 1).
     */
    private static boolean[] whatGoes() {
        boolean[] goes = new boolean[256];
        for (int around = 0; around < goes.length; around++) {
            int parts = 0;
            for (int side : SIDES) {
                parts += !isInk(around, side) && (isInk(around, side + 1) || isInk(around, side + 2)) ? 1 : 0;
            }
            goes[around] = Integer.bitCount(around) >= 2 && parts == 1;
        }
        return goes;
    }

    private static boolean isInk(int around, int neighbour) {
        return (around >> (neighbour & 7) & 1) != 0;
    }
}

package dev.linnet.mnist;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Writes the bytes of one IDX file to a stream. */
final class IdxWriter {
    private static final int BUFFER_BYTES = 1 << 16; // a multiple of every element's bytes

    private IdxWriter() {}

    static void write(IdxArray array, OutputStream out) throws IOException {
        IdxType type = array.type();
        ByteBuffer header = ByteBuffer.allocate((1 + array.rank()) * Integer.BYTES);
        header.putInt(type.code() << 8 | array.rank());
        for (int dimension : array.shape()) {
            header.putInt(dimension);
        }
        out.write(header.array());

        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        int chunk = BUFFER_BYTES / type.elementBytes();
        for (int at = 0, count; at < array.size(); at += count) {
            count = Math.min(chunk, array.size() - at);
            type.encode(array.values(), at, count, buffer);
            out.write(buffer.array(), 0, count * type.elementBytes());
        }
    }
}

package dev.linnet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.mnist.Mnist;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundledMnistTest {
    @ParameterizedTest
    @CsvSource({
        "train-images-idx3-ubyte.gz, 440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        "train-labels-idx1-ubyte.gz, 3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        "t10k-images-idx3-ubyte.gz, 8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        "t10k-labels-idx1-ubyte.gz, f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"
    })
    void filesAreThePublishedOnes(String name, String sha256) throws IOException, GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(resource(name));
        assertEquals(sha256, HexFormat.of().formatHex(digest));
    }

    @Test
    void aNoticeWithAuthorsAndLicenceTravelsWithThem() throws IOException {
        String notice = new String(resource("NOTICE"), StandardCharsets.UTF_8);
        assertTrue(notice.contains("Yann LeCun"), notice);
        assertTrue(notice.contains("Corinna Cortes"), notice);
        assertTrue(notice.contains("Creative Commons Attribution-Share Alike 3.0"), notice);
    }

    @Test
    void theyHoldSixtyThousandImagesToLearnAndTenThousandToTest() throws IOException {
        Mnist mnist = MnistSource.bundled();
        assertEquals(60_000, mnist.train().size());
        assertEquals(10_000, mnist.test().size());
        assertEquals(28 * 28, mnist.train().features());
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = MnistSource.class.getResourceAsStream("/mnist/" + name)) {
            return in.readAllBytes();
        }
    }
}

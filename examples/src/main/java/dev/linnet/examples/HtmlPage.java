package dev.linnet.examples;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** A page that stands alone: pictures are in it, and it needs no network. */
final class HtmlPage {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%1$s</title>
            <style>
              :root { color-scheme: light dark; }
              body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
              h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
              pre { overflow-x: auto; line-height: 1.3; }
              img { max-width: 100%%; height: auto; background: white; border-radius: 6px; }
            </style>
            </head>
            <body>
            <h1>%1$s</h1>
            """;

    private final StringBuilder html = new StringBuilder();

    HtmlPage(String title) {
        html.append(HEAD.formatted(escaped(title)));
    }

    HtmlPage heading(String text) {
        html.append("<h2>").append(escaped(text)).append("</h2>\n");
        return this;
    }

    HtmlPage paragraph(String text) {
        html.append("<p>").append(escaped(text)).append("</p>\n");
        return this;
    }

    HtmlPage preformatted(String text) {
        html.append("<pre>").append(escaped(text)).append("</pre>\n");
        return this;
    }

    /** A picture, at half its pixels, so that it is sharp on fine screens. */
    HtmlPage picture(BufferedImage picture, String description) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", png);
        html.append("<img width=\"%d\" alt=\"%s\" src=\"data:image/png;base64,%s\">%n"
                .formatted(
                        picture.getWidth() / Pictures.SHARPNESS,
                        escaped(description),
                        Base64.getEncoder().encodeToString(png.toByteArray())));
        return this;
    }

    @Override
    public String toString() {
        return html + "</body>\n</html>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

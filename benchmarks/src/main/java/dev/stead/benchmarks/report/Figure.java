package dev.stead.benchmarks.report;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;

/** One plot, as SVG for the web and as PNG for everything else. */
public final class Figure {
    /** For dense screens. */
    private static final int PNG_SCALE = 2;

    private final String title;
    private final Axis x;
    private final Axis y;
    private final List<Line> lines = new ArrayList<>();

    /** How a series is drawn: series of the same colour or stroke belong together. */
    public record Look(int colour, int stroke) {}

    /** A series, its values placed on the axes. */
    @SuppressWarnings("ArrayRecordComponent") // read once
    record Line(String name, double[] x, double[] y, Look look) {}

    public Figure(String title, Axis x, Axis y) {
        this.title = title;
        this.x = x;
        this.y = y;
    }

    /** Adds a line with its points; nothing if there are none. */
    public void add(String name, double[] xs, double[] ys, Look look) {
        if (xs.length > 0) {
            lines.add(new Line(name, x.placed(xs), y.placed(ys), look));
        }
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Writes {@code name.svg} and {@code name.png}. */
    public void write(Path folder, String name) throws IOException {
        SVGGraphics2D svg = new SVGGraphics2D(svgDocument());
        svg.setSVGCanvasSize(new Dimension(Painter.WIDTH, Painter.HEIGHT));
        paint(svg);
        try (OutputStreamWriter writer =
                new OutputStreamWriter(Files.newOutputStream(folder.resolve(name + ".svg")), StandardCharsets.UTF_8)) {
            svg.stream(writer, true);
        }
        BufferedImage image =
                new BufferedImage(Painter.WIDTH * PNG_SCALE, Painter.HEIGHT * PNG_SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(PNG_SCALE, PNG_SCALE);
        paint(graphics);
        graphics.dispose();
        ImageIO.write(image, "png", folder.resolve(name + ".png").toFile());
    }

    private void paint(Graphics2D graphics) {
        Axis.Range across = x.range(lines.stream().map(Line::x).toList());
        Axis.Range upwards = y.range(lines.stream().map(Line::y).toList());
        Painter painter = new Painter(graphics, across, upwards);
        painter.frame(title, x.title(), y.title());
        lines.forEach(painter::line);
    }

    private static Document svgDocument() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this Java has no XML", e);
        }
    }
}

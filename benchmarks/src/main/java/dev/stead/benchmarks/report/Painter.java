package dev.stead.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.List;

/** Draws a frame with ticks, then lines with their points, then the legend. */
final class Painter {
    static final int WIDTH = 920;
    static final int HEIGHT = 540;

    private static final int LEFT = 90;
    private static final int RIGHT = WIDTH - 240;
    private static final int TOP = 48;
    private static final int BOTTOM = HEIGHT - 64;
    private static final int LEGEND_STEP = 22;
    private static final double POINT = 6;

    /** Okabe and Ito's, which colour-blind people tell apart. */
    private static final List<Color> COLOURS = List.of(
            new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7), new Color(0x56B4E9));

    private static final List<BasicStroke> STROKES = List.of(stroke(), stroke(9, 5), stroke(2, 4), stroke(12, 4, 2, 4));

    private static final Color GRID = new Color(0xE3E3E3);
    private static final Color INK = new Color(0x333333);

    private final Graphics2D graphics;
    private final Axis.Range across;
    private final Axis.Range upwards;
    private int legends;

    Painter(Graphics2D graphics, Axis.Range across, Axis.Range upwards) {
        this.graphics = graphics;
        this.across = across;
        this.upwards = upwards;
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    }

    void frame(String title, String xTitle, String yTitle) {
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        graphics.setStroke(new BasicStroke(1));
        across.ticks().forEach((value, label) -> {
            grid(x(value), BOTTOM, x(value), TOP);
            text(label, x(value) - width(label) / 2, BOTTOM + 20);
        });
        upwards.ticks().forEach((value, label) -> {
            grid(LEFT, y(value), RIGHT, y(value));
            text(label, LEFT - 10 - width(label), y(value) + 4);
        });
        graphics.setColor(INK);
        graphics.draw(new Line2D.Double(LEFT, BOTTOM, RIGHT, BOTTOM));
        graphics.draw(new Line2D.Double(LEFT, BOTTOM, LEFT, TOP));
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        text(xTitle, (LEFT + RIGHT - width(xTitle)) / 2, HEIGHT - 18);
        AffineTransform upright = graphics.getTransform();
        graphics.rotate(-Math.PI / 2, 20, 0);
        text(yTitle, 20 - (TOP + BOTTOM + width(yTitle)) / 2, 0);
        graphics.setTransform(upright);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
        text(title, LEFT, 28);
    }

    void line(Figure.Line line) {
        graphics.setColor(COLOURS.get(line.look().colour() % COLOURS.size()));
        BasicStroke stroke = STROKES.get(line.look().stroke() % STROKES.size());
        Path2D path = new Path2D.Double();
        for (int i = 0; i < line.x().length; i++) {
            double x = x(line.x()[i]);
            double y = y(line.y()[i]);
            if (i == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
            point(x, y);
        }
        graphics.setStroke(stroke);
        graphics.draw(path);

        double at = TOP + 10 + LEGEND_STEP * (double) legends++;
        graphics.draw(new Line2D.Double(RIGHT + 18, at, RIGHT + 46, at));
        point(RIGHT + 32, at);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        text(line.name(), RIGHT + 54, at + 4);
    }

    private void grid(double fromX, double fromY, double toX, double toY) {
        graphics.setColor(GRID);
        graphics.draw(new Line2D.Double(fromX, fromY, toX, toY));
    }

    private void point(double x, double y) {
        graphics.fill(new Ellipse2D.Double(x - POINT / 2, y - POINT / 2, POINT, POINT));
    }

    private void text(String text, double x, double y) {
        graphics.setColor(INK);
        graphics.drawString(text, (float) x, (float) y);
    }

    private double width(String text) {
        return graphics.getFontMetrics().stringWidth(text);
    }

    private double x(double placed) {
        return LEFT + (RIGHT - LEFT) * across.share(placed);
    }

    private double y(double placed) {
        return BOTTOM - (BOTTOM - TOP) * upwards.share(placed);
    }

    private static BasicStroke stroke(float... dashes) {
        return new BasicStroke(
                2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 10, dashes.length == 0 ? null : dashes, 0);
    }
}
